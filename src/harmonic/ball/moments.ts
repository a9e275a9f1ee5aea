import { solidIndex } from "../../core/solidHarmonics.ts";
import { correlationStrengths, purityBeyondStrengths, purityOfStrengths } from "../../state/ballMoments.ts";
import { multipoleScales } from "../../state/blocks/multipoles.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments, Vector3 } from "../../state/moments.ts";
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

/** Roundings of moments of size 1, whatever the unknowns. */
const ROUNDINGS = 16;
/** Of the purity, for each spin: its weights are exponentials of sums of as many logarithms. */
const ROUNDINGS_OF_A_SPIN = 8;

/**
 * Errors of the observables, moment by moment, from those of the unknowns: of degrees 1 and 2 they are often far smaller than the norm of all, as rounding
 * grows with the degree. The purity has those of all.
 */
export function errorsOfBall(state: BallState, errors: Float64Array): ErrorEstimate {
  const { spins, band, unknowns } = state;
  const rounding = ROUNDINGS * Number.EPSILON;
  const scales = multipoleScales(spins, Math.min(2, band));
  const at = (n: number, l: number, k: number): number => errors[solidIndex(n, l, 0) + k]!;
  const mean = [1, 2, 0].map((k) => at(1, 1, k) / (scales[1]! * Math.sqrt(3 / (4 * Math.PI))) + rounding);
  const reached = unknowns.map((value, k) => Math.abs(value) + errors[k]!);
  const purity = purityOfBall(state);
  const moved = purityOfBall({ spins, band, unknowns: reached }) - purity;
  const common = {
    mean: mean as unknown as Vector3,
    purity: moved + (ROUNDINGS + ROUNDINGS_OF_A_SPIN * spins) * Number.EPSILON * purity + rounding,
  };
  if (band < 2) return { ...common, square: [rounding, rounding, rounding], cross: [rounding, rounding, rounding] };
  const weight = 1 - 1 / spins;
  const radial = at(2, 0, 0) * Math.sqrt(spins + 1);
  const axial = at(2, 2, 0) / (scales[2]! * Math.sqrt(5 / (16 * Math.PI)));
  const planar = (k: number): number => at(2, 2, k) / (scales[2]! * Math.sqrt(15 / (16 * Math.PI)));
  const across = weight * (radial / 3 + axial / 6 + planar(3) / 2) + rounding;
  const cross = [4, 1, 2].map((k) => (weight * planar(k)) / 2 + rounding);
  return {
    ...common,
    square: [across, across, (weight * (radial + axial)) / 3 + rounding],
    cross: cross as unknown as Vector3,
  };
}
