import { steadyState as steadyDicke } from "../../dicke/collective/steadyState.ts";
import { symmetricSteadyState } from "../../dicke/symmetric/steadyState.ts";
import { type BallSteadyState, ballSteadyState } from "../../fem/ball/steadyState.ts";
import type { BandPair } from "../../fem/gaugeBand.ts";
import type { FunctionSpace } from "../../fem/sphere/space.ts";
import { type SteadyOptions, steadyState } from "../../fem/sphere/steadyState.ts";
import type { SteadyState } from "../../fem/steadyResult.ts";
import { errorsOfBall } from "../../harmonic/ball/moments.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import {
  type ErrorEstimate,
  errorsFromDensity,
  leastPurity,
  raiseErrors,
  withinStates,
} from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { densityElements, needsBall } from "../domain.ts";
import { type HarmonicSolvers, newHarmonicSolver } from "./sharedSolvers.ts";

/*
 * Each road to a steady state, on the sphere or in the ball.
 */

/** P on a mesh. Errors as `steadyState` of fem and `ballSteadyState`; InputError for a mesh of the sphere where P is in the ball. */
export const steadyByElements = (
  model: SpinModel,
  options: SteadyOptions = {},
): SteadyState<FunctionSpace> | BallSteadyState =>
  needsBall(model, options.mesh) ? ballSteadyState(model, options) : steadyState(model, options);

/** What the roads that take every model, harmonic and dicke, say of a steady state. */
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

/** Moments of P, by a solver of its own where none is handed in. Errors as `steadyHarmonics` and `steadyBall`. */
export function steadyByHarmonics(
  model: SpinModel,
  options: BandOptions = {},
  solvers: HarmonicSolvers = newHarmonicSolver,
): ExactSteady & {
  readonly band: BandPair | { readonly degree: number };
  readonly state: HarmonicState | BallMoments;
  readonly degreeErrors: Float64Array | null;
} {
  const found = solvers(model, options).steady(model);
  const { state, observables, residual, roundingError, errors, bandError, momentError, comparedBand } = found;
  const rounded = hasLocalRates(model)
    ? errorsOfBall(state, errors)
    : errorsFromDensity(model.spins, roundingError, observables.purity);
  const answer = { observables, errorEstimate: raiseErrors(rounded, momentError, bandError) };
  return {
    ...withinStates(answer, leastPurity(model.spins, hasLocalRates(model))),
    residual,
    unknowns: state.unknowns.length,
    state,
    degreeErrors: comparedBand !== null || hasLocalRates(model) ? null : lengthsByDegree(state.band, errors),
    band: comparedBand === null ? { degree: state.band } : { degree: state.band, compared: comparedBand },
  };
}

/** Degree l owns the entries from l^2 on. */
const lengthsByDegree = (band: number, errors: Float64Array): Float64Array =>
  Float64Array.from({ length: band + 1 }, (_, l) => Math.hypot(...errors.subarray(l * l, (l + 1) ** 2)));

/** What the density matrix says of a steady state. */
export interface DensitySteady extends ExactSteady {
  /** null where it would not fit the memory. */
  readonly rho: DensityMatrix | BlockDensityMatrix | null;
  /** Of the largest total spin, m = N/2 first, where rho is diagonal; null where it is not, and where they would not fit the memory. */
  readonly populations: Float64Array | null;
}

/** The density matrix. Errors as `steadyState` of dicke and `symmetricSteadyState`. */
export function steadyByDicke(model: SpinModel, options: { readonly memoryLimit?: number } = {}): DensitySteady {
  return hasLocalRates(model) ? dickeInBall(model, options) : dickeOnSphere(model, options);
}

function dickeInBall(model: SpinModel, options: { readonly memoryLimit?: number }): DensitySteady {
  const { density, populations, observables, errorEstimate, residual, unknowns } = symmetricSteadyState(model, options);
  return {
    ...withinStates({ observables, errorEstimate }, leastPurity(model.spins, true)),
    rho: density,
    populations: populations?.[0] ?? null,
    residual,
    unknowns,
  };
}

function dickeOnSphere(model: SpinModel, options: { readonly memoryLimit?: number }): DensitySteady {
  const { density, populations, observables, errorEstimate, residual } = steadyDicke(model, options);
  // The estimate is relative to |rho|, whose square is the purity.
  const size = errorEstimate * Math.sqrt(observables.purity);
  const answer = { observables, errorEstimate: errorsFromDensity(model.spins, size, observables.purity) };
  return {
    ...withinStates(answer, leastPurity(model.spins, false)),
    rho: density,
    populations,
    residual,
    unknowns: densityElements(model),
  };
}
