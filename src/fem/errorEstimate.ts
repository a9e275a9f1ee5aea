import type { SpinMoments, Vector3 } from "../state/moments.ts";
import type { SteadyDensity } from "./solveSteady.ts";

/** Estimated absolute error of each observable. */
export interface ErrorEstimate extends SpinMoments {
  readonly purity: number;
}

/**
 * Error of the coarser of two solutions, observable by observable: twice its difference from the finer one, which bounds the
 * error as soon as the finer error is at most half the coarser one, plus what rounding leaves.
 */
export function estimateMoments(coarse: SteadyDensity, fine: SteadyDensity, spins: number): SpinMoments {
  const floor = roundingFloor(coarse, spins);
  const compare = (a: Vector3, b: Vector3): Vector3 => [
    2 * Math.abs(a[0] - b[0]) + floor,
    2 * Math.abs(a[1] - b[1]) + floor,
    2 * Math.abs(a[2] - b[2]) + floor,
  ];
  const a = coarse.moments.moments;
  const b = fine.moments.moments;
  return {
    mean: compare(a.mean, b.mean),
    square: compare(a.square, b.square),
    cross: compare(a.cross, b.cross),
  };
}

/**
 * Rounding error of the moments: the entries of the generator carry a relative eps, and transport outweighs diffusion by N,
 * or by N / scale^2 on a mesh graded to the width of the peak.
 */
function roundingFloor(solution: SteadyDensity, spins: number): number {
  const scale = solution.space.mesh.grading?.scale ?? 1;
  return 1e-13 + 20 * Number.EPSILON * Math.max(1, spins / scale ** 2);
}

export const largestMoment = (moments: SpinMoments): number =>
  Math.max(...moments.mean, ...moments.square, ...moments.cross);

/** Largest change of the central second moments of P between two solutions, relative to their trace. */
export function covarianceChange(coarse: SteadyDensity, fine: SteadyDensity): number {
  const a = coarse.moments.central;
  const b = fine.moments.central;
  let change = 0;
  for (let k = 0; k < 6; k++) change = Math.max(change, Math.abs(a[k]! - b[k]!));
  return change / Math.abs(b[0]! + b[1]! + b[2]!);
}
