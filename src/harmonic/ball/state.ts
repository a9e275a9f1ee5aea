import { solidCount } from "../../core/solidHarmonics.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import { requireBand } from "../band.ts";

/**
 * The moments of a P-function in the ball. On the sphere, where r^n = 1, u_nlm is the u_lm of `HarmonicState` for every n. This is
 * not the Hilbert-Schmidt norm of rho, in which n = 1 counts 2^-N times as much as n = N: a solver working to that norm would
 * lose the means of a mixed state among the rounding errors of the rest.
 */
export type BallState = BallMoments;

/** The same state with another band: cut off, or continued by zeros. */
export function withBallBand(state: BallState, band: number): BallState {
  requireBand(state.spins, band);
  const unknowns = new Float64Array(solidCount(band));
  unknowns.set(state.unknowns.subarray(0, Math.min(unknowns.length, state.unknowns.length)));
  return { spins: state.spins, band, unknowns };
}
