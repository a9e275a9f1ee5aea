import { defined } from "../../../core/defined.ts";
import { multipoleCount } from "../../../state/blocks/multipoles.ts";
import type { SphereMoments } from "../certificate.ts";
import { errorAgainst, type StateError } from "../stateError.ts";

/**
 * The scale in which points are counted: m_a = int P b_a with the real functions b_a = sqrt(4 pi) Y_a, Y_a orthonormal, in the layout of
 * the multipoles. Each b_a has mean square 1 and sum_m b_lm^2 = 2l + 1 at every point; white noise is m = (1, 0, 0, ...). The multipoles are
 * u_a = sqrt(g_l) m_a.
 */
export interface PointMoments extends StateError {
  /** Highest degree that is known. */
  readonly degree: number;
  readonly values: Float64Array;
  /** sqrt(g_l) at l = 0 .. degree. */
  readonly scales: Float64Array;
  /** Bound of |sum_a dm_a b_a| over the sphere, dm what the moments are off by: errors of the state and rounding of the conversion. */
  readonly reach: number;
}

/** Relative error of a moment from the conversion: g_l is a product of 2l factors. */
const conversionError = (spins: number): number => (3 * spins + 8) * Number.EPSILON;

/** sqrt(g_l), g_l = (N!)^2 / ((N - l)! (N + l + 1)!), as a product: a few digits more than from logarithms. */
export function pointScales(spins: number, degree: number): Float64Array {
  const scales = new Float64Array(degree + 1);
  for (let l = 0, g = 1 / (spins + 1); l <= degree; l++) {
    if (l > 0) g *= (spins - l + 1) / (spins + l + 1);
    scales[l] = Math.sqrt(g);
  }
  return scales;
}

export function pointMoments(given: SphereMoments): PointMoments {
  const { spins, band, multipoles, error, degreeErrors } = given;
  const scales = pointScales(spins, band);
  const values = new Float64Array(multipoleCount(band));
  const lengths = new Float64Array(band + 1);
  let reach = 0;
  for (let l = 0; l <= band; l++) {
    let length = 0;
    for (let a = l * l; a < (l + 1) ** 2; a++) {
      values[a] = multipoles[a]! / scales[l]!;
      length = Math.hypot(length, values[a]!);
    }
    lengths[l] = Math.sqrt(2 * l + 1) / scales[l]!;
    reach += Math.sqrt(2 * l + 1) * length * conversionError(spins);
  }
  // Cauchy and Schwarz: sum_a du_a b_a / sqrt(g_l).
  reach += errorAgainst(given, lengths);
  return { spins, degree: band, values, scales, reach, error, ...defined({ degreeErrors }) };
}

/** |T|(error) of a polynomial with coefficients y_a over the b_a: how far its integral may be off. */
export function integralError(moments: PointMoments, coefficients: Float64Array): number {
  const lengths = new Float64Array(moments.degree + 1);
  let rounding = 0;
  for (let l = 0; l <= moments.degree; l++) {
    for (let a = l * l; a < (l + 1) ** 2; a++) {
      lengths[l] = Math.hypot(lengths[l]!, coefficients[a]! / moments.scales[l]!);
      rounding += Math.abs(coefficients[a]! * moments.values[a]!);
    }
  }
  const summation = (moments.degree + 1) ** 2 * Number.EPSILON;
  return errorAgainst(moments, lengths) + rounding * (summation + conversionError(moments.spins));
}
