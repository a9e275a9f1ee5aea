import { InputError } from "../../core/errors.ts";
import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import type { InitialState } from "../../model/initialState.ts";
import { type HarmonicState, unknownIndex } from "../harmonicState.ts";
import { initialHarmonics } from "../initialHarmonics.ts";

/**
 * A permutation-symmetric state by the moments p_nlm = int P r^n Y_lm of its P-function in the ball, n <= `band` <= N, n - l
 * even. There are (N+1)(N+2)(N+3)/6 of them up to N, as many as there are permutation-symmetric operators: band = N is exact.
 *
 * `unknowns` are real, in the layout of core/solidHarmonics.ts, and scaled as on the sphere: u_nlm = sqrt(4 pi g_l) p_nlm for
 * m = 0, and sqrt(2) times its real and imaginary part for m > 0. On the sphere, where r^n = 1, u_nlm is the u_lm of
 * `HarmonicState` for every n. This is not the Hilbert-Schmidt norm of rho, in which n = 1 counts 2^-N times as much as n = N:
 * a solver working to that norm would lose the means of a mixed state among the rounding errors of the rest.
 */
export interface BallState {
  readonly spins: number;
  readonly band: number;
  /** solidCount(band) entries; the first is 1/sqrt(N + 1), which says that int P = 1. */
  readonly unknowns: Float64Array;
}

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
export function ballStateFromSphere(state: HarmonicState): BallState {
  const { spins, band } = state;
  const unknowns = new Float64Array(solidCount(band));
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const from = unknownIndex(l, 0);
      unknowns.set(state.unknowns.subarray(from, from + 2 * l + 1), solidIndex(n, l, 0));
    }
  }
  return { spins, band, unknowns };
}

/** The moments of an initial state, which is on the sphere. Throws InputError as `checkedInitialState` does. */
export const initialBallState = (spins: number, initial: InitialState, band: number = spins): BallState =>
  ballStateFromSphere(initialHarmonics(spins, initial, band));

/** The same state with another band: cut off, or continued by zeros. */
export function withBallBand(state: BallState, band: number): BallState {
  requireBallBand(state.spins, band);
  const unknowns = new Float64Array(solidCount(band));
  unknowns.set(state.unknowns.subarray(0, Math.min(unknowns.length, state.unknowns.length)));
  return { spins: state.spins, band, unknowns };
}
