import { type BlockDensityMatrix, blockTrace } from "../../state/blocks/blockDensity.ts";
import { husimiOfMultipoles } from "../../state/blocks/husimi.ts";
import {
  blocksFromMoments,
  type MomentBlocks,
  momentsOfBlocks,
  symmetricMultipoles,
} from "../../state/blocks/momentBlocks.ts";
import { requireTrace } from "../requireTrace.ts";
import type { BallState } from "./state.ts";

/**
 * rho of the solid harmonics of its P-function, and how far rounding may have taken it.
 *
 * @throws InputError for a band below N, ConvergenceError where rounding leaves more than 1e-6 of error (a pure state from N = 54 on),
 *   ResourceLimitError for too many spins
 */
export const blockDensityOfBall = (state: BallState): MomentBlocks => blocksFromMoments(state);

/**
 * The solid harmonics n <= N of the P-function of any permutation-symmetric state.
 *
 * @throws InputError where the trace is not 1 within 1e-10, ResourceLimitError for too many spins
 */
export function ballStateOfBlocks(density: BlockDensityMatrix): BallState {
  requireTrace(blockTrace(density));
  return momentsOfBlocks(density);
}

/**
 * Husimi function of `directions` (3 numbers each), for any N; a band below N leaves out what its missing moments add.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export const husimiOfBall = (state: BallState, directions: Float64Array): Float64Array =>
  husimiOfMultipoles(state.spins, symmetricMultipoles(state), directions);
