import { steadyState as steadyDicke } from "../dicke/collective/steadyState.ts";
import { symmetricSteadyState } from "../dicke/symmetric/steadyState.ts";
import type { BandPair } from "../fem/sphere/steadyState.ts";
import { steadyBall } from "../harmonic/ball/steady.ts";
import type { HarmonicState } from "../harmonic/sphere/state.ts";
import { steadyHarmonics } from "../harmonic/sphere/steady.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import {
  type ErrorEstimate,
  errorsFromDensity,
  leastPurity,
  raiseErrors,
  withinStates,
} from "../state/errorEstimate.ts";
import type { Observables } from "../state/moments.ts";

/*
 * The two roads that take every model, each in two versions: local rates take the state out of the symmetric subspace, and P
 * off the sphere into the ball. A collective model keeps to the sphere, where it has far fewer unknowns.
 */

/** What either of them says of a steady state. */
export interface ExactSteady {
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly residual: number;
  readonly unknowns: number;
}

export interface BandOptions {
  readonly band?: number;
  /** Of first and second moments; the purity has an estimate of its own. */
  readonly tolerance?: number;
  readonly maximumBand?: number;
}

/** Moments of P. Errors as `steadyHarmonics` and `steadyBall`. */
export function steadyByHarmonics(
  model: SpinModel,
  options: BandOptions = {},
): ExactSteady & {
  readonly band: BandPair | { readonly degree: number };
  readonly state: HarmonicState | BallMoments;
} {
  const found = hasLocalRates(model) ? steadyBall(model, options) : steadyHarmonics(model, options);
  const { state, observables, residual, roundingError, bandError, momentError, comparedBand } = found;
  const rounded = errorsFromDensity(model.spins, roundingError, observables.purity);
  const answer = { observables, errorEstimate: raiseErrors(rounded, momentError, bandError) };
  return {
    ...withinStates(answer, leastPurity(model.spins, hasLocalRates(model))),
    residual,
    unknowns: state.unknowns.length,
    state,
    band: comparedBand === null ? { degree: state.band } : { degree: state.band, compared: comparedBand },
  };
}

/** The density matrix. Errors as `steadyState` of dicke and `symmetricSteadyState`. */
export function steadyByDicke(
  model: SpinModel,
  options: { readonly memoryLimit?: number } = {},
): ExactSteady & { readonly density: DensityMatrix | BlockDensityMatrix | null } {
  if (hasLocalRates(model)) return withinStates(symmetricSteadyState(model, options), leastPurity(model.spins, true));
  const { density, observables, errorEstimate, residual } = steadyDicke(model, options);
  // The estimate is relative to |rho|, whose square is the purity.
  const size = errorEstimate * Math.sqrt(observables.purity);
  const answer = { observables, errorEstimate: errorsFromDensity(model.spins, size, observables.purity) };
  return {
    ...withinStates(answer, leastPurity(model.spins, false)),
    density,
    residual,
    unknowns: densityElements(model),
  };
}

/** Elements of the density matrix: with local rates, or a start inside the ball, those of all blocks of total spin N/2, N/2 - 1, ... */
export const densityElements = (model: SpinModel, inBall: boolean = hasLocalRates(model)): number => {
  const { spins } = model;
  return inBall ? ((spins + 1) * (spins + 2) * (spins + 3)) / 6 : (spins + 1) ** 2;
};

/** States |j, m> of those blocks; without local rates of the one with j = N/2. */
export const dickeStates = (model: SpinModel, inBall: boolean = hasLocalRates(model)): number =>
  inBall ? Math.floor((model.spins + 2) ** 2 / 4) : model.spins + 1;
