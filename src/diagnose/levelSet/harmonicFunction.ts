import { synthesizeHarmonics } from "../../core/harmonicSynthesis.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import { multipoleIndex } from "../../state/blocks/multipoles.ts";
import type { SphereValues } from "./negativeSet.ts";

export interface HarmonicFunction extends SphereValues {
  /** On rings of the given heights at the azimuths 2 pi j / columns, ring after ring, into `out`: one sum over the degrees serves a ring. */
  readonly rings: (heights: Float64Array, columns: number, out: Float64Array) => void;
}

/** sum_a c_a Y_a of the real orthonormal harmonics up to a degree; (degree + 1)^2 coefficients in the layout of the multipoles. */
export function harmonicFunction(degree: number, coefficients: Float64Array): HarmonicFunction {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  for (let l = 0; l <= degree; l++) {
    real[harmonicIndex(l, 0)] = coefficients[multipoleIndex(l, 0)]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      real[harmonicIndex(l, m)] = coefficients[at]! * Math.SQRT1_2;
      imaginary[harmonicIndex(l, m)] = coefficients[at + 1]! * Math.SQRT1_2;
    }
  }
  const ofPoint = { real: new Float64Array(real.length), imaginary: new Float64Array(real.length) };
  return {
    fill: (points, out) => synthesizeHarmonics(degree, real, imaginary, points, out),
    rings: (heights, columns, out) => {
      const cosines = Float64Array.from({ length: columns }, (_, j) => Math.cos((2 * Math.PI * j) / columns));
      const sines = Float64Array.from({ length: columns }, (_, j) => Math.sin((2 * Math.PI * j) / columns));
      for (const [row, z] of heights.entries()) {
        evaluateHarmonics(degree, Math.sqrt((1 - z) * (1 + z)), 0, z, ofPoint.real, ofPoint.imaginary);
        const values = out.subarray(row * columns, (row + 1) * columns).fill(0);
        for (let m = 0; m <= degree; m++) {
          let [cosine, sine] = [0, 0];
          for (let l = m; l <= degree; l++) {
            const k = harmonicIndex(l, m);
            cosine += real[k]! * ofPoint.real[k]!;
            sine += imaginary[k]! * ofPoint.real[k]!;
          }
          const times = m === 0 ? 1 : 2;
          for (let j = 0, turn = 0; j < columns; j++, turn = (turn + m) % columns)
            values[j]! += times * (cosine * cosines[turn]! + sine * sines[turn]!);
        }
      }
    },
    at: (point) => {
      evaluateHarmonics(degree, point[0]!, point[1]!, point[2]!, ofPoint.real, ofPoint.imaginary);
      let sum = 0;
      for (let l = 0, k = 0; l <= degree; l++) {
        for (let m = 0; m <= l; m++, k++) {
          const part = real[k]! * ofPoint.real[k]! + imaginary[k]! * ofPoint.imaginary[k]!;
          sum += m === 0 ? part : 2 * part;
        }
      }
      return sum;
    },
  };
}
