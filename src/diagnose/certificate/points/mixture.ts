import type { Vector3 } from "../../../state/moments.ts";
import { forEachPoint } from "./columns.ts";
import { functionError } from "./polynomial.ts";
import type { PointMoments } from "./scale.ts";

/** P = sum_k w_k delta(n - n_k) + uniform / (4 pi) beside a state, and what it leaves of its moments. */
export interface Mixture {
  readonly points: readonly Vector3[];
  readonly weights: Float64Array;
  readonly uniform: number;
  /** What it leaves in the scale of the multipoles, |r|_2: the Frobenius norm of rho - mixture, without the errors of the next two. */
  readonly residual: number;
  /**
   * Bound of |f| over the sphere, f the polynomial that has as its moments what is left: errors of the state and all rounding included.
   * Where uniform is not below it, uniform + f is a density without negative values and with points and weights a P of the state.
   */
  readonly reach: number;
  /** Upper bound of the trace distance of state and mixture, the mixture divided by its trace; errors and rounding included. */
  readonly traceDistance: number;
}

/**
 * Adds points up. r_l, the part of degree l that is left, is a polynomial no larger than sqrt(2l + 1) |r_l|: sum_m b_lm^2 = 2l + 1. The trace
 * norm of a matrix of order N + 1 is at most sqrt(N + 1) times its Frobenius norm.
 */
export function addUp(
  moments: PointMoments,
  points: readonly Vector3[],
  weights: Float64Array,
  uniform: number,
): Mixture {
  const { spins, degree, values, scales } = moments;
  const rest = values.slice();
  rest[0]! -= uniform;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const size = uniform + weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  forEachPoint(degree, Float64Array.from(points.flat()), (k, functions) => {
    const weight = weights[k]!;
    for (let a = 0; a < rest.length; a++) rest[a]! -= weight * functions[a]!;
  });
  // Each point's functions are off by this times sqrt(2l + 1), and a sum of so many terms by as many roundings.
  const relative = functionError(degree) + (points.length + 2) * Number.EPSILON;
  let reach = moments.reach;
  let squares = 0;
  let roundingSquares = 0;
  for (let l = 0; l <= degree; l++) {
    let length = 0;
    for (let a = l * l; a < (l + 1) ** 2; a++) length += rest[a]! ** 2;
    const root = Math.sqrt(2 * l + 1);
    const rounding = relative * root * size;
    reach += root * (Math.sqrt(length) + rounding);
    squares += length * scales[l]! ** 2;
    roundingSquares += (rounding * scales[l]!) ** 2;
  }
  const residual = Math.sqrt(squares);
  const frobenius = residual + Math.sqrt(roundingSquares) + moments.error;
  // Half the trace norm; and as much again as the trace is off by, where the mixture is divided by it.
  const traceDistance = (Math.sqrt(spins + 1) * frobenius + Math.abs(1 - total - uniform)) / 2 + 4 * Number.EPSILON;
  return { points, weights, uniform, residual, reach, traceDistance };
}
