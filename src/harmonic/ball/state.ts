import { InputError } from "../../core/errors.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { type BallMoments, ballMomentsOnSphere } from "../../state/ballMoments.ts";
import type { HarmonicState } from "../sphere/state.ts";

/**
 * The moments of a P-function in the ball. On the sphere, where r^n = 1, u_nlm is the u_lm of `HarmonicState` for every n. This is
 * not the Hilbert-Schmidt norm of rho, in which n = 1 counts 2^-N times as much as n = N: a solver working to that norm would
 * lose the means of a mixed state among the rounding errors of the rest.
 */
export type BallState = BallMoments;

/** @throws InputError where the band is no integer from 2 (1 for a single spin) to N */
export function requireBallBand(spins: number, band: number): void {
  if (Number.isInteger(band) && band >= Math.min(2, spins) && band <= spins) return;
  throw new InputError({
    what: `band ${band} is not an integer from ${Math.min(2, spins)} (second moments) to N = ${spins}`,
    remedy: "moments of degree above N are gauge: they change no observable",
    value: band,
    limit: spins,
  });
}

/** A state on the sphere as one in the ball: r^n = 1. */
export const ballStateFromSphere = ({ spins, band, unknowns }: HarmonicState): BallState =>
  ballMomentsOnSphere(spins, band, unknowns);

/** The same state with another band: cut off, or continued by zeros. */
export function withBallBand(state: BallState, band: number): BallState {
  requireBallBand(state.spins, band);
  const unknowns = new Float64Array(solidCount(band));
  unknowns.set(state.unknowns.subarray(0, Math.min(unknowns.length, state.unknowns.length)));
  return { spins: state.spins, band, unknowns };
}
