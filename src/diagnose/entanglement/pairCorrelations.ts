import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { SpinMoments, Vector3 } from "../../state/moments.ts";

/** Bounds of what first and second moments are off by. */
export type MomentErrors = Pick<ErrorEstimate, "mean" | "square" | "cross">;

/**
 * What first and second moments say of any two of N >= 2 spins: the mean m = <sigma> and the correlations
 * T_kl = <sigma_k sigma_l>, T_kk = (N square_k - 1)/(N - 1), T_kl = N cross_kl/(N - 1).
 */
export interface PairCorrelations {
  readonly spins: number;
  /** The moments that T is from. */
  readonly moments: SpinMoments;
  /** T, row by row. */
  readonly correlations: Float64Array;
  /** Bounds of the lengths of what m and T (Frobenius) are off by, and of what tr T is. */
  readonly meanError: number;
  readonly correlationError: number;
  readonly traceError: number;
}

/** A few roundings of numbers of size 1. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * @param symmetric whether the state is in the symmetric subspace, where tr T = 1: what the moments miss of that is error, and is spread over the three
 *   directions
 */
export function pairCorrelations(
  spins: number,
  { mean, square, cross }: SpinMoments,
  errors: MomentErrors,
  symmetric: boolean,
): PairCorrelations {
  const ratio = spins / (spins - 1);
  const missing = symmetric ? ((spins + 2) / spins - square[0] - square[1] - square[2]) / 3 : 0;
  const mended = square.map((value) => value + missing) as unknown as Vector3;
  const [xx, yy, zz] = mended.map((value) => ratio * value - 1 / (spins - 1)) as unknown as Vector3;
  const [xy, xz, yz] = cross.map((value) => ratio * value) as unknown as Vector3;
  const squareError = Math.hypot(...errors.square);
  return {
    spins,
    moments: { mean, square: mended, cross },
    correlations: Float64Array.of(xx, xy, xz, xy, yy, yz, xz, yz, zz),
    meanError: Math.hypot(...errors.mean) + ROUNDING,
    // Adding a multiple of 1 that mends the trace brings T no farther from what has that trace.
    correlationError: ratio * Math.hypot(squareError, Math.SQRT2 * Math.hypot(...errors.cross)) + ROUNDING,
    traceError: symmetric ? 0 : ratio * errors.square.reduce((sum, value) => sum + value, 0) + ROUNDING,
  };
}
