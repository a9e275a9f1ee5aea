import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { type Integrals, integralsOfUnknowns } from "../moments.ts";
import type { HarmonicState } from "./state.ts";

/** From the harmonics l <= 2. For N = 1, which has no second moments, as if p_2m were 0. */
export const integralsOfHarmonics = ({ spins, band, unknowns }: HarmonicState): Integrals =>
  integralsOfUnknowns(spins, unknowns.subarray(1, 4), 1, band < 2 ? null : unknowns.subarray(4, 9));

/** First and second spin moments. */
export function momentsOfHarmonics(state: HarmonicState): SpinMoments {
  const { mean, second } = integralsOfHarmonics(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/** tr rho^2 = 4 pi sum_l g_l sum_m |p_lm|^2; a band below N leaves out what lies above it. */
export function purityOfHarmonics(state: HarmonicState): number {
  let sum = 0;
  // From the small high degrees to the large low ones.
  for (let i = state.unknowns.length - 1; i >= 0; i--) sum += state.unknowns[i]! ** 2;
  return sum;
}

/** Moments, purity and squeezing. */
export function observablesOfHarmonics(state: HarmonicState): Observables {
  return observables(state.spins, momentsOfHarmonics(state), purityOfHarmonics(state));
}
