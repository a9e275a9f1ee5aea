import { evolveDicke } from "../dicke/evolve.ts";
import { steadyState as steadyDicke } from "../dicke/steadyState.ts";
import { evolveSymmetric } from "../dicke/symmetric/evolve.ts";
import { symmetricSteadyState } from "../dicke/symmetric/steadyState.ts";
import type { BandPair } from "../fem/steady.ts";
import { evolveBall } from "../harmonic/ball/evolve.ts";
import { steadyBall } from "../harmonic/ball/steady.ts";
import { evolveHarmonic } from "../harmonic/evolve.ts";
import { type HarmonicSteadyState, steadyHarmonics } from "../harmonic/steady.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import { type ErrorEstimate, errorsFromDensity, raiseErrors } from "../state/errorEstimate.ts";
import type { Evolution, EvolutionRequest } from "../state/evolution.ts";
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
  readonly tolerance?: number;
}

/** Moments of P. Errors as `steadyHarmonics` and `steadyBall`. */
export function steadyByHarmonics(
  model: SpinModel,
  options: BandOptions = {},
): ExactSteady & { readonly band: BandPair | { readonly degree: number } } {
  const found = hasLocalRates(model) ? steadyBall(model, options) : steadySphere(model, options);
  const { state, observables, residual, roundingError, bandError, momentError, comparedBand } = found;
  const rounded = errorsFromDensity(model.spins, roundingError, observables.purity);
  return {
    observables,
    errorEstimate: raiseErrors(rounded, momentError, bandError),
    residual,
    unknowns: state.unknowns.length,
    band: comparedBand === null ? { degree: state.band } : { degree: state.band, compared: comparedBand },
  };
}

/** On the sphere one error stands for moments and purity. */
function steadySphere(model: SpinModel, options: BandOptions): HarmonicSteadyState & { readonly momentError: number } {
  const found = steadyHarmonics(model, options);
  return { ...found, momentError: found.bandError };
}

/** The density matrix. Errors as `steadyState` of dicke and `symmetricSteadyState`. */
export function steadyByDicke(model: SpinModel): ExactSteady {
  if (hasLocalRates(model)) return symmetricSteadyState(model);
  const { observables, errorEstimate, residual } = steadyDicke(model);
  return {
    observables,
    // The estimate is relative to |rho|, whose square is the purity.
    errorEstimate: errorsFromDensity(model.spins, errorEstimate * Math.sqrt(observables.purity), observables.purity),
    residual,
    unknowns: densityElements(model),
  };
}

/** Errors as `evolveHarmonic` and `evolveBall`. */
export function evolveByHarmonics(
  request: EvolutionRequest & { readonly band?: number },
): Evolution & { readonly band: number } {
  return hasLocalRates(request.model) ? evolveBall(request) : evolveHarmonic(request);
}

/** Errors as `evolveDicke` and `evolveSymmetric`. */
export function evolveByDicke(request: EvolutionRequest): Evolution {
  return hasLocalRates(request.model) ? evolveSymmetric(request) : evolveDicke(request);
}

/** Elements of the density matrix: with local rates those of all blocks of total spin N/2, N/2 - 1, ... */
export const densityElements = (model: SpinModel): number => {
  const { spins } = model;
  return hasLocalRates(model) ? ((spins + 1) * (spins + 2) * (spins + 3)) / 6 : (spins + 1) ** 2;
};

/** States |j, m> of those blocks; without local rates of the one with j = N/2. */
export const dickeStates = (model: SpinModel): number =>
  hasLocalRates(model) ? Math.floor((model.spins + 2) ** 2 / 4) : model.spins + 1;
