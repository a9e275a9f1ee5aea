import { defined } from "../../core/defined.ts";
import { type AxisSteadyState, axisSteadyState } from "../../fem/axis/steady.ts";
import { type PointSteadyState, pointSteadyState } from "../../fem/ball/expansion/steady.ts";
import { defaultCoarseMesh } from "../../fem/positive/meshPair.ts";
import { steadyPositiveDensity } from "../../fem/positive/steady.ts";
import { bisectedMeshes } from "../../fem/sphere/adapted/bisectedMeshes.ts";
import { meshSpecName } from "../../mesh/spec.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { hasLocalRates, isActive, type SpinModel } from "../../model/spinModel.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { type Candidate, type CostLimits, tooDear } from "../choice.ts";
import { densityElements } from "../domain.ts";
import type { StateView } from "../state.ts";
import { viewOfElements, viewOfExpansion, viewOfMoments, viewOfPoint } from "../stateViews.ts";
import type {
  AxisSteady,
  DickeSteady,
  FemSteady,
  HarmonicSteady,
  PointSteady,
  PositiveSteady,
  Steady,
} from "./answer.ts";
import { cutAroundAxis } from "./axisCost.ts";
import { dickeAnswer, harmonicAnswer } from "./buildAnswer.ts";
import { steadyByDicke, steadyByElements, steadyByHarmonics } from "./byDomain.ts";
import { affordableBand, dickeOutlook, harmonicOutlook, isLeftToMeshes, symmetryOf } from "./cost.ts";
import { elementsOutlook } from "./elementsOutlook.ts";
import type { AnySteadyOptions, SteadyMethod } from "./options.ts";
import { isAroundPoint } from "./pointCost.ts";
import { requireMet } from "./requireMet.ts";
import type { HarmonicSolvers } from "./sharedSolvers.ts";

/** Options with everything that has a default. */
export interface SteadyRequest extends AnySteadyOptions {
  readonly tolerance: number;
  /** Undefined where the default stands in for it. */
  readonly givenTolerance: number | undefined;
  readonly costs: CostLimits;
  /** What the models of a sweep have in common; absent where one model is asked for. */
  readonly solvers?: HarmonicSolvers;
}

export type SteadyCandidate = Candidate<SteadyMethod, Steady>;

/** Unknowns of one solve where other roads are left to be tried: 5 to 10 s. */
const UNKNOWNS_OF_ONE_TRY = 45_000;

/** Each road as a candidate; `hasOthers` says whether there are others to be tried where it fails. */
export const STEADY_ROADS: Readonly<
  Record<SteadyMethod, (model: SpinModel, request: SteadyRequest, hasOthers: boolean) => SteadyCandidate>
> = {
  fem: (model, request, hasOthers) => {
    const { around, ...outlook } = elementsOutlook(model, request, hasOthers);
    const solve = (reason: string): Steady => {
      if (around === "axis") return aroundAxis(model, request, reason);
      if (around === "point") return aroundPoint(model, request, reason);
      return request.scheme === "fluxCorrection"
        ? byFluxCorrection(model, request, reason)
        : byElements(model, request, hasOthers, reason);
    };
    return { method: "fem", ...outlook, solve };
  },
  harmonic: (model, request, hasOthers) => {
    const { refusal, cost } = harmonicOutlook(model, request.band);
    return {
      method: "harmonic",
      refusal: (hasOthers ? cutAroundAxis(model, request.band) : null) ?? refusal,
      cost,
      solve: (reason) => byHarmonics(model, request, reason, hasOthers ? bandBeforeDicke(model, request) : undefined),
    };
  },
  dicke: (model, request) => ({
    method: "dicke",
    ...dickeOutlook(model),
    solve: (reason) => byDicke(model, request, reason),
  }),
};

function aroundAxis(model: SpinModel, request: SteadyRequest, reason: string): AxisSteady {
  const { seconds, found } = timed(() => axisSteadyState(model, request));
  const { moments, profile } = found;
  const view =
    moments === null ? viewOfExpansion(model.spins) : viewOfMoments(moments, "ball", () => found.errorEstimate);
  return { scheme: "axis", axis: [0, 0, 1], moments, profile, ...expanded(found, request, reason, view, seconds) };
}

function aroundPoint(model: SpinModel, request: SteadyRequest, reason: string): PointSteady {
  const { seconds, found } = timed(() => pointSteadyState(model, request));
  return { scheme: "point", ...expanded(found, request, reason, viewOfExpansion(model.spins), seconds) };
}

function timed<Found>(solve: () => Found): { readonly found: Found; readonly seconds: number } {
  const start = performance.now();
  const found = solve();
  return { found, seconds: secondsSince(start) };
}

/** By polynomials around an axis or a fixed point. */
function expanded<Found extends AxisSteadyState | PointSteadyState>(
  { model, observables, errorEstimate, residual, expansion }: Found,
  { tolerance }: SteadyRequest,
  reason: string,
  view: StateView,
  seconds: number,
) {
  requireMet(errorEstimate, tolerance);
  return {
    method: "fem",
    model,
    observables,
    errorEstimate,
    reason,
    ...view,
    residual,
    seconds: { total: seconds },
    expansion: expansion as Found["expansion"],
  } as const;
}

function byElements(model: SpinModel, request: SteadyRequest, hasOthers: boolean, reason: string): FemSteady {
  const { tolerance, mesh, degree, band, purity, onProgress } = request;
  const solution = steadyByElements(model, {
    tolerance,
    ...defined({ mesh, degree, band, purity }),
    bisected: bisectedMeshes,
    ...(hasOthers && !isLeftToMeshes(model) ? { maximumUnknowns: UNKNOWNS_OF_ONE_TRY } : {}),
    ...(onProgress === undefined ? {} : { onProgress: (step) => onProgress({ method: "fem", ...step }) }),
  });
  const { observables, errorEstimate, residual, seconds, space, density, multipoles, summary, point } = solution;
  requireMet(errorEstimate, tolerance);
  const errors = (): ErrorEstimate => errorEstimate;
  const view =
    point !== null
      ? viewOfPoint(model.spins, point, hasLocalRates(model) ? "ball" : "sphere", errors)
      : viewOfElements(model.spins, { space: space!, density: density!, multipoles, summary }, errors);
  return {
    method: "fem",
    scheme: "galerkin",
    model,
    observables,
    errorEstimate,
    reason,
    ...view,
    residual,
    seconds,
    solution,
  };
}

/** Its errors are those of the mesh: it is asked for the sign of P, not for the tolerance. */
function byFluxCorrection(model: SpinModel, { mesh, onProgress }: SteadyRequest, reason: string): PositiveSteady {
  const start = performance.now();
  onProgress?.({ method: "fem", scheme: "fluxCorrection" });
  const solution = steadyPositiveDensity(model, defined({ mesh }));
  const { observables, errorEstimate, residual, space, density, minimum, mass } = solution;
  requireMet(errorEstimate, SAYS_NOTHING);
  const given = mesh === undefined ? meshSpecName(defaultCoarseMesh(model)) : "the given mesh";
  const maximum = density.reduce((a, b) => Math.max(a, b));
  const summary = { minimum, maximum, negativeMass: 0, mass };
  return {
    method: "fem",
    scheme: "fluxCorrection",
    model,
    observables,
    errorEstimate,
    reason,
    ...viewOfElements(model.spins, { space, density, multipoles: null, summary }, () => errorEstimate),
    residual,
    seconds: { total: secondsSince(start) },
    solution,
    meshName: `${given} refined once`,
  };
}

/** Highest band of moments that is tried before anything else: a tenth of a second. */
const LOW_BAND = 18;

/** Up to this N all moments take a second or two where degrees close on their own, and purity and density matrix come with them. */
const ALL_CLOSED = 50;

/**
 * Few moments, before P is expanded around a fixed point or sought on meshes of the ball: the steady state of strong local rates is known by them, with its purity, and
 * for k_+ = k_- those of each degree close on their own. Null where all moments take no longer, and where one road is asked for.
 */
export function lowMoments(
  model: SpinModel,
  request: SteadyRequest,
  roads: readonly SteadyMethod[],
): SteadyCandidate | null {
  const { spins } = model;
  if (!roads.includes("fem") || !roads.includes("harmonic") || spins <= LOW_BAND) return null;
  if (symmetryOf(model) === "axis") return null;
  const closes = closesByDegree(model, request);
  if (!closes && !isAroundPoint(model, request, true)) return null;
  const all = closes && spins <= ALL_CLOSED;
  const asked = all ? ({ ...request, band: "none" } as const) : request;
  const { cost } = harmonicOutlook(model, Math.min(all ? spins : LOW_BAND, affordableBand(model, request.costs)));
  return { method: "harmonic", refusal: null, cost, solve: (reason) => byHarmonics(model, asked, reason, LOW_BAND) };
}

/** Whether moments of each degree in the ball are driven by lower ones alone, and P is more than a point, which elements name. */
const closesByDegree = (model: SpinModel, { band }: SteadyRequest): boolean =>
  band === undefined && hasLocalRates(model) && isActive(model.collective) && isParabolicInBall(model);

/** Seconds of the density matrix from which on moments are given a share of it alone: it answers for certain. */
const DEAR_DICKE = 10;
const SHARE_OF_DICKE = 0.5;

/** Highest band of moments in the ball where the density matrix is affordable, but takes long: at N = 116 they would be climbed for 80 s, and it takes 56. */
function bandBeforeDicke(model: SpinModel, { costs }: SteadyRequest): number {
  const { refusal, cost } = dickeOutlook(model);
  if (!hasLocalRates(model) || refusal !== null || cost.seconds < DEAR_DICKE || tooDear(cost, costs) !== null) {
    return Number.POSITIVE_INFINITY;
  }
  return affordableBand(model, { ...costs, seconds: SHARE_OF_DICKE * cost.seconds });
}

function byHarmonics(
  model: SpinModel,
  { tolerance, band, costs, solvers, onProgress }: SteadyRequest,
  reason: string,
  highest = Number.POSITIVE_INFINITY,
): HarmonicSteady {
  const start = performance.now();
  onProgress?.({ method: "harmonic" });
  const options = {
    tolerance,
    maximumBand: Math.min(highest, affordableBand(model, costs)),
    ...defined({ band: band === "none" ? model.spins : band }),
  };
  const found = steadyByHarmonics(model, options, solvers);
  requireMet(found.errorEstimate, tolerance);
  const inBall = hasLocalRates(model);
  return harmonicAnswer({ model, reason, inBall, found, seconds: secondsSince(start) });
}

function byDicke(model: SpinModel, { tolerance, costs, onProgress }: SteadyRequest, reason: string): DickeSteady {
  const start = performance.now();
  onProgress?.({ method: "dicke", unknowns: densityElements(model) });
  const found = steadyByDicke(model, { memoryLimit: costs.bytes });
  requireMet(found.errorEstimate, tolerance);
  return dickeAnswer({ model, reason, inBall: hasLocalRates(model), found, seconds: secondsSince(start) });
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** An error as large as the range of a moment. */
const SAYS_NOTHING = 1;
