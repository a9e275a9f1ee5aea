import { ConvergenceError, SingularMatrixError } from "../core/errors.ts";
import { checkedInitialState, type InitialState, livesInBall } from "../model/initialState.ts";
import { limitUnsolved, longTimeLimit } from "../model/longTimeLimit.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { blameSlowness, requireUniqueSteadyState } from "../model/uniqueness.ts";
import { requireTolerance } from "../state/tolerance.ts";
import { askedFor, DEFAULT_COST_LIMITS, firstAnswer, requireAffordable } from "./choice.ts";
import { densityElements } from "./domain.ts";
import { limitCandidates } from "./limit/steadyFromInitial.ts";
import type { Named } from "./selectRoads.ts";
import { toleranceFrom } from "./startTolerance.ts";
import type {
  AxisSteady,
  DickeSteady,
  FemSteady,
  HarmonicSteady,
  PointSteady,
  PositiveSteady,
  Steady,
} from "./steady/answer.ts";
import { lowMoments, STEADY_ROADS, type SteadyCandidate, type SteadyRequest } from "./steady/candidates.ts";
import {
  type AnySteadyOptions,
  roadsFor,
  STEADY_TOLERANCE,
  type SteadyDickeOptions,
  type SteadyFemOptions,
  type SteadyHarmonicOptions,
  type SteadyMethod,
  type SteadyOptions,
  type SteadyPositiveOptions,
} from "./steady/options.ts";
import { requireMet } from "./steady/requireMet.ts";
import { sharedHarmonicSolvers } from "./steady/sharedSolvers.ts";
import { axisFrame, turnedBack } from "./steady/turnedAxis.ts";

/**
 * The steady state of a model, by the road that is predicted to meet the tolerance at a reasonable cost: finite elements, else the
 * exact road that is cheaper, harmonic moments or the density matrix (docs/methods.md). Where one fails the next is tried. Whether
 * P is on the sphere or in the ball follows from the local rates.
 *
 * @throws InputError for options out of range, of a method other than the one named, or of two methods
 * @throws NotUniqueError where a quantity is conserved, or nearly; with `from` where the start turns for ever
 * @throws ConvergenceError, ResourceLimitError where no road is left: the message has the reason of each
 */
export function steady(model: SpinModel, options: SteadyDickeOptions): DickeSteady;
export function steady(model: SpinModel, options: SteadyHarmonicOptions): HarmonicSteady;
export function steady(model: SpinModel, options: SteadyPositiveOptions): PositiveSteady;
export function steady(model: SpinModel, options: SteadyFemOptions): FemSteady | AxisSteady | PointSteady;
export function steady(model: SpinModel, options?: SteadyOptions): Steady;
export function steady(model: SpinModel, options: AnySteadyOptions = {}): Steady {
  const roads = roadsFor(options);
  const request = requestOf(options);
  if (options.from !== undefined) return steadyFrom(model, options.from, request, roads);
  return uniqueSteady(model, request, roads);
}

/**
 * Steady states of many models, as `steady` gives them one by one but for the order of the roads: the cheapest first, for a table has no use for P. Models of
 * one N share hierarchy, pattern and elimination order of their moments; no answer depends on the models before it, to the last bit.
 *
 * @param named how messages call an option
 * @throws as `steady`, for the options at once
 */
export function steadySolver(
  options: Omit<AnySteadyOptions, "from"> = {},
  named?: Named,
): (model: SpinModel) => Steady {
  const roads = roadsFor(options, named);
  const request = { ...requestOf(options), solvers: sharedHarmonicSolvers() };
  return (model) => uniqueSteady(model, request, roads);
}

const requestOf = (options: AnySteadyOptions): SteadyRequest => ({
  ...options,
  tolerance: requireTolerance(options.tolerance ?? STEADY_TOLERANCE),
  givenTolerance: options.tolerance,
  costs: { ...DEFAULT_COST_LIMITS, ...options.limits },
});

/** What a start runs into: the steady state where there is one, else what it keeps of the start. */
function steadyFrom(
  model: SpinModel,
  from: InitialState,
  request: SteadyRequest,
  roads: readonly SteadyMethod[],
): Steady {
  const initial = checkedInitialState(from, model.spins);
  const inBall = livesInBall(model, initial);
  const limit = longTimeLimit(model, inBall);
  if (limit.kind === "unique") return { ...uniqueSteady(model, request, roads), initial };
  if (limit.kind === "unsolved") throw limitUnsolved(model, limit.conserved);
  const { costs, onProgress } = request;
  const tolerance = toleranceFrom(initial, request.givenTolerance, STEADY_TOLERANCE);
  const band = request.band === "none" ? model.spins : request.band;
  const candidates = limitCandidates({ model, initial, limit, inBall, band, costs }, roads).map((candidate) => ({
    ...candidate,
    solve: (reason: string) => {
      onProgress?.(
        candidate.method === "harmonic"
          ? { method: "harmonic" }
          : { method: "dicke", unknowns: densityElements(model, inBall) },
      );
      const answer = candidate.solve(
        `${limit.conserved} is conserved, so that the limit is that of this start; ${reason}`,
      );
      requireMet(answer.errorEstimate, tolerance);
      return answer;
    },
  }));
  return firstAnswer("the long-time limit", candidates, costs).answer;
}

function uniqueSteady(model: SpinModel, request: SteadyRequest, roads: readonly SteadyMethod[]): Steady {
  const { tolerance } = request;
  requireUniqueSteadyState(model);
  const frame = axisFrame(model, request);
  if (frame !== null) return turnedBack(uniqueSteady(frame.model, request, roads), frame, model);
  const candidates = roads.map((road): SteadyCandidate => {
    const candidate = STEADY_ROADS[road](model, request, roads.length > 1);
    return { ...candidate, solve: (reason) => orSlow(model, tolerance, () => candidate.solve(reason)) };
  });
  // Elements come first where P may be asked for; nothing else needs an order but that of the costs.
  const place = ({ method, cost }: SteadyCandidate): number =>
    method === "fem" && request.solvers === undefined ? 0 : cost.seconds;
  const ordered = candidates.toSorted((a, b) => place(a) - place(b));
  if (ordered.length === 1) return only(ordered[0]!, request);
  const low = lowMoments(model, request, roads);
  return firstAnswer("the steady state", low === null ? ordered : [low, ...ordered], request.costs, ASK_DIAGNOSE)
    .answer;
}

/** Its advice names each method with the same reasons. */
const ASK_DIAGNOSE = "ask diagnose which methods apply, at what cost and in which band";

/** Whatever a road fails with for want of digits, the message is about the quantity that takes them. */
function orSlow<Answer>(model: SpinModel, tolerance: number, solve: () => Answer): Answer {
  try {
    return solve();
  } catch (error) {
    const numerical = error instanceof ConvergenceError || error instanceof SingularMatrixError;
    throw (numerical ? blameSlowness(model, tolerance) : null) ?? error;
  }
}

/** The one road that is asked for: its error is the error. */
function only(candidate: SteadyCandidate, { costs }: SteadyRequest): Steady {
  requireAffordable("the steady state", candidate, costs, ASK_DIAGNOSE);
  return candidate.solve(askedFor(candidate.method));
}
