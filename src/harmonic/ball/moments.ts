import { solidIndex } from "../../core/solidHarmonics.ts";
import { correlationStrengths, purityBeyondStrengths, purityOfStrengths } from "../../state/ballMoments.ts";
import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { type Integrals, integralsOfUnknowns } from "../moments.ts";
import type { BallState } from "./state.ts";

/** int P r_k and int P r_k r_l, from n <= 2. For N = 1, which has no second moments, as if P were uniform on the sphere. */
export function integralsOfBall({ spins, band, unknowns }: BallState): Integrals {
  const linear = solidIndex(1, 1, 0);
  const [radial, quadratic] = [solidIndex(2, 0, 0), solidIndex(2, 2, 0)];
  return integralsOfUnknowns(
    spins,
    unknowns.subarray(linear, linear + 3),
    // r^2 Y_00 = sqrt(1/4pi) r^2, scaled by sqrt(4 pi/(N + 1)).
    band < 2 ? 1 : unknowns[radial]! * Math.sqrt(spins + 1),
    band < 2 ? null : unknowns.subarray(quadratic, quadratic + 5),
  );
}

/** First and second spin moments. */
export function momentsOfBall(state: BallState): SpinMoments {
  const { mean, second } = integralsOfBall(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/** tr rho^2; a band below N leaves out what lies above it, which may be nearly everything. */
export const purityOfBall = (state: BallState): number => purityOfStrengths(state.spins, correlationStrengths(state));

/** Estimate of what a band below N leaves out of the purity; 0 for the full band. */
export const purityBeyondBand = (state: BallState): number =>
  purityBeyondStrengths(state.spins, correlationStrengths(state));

/** Moments, purity and squeezing. */
export const observablesOfBall = (state: BallState): Observables =>
  observables(state.spins, momentsOfBall(state), purityOfBall(state));
