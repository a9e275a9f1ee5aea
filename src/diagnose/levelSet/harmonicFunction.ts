import { evaluateHarmonics, harmonicCount, harmonicIndex, synthesizeHarmonics } from "../../core/sphericalHarmonics.ts";
import { multipoleIndex } from "../../state/blocks/multipoles.ts";
import type { SphereValues } from "./negativeSet.ts";

/** sum_a c_a Y_a of the real orthonormal harmonics up to a degree; (degree + 1)^2 coefficients in the layout of the multipoles. */
export function harmonicFunction(degree: number, coefficients: Float64Array): SphereValues {
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
