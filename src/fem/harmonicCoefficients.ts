import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../core/sphericalHarmonics.ts";
import { densityEvaluator } from "./evaluate.ts";
import { gaussJacobi } from "./quadrature.ts";
import type { FunctionSpace } from "./space.ts";

/** p_lm = int P Y_lm for l <= degree, m >= 0, packed as in core/sphericalHarmonics. */
export interface HarmonicCoefficients {
  readonly degree: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Harmonics of a density on a grid of rings: Gauss points in z, equidistant in phi, exact for densities whose own harmonics
 * end at 2 `degree`. Cost ~ degree^3, whatever the mesh.
 */
export function harmonicCoefficients(space: FunctionSpace, density: Float64Array, degree: number): HarmonicCoefficients {
  const rings = Math.ceil(1.5 * degree) + 1;
  const around = 3 * degree + 1;
  const { points: heights, weights } = gaussJacobi(rings, 0);
  const cosines = Float64Array.from({ length: around }, (_, k) => Math.cos((2 * Math.PI * k) / around));
  const sines = Float64Array.from({ length: around }, (_, k) => Math.sin((2 * Math.PI * k) / around));
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  const ring = new Float64Array(3 * around);
  const profile = new Float64Array(real.length);
  const values = new Float64Array(around);
  const evaluate = densityEvaluator(space, density);
  const zero = new Float64Array(real.length);
  for (let r = 0; r < rings; r++) {
    const z = heights[r]!;
    const s = Math.sqrt(1 - z * z);
    for (let k = 0; k < around; k++) {
      ring[3 * k] = s * cosines[k]!;
      ring[3 * k + 1] = s * sines[k]!;
      ring[3 * k + 2] = z;
    }
    evaluate(ring, values);
    evaluateHarmonics(degree, s, 0, z, profile, zero);
    const weight = (weights[r]! * 2 * Math.PI) / around;
    for (let m = 0; m <= degree; m++) {
      let sumCosine = 0;
      let sumSine = 0;
      for (let k = 0, turn = 0; k < around; k++) {
        sumCosine += values[k]! * cosines[turn]!;
        sumSine += values[k]! * sines[turn]!;
        turn += m;
        if (turn >= around) turn -= around;
      }
      for (let l = m; l <= degree; l++) {
        const at = harmonicIndex(l, m);
        real[at]! += weight * profile[at]! * sumCosine;
        imaginary[at]! += weight * profile[at]! * sumSine;
      }
    }
  }
  return { degree, real, imaginary };
}
