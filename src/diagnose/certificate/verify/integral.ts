import type { SphereMoments } from "../certificate.ts";
import { errorAgainst } from "../stateError.ts";
import type { Expansion } from "./squareExpansion.ts";

/** int P T and the mean of T, and how far the first may be off. */
export interface Integral {
  readonly value: number;
  readonly mean: number;
  readonly errorBound: number;
}

/**
 * int P T = sum_a y_a int P b_a, int P b_a = u_a / sqrt(g_l), g_l = (N!)^2 / ((N - l)! (N + l + 1)!): the error of the u enters by the length of the
 * y_a / sqrt(g_l), in all or of each degree.
 */
export function integrate(moments: SphereMoments, { degree, coefficients, errors }: Expansion): Integral {
  const { spins, band, multipoles } = moments;
  let value = 0;
  let size = 0;
  let rounding = 0;
  const lengths = new Float64Array(band + 1);
  let inverse = spins + 1;
  for (let l = 0; l <= degree; l++) {
    if (l > 0) inverse *= (spins + l + 1) / (spins - l + 1);
    const gain = Math.sqrt(inverse);
    let [ofMoments, ofCoefficients] = [0, 0];
    for (let a = l * l; a < (l + 1) ** 2; a++) {
      const moment = gain * multipoles[a]!;
      const term = coefficients[a]! * moment;
      value += term;
      size += Math.abs(term);
      ofMoments += moment * moment;
      ofCoefficients += coefficients[a]! ** 2;
    }
    rounding += errors[l]! * Math.sqrt(ofMoments);
    lengths[l] = gain * (Math.sqrt(ofCoefficients) + errors[l]!);
  }
  rounding += size * ((degree + 1) ** 2 + 3 * degree + 8) * Number.EPSILON;
  return { value, mean: coefficients[0]!, errorBound: rounding + errorAgainst(moments, lengths) };
}
