import { defined } from "../core/defined.ts";
import { ConvergenceError, SingularMatrixError, ToleranceError } from "../core/errors.ts";
import { defaultCoarseMesh } from "../fem/positive/meshPair.ts";
import { steadyPositiveDensity } from "../fem/positive/steady.ts";
import { meshSpecName } from "../mesh/spec.ts";
import { checkedInitialState, evolvesInBall, type InitialState } from "../model/initialState.ts";
import { longTimeLimit } from "../model/longTimeLimit.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { blameSlowness, requireUniqueSteadyState } from "../model/uniqueness.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import { acceptedTolerance, requireTolerance } from "../state/tolerance.ts";
import {
  askedFor,
  type Candidate,
  type CostLimits,
  DEFAULT_COST_LIMITS,
  firstAnswer,
  requireAffordable,
} from "./choice.ts";
import { densityElements, dickeStates } from "./domain.ts";
import { limitCandidates } from "./limit/steadyFromInitial.ts";
import { toleranceFrom } from "./startTolerance.ts";
import type { DickeSteady, FemSteady, HarmonicSteady, PositiveSteady, Steady } from "./steadyAnswer.ts";
import { affordableBand, dickeOutlook, femOutlook, harmonicOutlook } from "./steadyCost.ts";
import { roadsFor, STEADY_TOLERANCE, type SteadyMethod, type SteadyOptions } from "./steadyOptions.ts";
import { steadyByDicke, steadyByElements, steadyByHarmonics } from "./steadyRoads.ts";

/** Each kind of answer before it is known why its road was taken. */
type Unreasoned<T> = T extends unknown ? Omit<T, "reason"> : never;

/** With everything that has a default. */
interface Request extends SteadyOptions {
  readonly tolerance: number;
  /** Undefined where the default stands in for it. */
  readonly givenTolerance: number | undefined;
  readonly costs: CostLimits;
}

/** Unknowns of one solve where other roads are left to be tried: 5 to 10 s. */
const UNKNOWNS_OF_ONE_TRY = 45_000;

/**
 * The steady state of a model, by the road that is predicted to meet the tolerance at a reasonable cost: finite elements, else the
 * exact road that is cheaper, harmonic moments or the density matrix (docs/methods.md). Where one fails the next is tried. Whether
 * P is on the sphere or in the ball follows from the local rates.
 *
 * @throws InputError for options out of range, of a method other than the one named, or of two methods
 * @throws NotUniqueError where a quantity is conserved, or nearly; with `from` where the start turns for ever
 * @throws ConvergenceError, ResourceLimitError where no road is left: the message has the reason of each
 */
export function steady(model: SpinModel, options: SteadyOptions = {}): Steady {
  const tolerance = requireTolerance(options.tolerance ?? STEADY_TOLERANCE);
  const roads = roadsFor(options);
  const request: Request = {
    ...options,
    tolerance,
    givenTolerance: options.tolerance,
    costs: { ...DEFAULT_COST_LIMITS, ...options.limits },
  };
  if (options.from !== undefined) return steadyFrom(model, options.from, request, roads);
  return uniqueSteady(model, request, roads);
}

/** What a start runs into: the steady state where there is one, else what it keeps of the start. */
function steadyFrom(model: SpinModel, from: InitialState, request: Request, roads: readonly SteadyMethod[]): Steady {
  const initial = checkedInitialState(from, model.spins);
  const inBall = evolvesInBall(model, initial);
  const limit = longTimeLimit(model, inBall);
  if (limit.kind === "unique") return { ...uniqueSteady(model, request, roads), initial };
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
      const answer = candidate.solve(reason);
      requireMet(answer.errorEstimate, tolerance);
      return answer;
    },
  }));
  const { answer, reason } = firstAnswer("the long-time limit", candidates, costs);
  return { ...answer, reason: `${limit.conserved} is conserved, so that the limit is that of this start; ${reason}` };
}

function uniqueSteady(model: SpinModel, request: Request, roads: readonly SteadyMethod[]): Steady {
  const { tolerance } = request;
  requireUniqueSteadyState(model);
  const candidates = roads.map((road): SteadyCandidate => {
    const candidate = CANDIDATES[road](model, request, roads.length > 1);
    return { ...candidate, solve: (reason) => orSlow(model, tolerance, () => candidate.solve(reason)) };
  });
  const [first, ...others] = candidates;
  // The exact roads need no order but that of their costs.
  const sorted = others.toSorted((a, b) => a.cost.seconds - b.cost.seconds);
  const ordered =
    first!.method === "fem" ? [first!, ...sorted] : candidates.toSorted((a, b) => a.cost.seconds - b.cost.seconds);
  if (ordered.length === 1) return only(ordered[0]!, request);
  const { answer, reason } = firstAnswer("the steady state", ordered, request.costs);
  return { ...answer, reason };
}

/** Whatever a road fails with for want of digits, the message is about the quantity that takes them. */
function orSlow<Answer>(model: SpinModel, tolerance: number, solve: () => Answer): Answer {
  try {
    return solve();
  } catch (error) {
    const numerical = error instanceof ConvergenceError || error instanceof SingularMatrixError;
    throw (numerical ? blameSlowness(model, tolerance) : null) ?? error;
  }
}

type SteadyCandidate = Candidate<SteadyMethod, Unreasoned<Steady>>;

/** The one road that is asked for: its error is the error. */
function only(candidate: SteadyCandidate, { costs }: Request): Steady {
  requireAffordable("the steady state", candidate, costs);
  const reason = askedFor(candidate.method);
  return { ...candidate.solve(reason), reason };
}

const CANDIDATES: Readonly<
  Record<SteadyMethod, (model: SpinModel, request: Request, hasOthers: boolean) => SteadyCandidate>
> = {
  fem: (model, request, hasOthers) => {
    const { refusal, cost } = femOutlook(model, request.tolerance, request);
    return {
      method: "fem",
      refusal: hasOthers ? refusal : null,
      cost,
      solve: () => byElements(model, request, hasOthers),
    };
  },
  harmonic: (model, request) => ({
    method: "harmonic",
    ...harmonicOutlook(model, request.band),
    solve: () => byHarmonics(model, request),
  }),
  dicke: (model, request) => ({ method: "dicke", ...dickeOutlook(model), solve: () => byDicke(model, request) }),
};

function byElements(model: SpinModel, request: Request, hasOthers: boolean): Unreasoned<FemSteady | PositiveSteady> {
  const { tolerance, mesh, degree, band, scheme, onProgress } = request;
  if (scheme === "fluxCorrection") return byFluxCorrection(model, request);
  const solution = steadyByElements(model, {
    tolerance,
    ...defined({ mesh, degree, band }),
    ...(hasOthers ? { maximumUnknowns: UNKNOWNS_OF_ONE_TRY } : {}),
    ...(onProgress === undefined ? {} : { onProgress: (step) => onProgress({ method: "fem", ...step }) }),
  });
  const { observables, errorEstimate, residual, seconds } = solution;
  requireMet(errorEstimate, tolerance);
  return { method: "fem", scheme: "galerkin", model, observables, errorEstimate, residual, seconds, solution };
}

/** Its errors are those of the mesh: it is asked for the sign of P, not for the tolerance. */
function byFluxCorrection(model: SpinModel, { mesh, onProgress }: Request): Unreasoned<PositiveSteady> {
  const start = performance.now();
  onProgress?.({ method: "fem", scheme: "fluxCorrection" });
  const solution = steadyPositiveDensity(model, defined({ mesh }));
  const { observables, errorEstimate, residual } = solution;
  requireMet(errorEstimate, SAYS_NOTHING);
  const given = mesh === undefined ? meshSpecName(defaultCoarseMesh(model)) : "the given mesh";
  return {
    method: "fem",
    scheme: "fluxCorrection",
    model,
    observables,
    errorEstimate,
    residual,
    seconds: { total: secondsSince(start) },
    solution,
    meshName: `${given} refined once`,
  };
}

function byHarmonics(model: SpinModel, { tolerance, band, costs, onProgress }: Request): Unreasoned<HarmonicSteady> {
  const start = performance.now();
  onProgress?.({ method: "harmonic" });
  const found = steadyByHarmonics(model, {
    tolerance,
    maximumBand: affordableBand(model, costs),
    ...(band === undefined ? {} : { band: band === "none" ? model.spins : band }),
  });
  const { observables, errorEstimate } = found;
  requireMet(errorEstimate, tolerance);
  return {
    method: "harmonic",
    model,
    observables,
    errorEstimate,
    residual: found.residual,
    seconds: { total: secondsSince(start) },
    band: found.band,
    unknowns: found.unknowns,
    state: found.state,
  };
}

function byDicke(model: SpinModel, { tolerance, costs, onProgress }: Request): Unreasoned<DickeSteady> {
  const start = performance.now();
  onProgress?.({ method: "dicke", unknowns: densityElements(model) });
  const found = steadyByDicke(model, { memoryLimit: costs.bytes });
  const { observables, errorEstimate } = found;
  requireMet(errorEstimate, tolerance);
  return {
    method: "dicke",
    model,
    observables,
    errorEstimate,
    residual: found.residual,
    seconds: { total: secondsSince(start) },
    states: dickeStates(model),
    unknowns: found.unknowns,
    density: found.density,
  };
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** An error as large as the range of a moment. */
const SAYS_NOTHING = 1;

/** @throws ToleranceError where the estimated error of a first or second moment is above the tolerance */
function requireMet({ mean, square, cross }: ErrorEstimate, tolerance: number): void {
  const largest = Math.max(...mean, ...square, ...cross);
  // False for NaN, too.
  if (largest <= tolerance) return;
  throw new ToleranceError({
    what: `the largest error estimate of the moments is ${largest.toExponential(1)}, above the tolerance ${tolerance}`,
    remedy: largest < 1 ? `accept a tolerance of ${acceptedTolerance(largest)}` : "evolve an initial state in time",
    value: largest,
    limit: tolerance,
  });
}
