import { AbortedError, BlochfemError, ConvergenceError, InputError, ResourceLimitError } from "../../core/errors.ts";
import type { Answer } from "../../diagnose/agreement.ts";
import { turnsOften } from "../../fem/sphere/evolve.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Evolution, EvolutionRequest } from "../../state/evolution.ts";
import { type AnySpace, densityElements } from "../domain.ts";
import { evolveByDicke, evolveByElements, evolveByHarmonics, followByElements } from "../evolve/byDomain.ts";
import { type ExactSteady, steadyByDicke, steadyByElements, steadyByHarmonics } from "../steady/byDomain.ts";

/** @inline */
export type RoadName = "fem" | "harmonic" | "dicke" | "sde";

export interface RoadAnswer extends Answer {
  readonly road: RoadName;
}

/** P at one state, for the histogram. */
export interface DensityAnswer {
  readonly space: AnySpace;
  readonly density: Float64Array;
}

/** What a road found, or the reason why it found nothing. */
export type Attempt<T> =
  | { readonly answer: T; readonly reason: null }
  | { readonly answer: null; readonly reason: string };

/**
 * Runs a road. What it cannot do for a reason of its own (a limit on memory, no convergence, no positive diffusion) is no
 * failure of the check; what is wrong with the input is, since it is wrong for every road.
 */
export async function attempt<T>(run: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { answer: await run(), reason: null };
  } catch (error) {
    if (!(error instanceof BlochfemError) || error instanceof InputError || error instanceof AbortedError) throw error;
    return { answer: null, reason: error.what };
  }
}

export interface FemAnswers {
  readonly answers: readonly RoadAnswer[];
  /** null where P has no values at points. */
  readonly densities: readonly (DensityAnswer | null)[];
  /** Why there are none at all; null where they were asked for. */
  readonly withoutDensity: string | null;
}

/** Why trajectories are not counted against a P that is followed by its harmonics. */
const BY_HARMONICS =
  "a field that moves P fast or in time lets finite elements follow its harmonics, without values of P";

/**
 * P in time. A delta that is still one at t = 0 has no density. Where a field moves P values on a mesh would take minutes of implicit steps: moments
 * alone are compared then.
 */
export function femInTime(request: EvolutionRequest): FemAnswers {
  if (request.field !== undefined || turnsOften(request)) {
    const answers = inTime("fem", evolveByElements(request));
    return { answers, densities: request.times.map(() => null), withoutDensity: BY_HARMONICS };
  }
  const densities: (DensityAnswer | null)[] = [];
  const road = followByElements({ ...request, density: true });
  let next = road.next();
  for (; next.done !== true; next = road.next()) {
    if (next.value.kind !== "point") continue;
    const { index, density } = next.value;
    densities[index] = density === null ? null : { space: density.space, density: density.values() };
  }
  return { answers: inTime("fem", next.value), densities, withoutDensity: null };
}

export const harmonicInTime = (request: EvolutionRequest): readonly RoadAnswer[] =>
  inTime("harmonic", evolveByHarmonics(request));

/** Steps times elements of the density matrix: some minutes. */
const LARGEST_DICKE_WORK = 4e10;

/** Throws ResourceLimitError where the density matrix is too large, or has too far to go. */
export function dickeInTime(request: EvolutionRequest): readonly RoadAnswer[] {
  const { spins, collective, local, field } = request.model;
  // Explicit steps are as short as the largest rate of the Liouvillian asks: about N times those of the model.
  const rates = [collective, local].map(({ dephasing, pump, decay }) => dephasing + pump + decay);
  const rate = spins * (Math.hypot(...field) + rates[0]! + rates[1]!);
  const work =
    densityElements(request.model, livesInBall(request.model, request.initial)) * rate * request.times.at(-1)!;
  if (work > LARGEST_DICKE_WORK) {
    throw new ResourceLimitError({
      what: `evolving the density matrix of ${spins} spins would take long`,
      remedy: "check an earlier time",
      value: work,
      limit: LARGEST_DICKE_WORK,
    });
  }
  return inTime("dicke", evolveByDicke(request));
}

/** An error of the moments above it makes an interval that agrees with nearly everything, which is no agreement. */
const LARGEST_ERROR = 1e-4;

/** @throws ConvergenceError where the errors are too large for an agreement to say anything */
function judged(road: RoadName, { observables, errorEstimate }: Found): RoadAnswer {
  const { mean, square, cross } = errorEstimate;
  const largest = Math.max(...mean, ...square, ...cross);
  // False for NaN, too.
  if (largest <= LARGEST_ERROR) return { road, observables, error: errorEstimate, errorKind: "bound" };
  throw new ConvergenceError({
    what: `its moments are known to ${largest.toExponential(1)} only, and to agree within more than ${LARGEST_ERROR} says nothing`,
    remedy: "compare the methods that are left",
    value: largest,
    limit: LARGEST_ERROR,
  });
}

type Found = Pick<ExactSteady, "observables" | "errorEstimate">;

const inTime = (road: RoadName, { observables, errorEstimate }: Evolution): readonly RoadAnswer[] =>
  observables.map((seen, k) => judged(road, { observables: seen, errorEstimate: errorEstimate[k]! }));

/** The steady state by finite elements. */
export function femSteady(model: SpinModel): { readonly answer: RoadAnswer; readonly density: DensityAnswer | null } {
  const found = steadyByElements(model);
  const { space, density } = found;
  return {
    answer: judged("fem", found),
    density: space === null || density === null ? null : { space, density },
  };
}

export const harmonicSteady = (model: SpinModel): RoadAnswer => judged("harmonic", steadyByHarmonics(model));

export const dickeSteady = (model: SpinModel): RoadAnswer => judged("dicke", steadyByDicke(model));
