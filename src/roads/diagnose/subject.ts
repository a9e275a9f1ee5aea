import { BlochfemError, ConvergenceError, InputError, NotUniqueError } from "../../core/errors.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import type { AnyDensity } from "../../diagnose/entanglement/blocksOf.ts";
import { initialBallState } from "../../harmonic/ball/initialState.ts";
import { observablesOfBall } from "../../harmonic/ball/moments.ts";
import { initialHarmonics } from "../../harmonic/sphere/initialState.ts";
import { observablesOfHarmonics } from "../../harmonic/sphere/moments.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import {
  errorOfStart,
  type InitialState,
  knownBand,
  livesInBall,
  type MomentsStart,
} from "../../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import type { BallMoments } from "../../state/ballMoments.ts";
import { type ErrorEstimate, errorsFromTraceNorm } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { brokenLimit, type CostLimits, DEFAULT_COST_LIMITS, firstAnswer, limitName } from "../choice.ts";
import { endOfDensity, endOfSteady } from "../endState.ts";
import type { State } from "../state.ts";
import type { StateDensity } from "../stateDensity.ts";
import { viewOfMoments } from "../stateViews.ts";
import type { Steady } from "../steady/answer.ts";
import { STEADY_ROADS, type SteadyCandidate, type SteadyRequest } from "../steady/candidates.ts";
import { STEADY_TOLERANCE } from "../steady/options.ts";

/** A state that is diagnosed, whatever road it is from. */
export interface Subject {
  readonly spins: number;
  readonly domain: "sphere" | "ball";
  /** Where it is from, in a sentence. */
  readonly source: string;
  /** Whether it is the steady state, which is positive where the equation is parabolic. */
  readonly isSteady: boolean;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** Moments of P; null where the road has none. */
  readonly moments: MomentsStart | null;
  /** Bounds of what the moments of each degree are off by, on the sphere; null where the whole is all that is known. */
  readonly degreeErrors: Float64Array | null;
  /** rho. Throws an error of this library where there is none. */
  readonly densityMatrix: () => AnyDensity;
  /** Bound of the trace norm of what rho is off by. */
  readonly traceNorm: number;
  /** P of finite elements. */
  readonly density: StateDensity | null;
  /** Whether `density` is that of a band of harmonics. */
  readonly banded: boolean;
}

/** A state that a road has found. */
export function subjectOf(state: State): Subject {
  const { model, domain, observables, errorEstimate, method, density } = state;
  const steady = "residual" in state ? (state as Steady) : null;
  return {
    spins: model.spins,
    domain,
    source: `the ${steady === null ? "" : "steady "}state by ${method}`,
    isSteady: steady !== null && state.initial === undefined,
    observables,
    errorEstimate,
    moments: momentsOf(state, steady),
    degreeErrors: steady !== null && "degreeErrors" in steady ? steady.degreeErrors : null,
    densityMatrix: () => state.densityMatrix(),
    traceNorm: state.stateError().traceNorm,
    density,
    banded: steady !== null && "solution" in steady && "band" in steady.solution && steady.solution.band !== null,
  };
}

/** null where a road does not know them, or they are too many. */
function momentsOf(state: State, steady: Steady | null): MomentsStart | null {
  try {
    return (steady === null ? endOfDensity(state.densityMatrix(), state.errorEstimate) : endOfSteady(steady)).state;
  } catch (error) {
    if (error instanceof BlochfemError && !(error instanceof InputError)) return null;
    throw error;
  }
}

/** Rounding of the moments of a state that has a name, relative to rho. */
const ROUNDING = 1e-13;

/** Harmonics and polynomials that a named state is given by, at most. */
const MOST_MOMENTS = 40_000;

/** A state by its name or its moments; `initial` as `checkedInitialState` gives it. */
export function subjectOfInitial(model: SpinModel, initial: InitialState): Subject {
  const { spins } = model;
  const inBall = livesInBall(model, initial);
  const known = knownBand(initial, spins);
  let band = known;
  while (band > 2 && (inBall ? solidCount(band) : (band + 1) ** 2) > MOST_MOMENTS) band = Math.floor(0.9 * band);
  const state = inBall ? initialBallState(spins, initial, band) : initialHarmonics(spins, initial, band);
  const observables = inBall ? observablesOfBall(state) : observablesOfHarmonics(state);
  const error = errorOfStart(initial) + ROUNDING;
  const domain = inBall ? "ball" : "sphere";
  return {
    spins,
    domain,
    source: "the given state",
    isSteady: false,
    observables,
    errorEstimate: errorsFromTraceNorm(error, observables.purity),
    moments: { kind: "moments", domain, ...state, error },
    degreeErrors: null,
    ...densityOfMoments(state, domain, error),
    density: null,
    banded: false,
  };
}

/** rho of moments of all degrees; a lower band has none. */
export function densityOfMoments(
  state: HarmonicState | BallMoments,
  domain: "sphere" | "ball",
  error: number,
): Pick<Subject, "densityMatrix" | "traceNorm"> {
  const { spins, band } = state;
  // The error is one of the observables; the Hilbert-Schmidt norm of all moments is within it, too.
  const view = viewOfMoments(state, domain, () => errorsFromTraceNorm(error, 1));
  const densityMatrix = (): AnyDensity => {
    if (band === spins) return view.densityMatrix();
    throw new ConvergenceError({
      what: `the moments that are known end at degree ${band} of ${spins}, and a density matrix needs them all`,
      remedy: "take fewer spins, or a state whose moments are all known",
      value: band,
      limit: spins,
    });
  };
  return { densityMatrix, traceNorm: band === spins ? view.stateError().traceNorm : 2 };
}

/** What lets the cheapest road be taken that costs too much, in a few words behind a semicolon. */
function cureFor(candidates: readonly SteadyCandidate[], limits: CostLimits): string {
  const dear = candidates.filter(({ refusal, cost }) => refusal === null && brokenLimit(cost, limits) !== null);
  const [cheapest] = dear.toSorted((a, b) => a.cost.seconds - b.cost.seconds);
  if (cheapest === undefined || brokenLimit(cheapest.cost, DEFAULT_COST_LIMITS) !== null) return "";
  const { method, cost } = cheapest;
  if (brokenLimit(cost, limits) === "bytes") return `; ${method} has one, with more of ${limitName("bytes")}`;
  const seconds = Math.ceil(10 * cost.seconds) / 10;
  const certificate =
    limits.seconds < DEFAULT_COST_LIMITS.seconds ? ", or ask for a certificate, for which it is higher" : "";
  return `; to have it by ${method} raise ${limitName("seconds")} to ${seconds}${certificate}`;
}

/** The steady state, or why there is none. */
export type FoundSteady =
  | { readonly subject: Subject; readonly missing: null }
  | { readonly subject: null; readonly missing: string };

/** Up to this N all harmonics of a steady state are solved for: squares of higher degree are not sought. */
const WHOLE_BAND = 100;

/** Of harmonics the error is known degree by degree, of a density matrix as a whole, which high degrees magnify 2^N times. */
const roadsFor = (model: SpinModel, request: SteadyRequest): SteadyCandidate[] =>
  !hasLocalRates(model) && model.spins <= WHOLE_BAND
    ? [
        STEADY_ROADS.harmonic(model, { ...request, band: model.spins }, true),
        ...FALLBACKS.map((road) => STEADY_ROADS[road](model, request, true)),
      ]
    : (["dicke", "harmonic", "fem"] as const).map((road) => STEADY_ROADS[road](model, request, true));

const FALLBACKS = ["dicke", "fem"] as const;

/** By an exact road where there is one, since what is judged is the state, and no road has it to more digits; else by elements. */
export function steadySubject(model: SpinModel, limits: CostLimits): FoundSteady {
  const request: SteadyRequest = {
    tolerance: STEADY_TOLERANCE,
    givenTolerance: undefined,
    costs: limits,
  };
  let cure = "";
  try {
    requireUniqueSteadyState(model);
    const candidates = roadsFor(model, request);
    cure = cureFor(candidates, limits);
    const { answer } = firstAnswer("the steady state", candidates, limits);
    return { subject: subjectOf(answer), missing: null };
  } catch (error) {
    if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
    if (error instanceof NotUniqueError) cure = "; an initial state may be diagnosed";
    return { subject: null, missing: `${error.what}${cure}` };
  }
}
