import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { type Integrals, integralsOfUnknowns } from "../moments.ts";
import { type HarmonicState, unknownIndex } from "./state.ts";

/** From the harmonics l <= 2. For N = 1, which has no second moments, as if p_2m were 0. */
export const integralsOfHarmonics = ({ spins, band, unknowns }: HarmonicState): Integrals =>
  integralsOfUnknowns(spins, unknowns.subarray(1, 4), 1, band < 2 ? null : unknowns.subarray(4, 9));

/** First and second spin moments. */
export function momentsOfHarmonics(state: HarmonicState): SpinMoments {
  const { mean, second } = integralsOfHarmonics(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/** tr rho^2 = 4 pi sum_l g_l sum_m |p_lm|^2; a band below N leaves out what lies above it. */
export const purityOfHarmonics = ({ unknowns }: HarmonicState): number => squaredNorm(unknowns);

function squaredNorm(unknowns: Float64Array): number {
  let sum = 0;
  // From the small high degrees to the large low ones.
  for (let i = unknowns.length - 1; i >= 0; i--) sum += unknowns[i]! ** 2;
  return sum;
}

/** tr rho^2 is at most 1. */
const LARGEST_PURITY = 1;

/**
 * Estimate of what a band below N leaves out of the purity, a sum of squares: two low bands may agree and both miss it. The squares of one m go on by
 * the square root of their last ratio from degree to degree, of two degrees together, as all odd ones may vanish: those of a narrow P fall ever faster,
 * like a Gaussian in l, from a ratio that may still be close to 1.
 */
export function purityBeyondHarmonics({ spins, band, unknowns }: HarmonicState): number {
  if (band >= spins) return 0;
  const squares = (l: number): number => {
    const first = unknownIndex(l, 0);
    let sum = 0;
    for (let i = first; i <= first + 2 * l; i++) sum += unknowns[i]! ** 2;
    return sum / (2 * l + 1);
  };
  const last = Math.max(squares(band), squares(band - 1));
  if (last === 0) return 0;
  const before = Math.max(squares(band - 2), squares(band - 3));
  const ratio = last < before ? (last / before) ** 0.25 : 1;
  const left = Math.max(0, LARGEST_PURITY - squaredNorm(unknowns));
  let sum = 0;
  let term = last;
  for (let l = band + 1; l <= spins && sum < left && term > Number.EPSILON * sum; l++) {
    term *= ratio;
    sum += (2 * l + 1) * term;
  }
  return Math.min(sum, left);
}

/** Moments, purity and squeezing. */
export function observablesOfHarmonics(state: HarmonicState): Observables {
  return observables(state.spins, momentsOfHarmonics(state), purityOfHarmonics(state));
}
