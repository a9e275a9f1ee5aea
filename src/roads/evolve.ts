import { defined } from "../core/defined.ts";
import { ToleranceError } from "../core/errors.ts";
import { evolvePositiveDensity, type PositiveEvolution } from "../fem/positive/evolve.ts";
import type { DensityEvolution } from "../fem/sphere/evolve.ts";
import type { HarmonicState } from "../harmonic/sphere/state.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { checkedInitialState, evolvesInBall } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { ImplicitScheme } from "../ode/implicit/rungeKutta.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import type { BlockDensityMatrix } from "../state/blocks/blockDensity.ts";
import { courseOf } from "../state/course.ts";
import type { DensityMatrix } from "../state/densityMatrix.ts";
import type { Evolution, EvolutionRequest } from "../state/evolution.ts";
import { MAXIMUM_SECONDS } from "../state/evolutionCost.ts";
import { LEAST_TOLERANCE } from "../state/tolerance.ts";
import { askedFor, type Candidate, DEFAULT_COST_LIMITS, firstAnswer, requireAffordable } from "./choice.ts";
import type { AnySpace } from "./domain.ts";
import { dickeInTime, femInTime, harmonicInTime } from "./evolveCost.ts";
import { evolveByDicke, evolveByElements, evolveByHarmonics } from "./inTime.ts";
import { inCode, type Named, selectRoads } from "./selectRoads.ts";
import { toleranceFrom } from "./startTolerance.ts";

/** The roads in time that `evolve` chooses from; trajectories, with their standard errors, are asked for by name. */
export type EvolveMethod = "fem" | "harmonic" | "dicke";

/** Largest estimated error of first and second moments where nothing else is asked for, on sphere and ball alike. */
export const EVOLUTION_TOLERANCE = 1e-7;

/** What is common to all roads is that of `EvolutionRequest`; its tolerance is about everything, at every time. */
export interface EvolveOptions extends Omit<EvolutionRequest, "model"> {
  /** "auto" (default): the first of fem, harmonic and dicke that is predicted to meet the tolerance at a reasonable cost, and does. */
  readonly method?: "auto" | EvolveMethod;
  /** fem: triangles of the sphere, or tetrahedra of the ball. */
  readonly mesh?: Mesh;
  /** fem: degree of the elements. */
  readonly degree?: number;
  /** fem, harmonic: harmonics l <= band, in the ball polynomials of that degree; "none" for no band. */
  readonly band?: number | "none";
  /** fem: a time scheme, or "fluxCorrection", whose P is nowhere negative. */
  readonly scheme?: ImplicitScheme["name"] | "fluxCorrection";
  /** fem: a fixed time step. */
  readonly step?: number;
  /** fem: P at a time. */
  readonly onDensity?: (index: number, space: AnySpace, density: Float64Array) => void;
  /** Before the first step of a road; what `onPoint` was given before is of a road that failed. */
  readonly onRoad?: (method: EvolveMethod, reason: string) => void;
  readonly onStep?: (step: { readonly time: number; readonly mesh: string; readonly degree: number }) => void;
}

interface Common extends Evolution {
  /** One sentence: why this road was taken. */
  readonly reason: string;
}

export interface FemEvolution extends Common {
  readonly method: "fem";
  readonly solution: DensityEvolution | PositiveEvolution;
}

export interface HarmonicEvolutionAnswer extends Common {
  readonly method: "harmonic";
  readonly band: number;
  /** The state at the last time. */
  readonly final: HarmonicState | BallMoments;
}

export interface DickeEvolutionAnswer extends Common {
  readonly method: "dicke";
  /** The state at the last time. */
  readonly final: DensityMatrix | BlockDensityMatrix;
}

/** A state in time; `method` is the road that was taken. */
export type Evolved = FemEvolution | HarmonicEvolutionAnswer | DickeEvolutionAnswer;

type Unreasoned<T> = T extends unknown ? Omit<T, "reason"> : never;

const OPTION_ROADS = {
  mesh: ["fem"],
  degree: ["fem"],
  band: ["fem", "harmonic"],
  scheme: ["fem"],
  step: ["fem"],
  onDensity: ["fem"],
} as const satisfies Readonly<Record<string, readonly EvolveMethod[]>>;

/** Harmonics, and polynomials in the ball, of an evolution where no band is asked for: those of the road itself. */
const EXPECTED_BAND = { sphere: 128, ball: 40 } as const;

/**
 * A model in time, by the road that is predicted to meet the tolerance at a reasonable cost (docs/methods.md). Where one fails the
 * next is tried, from the beginning.
 *
 * @throws InputError for options out of range, of a method other than the one named, or of two methods
 * @throws ConvergenceError, ResourceLimitError where no road is left: the message has the reason of each
 */
export function evolve(model: SpinModel, options: EvolveOptions, named: Named = inCode): Evolved {
  const roads = selectRoads<EvolveMethod>(["fem", "harmonic", "dicke"], OPTION_ROADS, { ...options }, named);
  const tolerance = toleranceFrom(
    checkedInitialState(options.initial, model.spins),
    options.tolerance,
    EVOLUTION_TOLERANCE,
  );
  const costs = { ...DEFAULT_COST_LIMITS, seconds: options.maximumSeconds ?? MAXIMUM_SECONDS };
  const { spins } = model;
  const asked = options.band === "none" ? spins : options.band;
  const band = Math.min(
    spins,
    asked ?? (evolvesInBall(model, options.initial) ? EXPECTED_BAND.ball : EXPECTED_BAND.sphere),
  );
  const request: EvolutionRequest = { ...options, model };
  const timed = { request, course: courseOf(request) };
  const outlooks = { harmonic: harmonicInTime(timed, band), dicke: dickeInTime(timed) };
  const exact = (["harmonic", "dicke"] as const).toSorted(
    (a, b) => outlooks[a].cost.seconds - outlooks[b].cost.seconds,
  );
  const order: readonly EvolveMethod[] = ["fem", ...exact];
  const candidates = order
    .filter((road) => roads.includes(road))
    .map((method): Candidate<EvolveMethod, Unreasoned<Evolved>> => {
      const outlook = method === "fem" ? femInTime(timed, outlooks[exact[0]!].cost) : outlooks[method];
      const solve = (reason: string): Unreasoned<Evolved> => {
        options.onRoad?.(method, reason);
        return SOLVERS[method](model, watched(options, tolerance), tolerance);
      };
      return { method, cost: outlook.cost, refusal: roads.length > 1 ? outlook.refusal : null, solve };
    });
  if (candidates.length > 1) {
    const { answer, reason } = firstAnswer("the evolution", candidates, costs);
    return { ...answer, reason };
  }
  const [only] = candidates;
  // Elements choose their own space, whose cost is known on the way. Each road looks at the time that it takes itself.
  if (only!.method !== "fem")
    requireAffordable("the evolution", only!, { ...costs, seconds: Number.POSITIVE_INFINITY });
  const reason = askedFor(only!.method);
  return { ...only!.solve(reason), reason };
}

/** The options, whose `onPoint` stops a road that does not meet the tolerance. */
function watched(options: EvolveOptions, tolerance: number): EvolveOptions {
  if (options.scheme === "fluxCorrection") return options;
  return {
    ...options,
    onPoint: (index, observables, errorEstimate, snapshot) => {
      const { mean, square, cross } = errorEstimate;
      const largest = Math.max(...mean, ...square, ...cross);
      // True for NaN, too.
      if (!(largest <= tolerance)) throw missed(options.times[index]!, largest, tolerance);
      options.onPoint?.(index, observables, errorEstimate, snapshot);
    },
  };
}

const missed = (time: number, largest: number, tolerance: number): ToleranceError =>
  new ToleranceError({
    what: `at t = ${time} the largest error estimate of the moments is ${largest.toExponential(1)}, above the tolerance ${tolerance}`,
    remedy: "ask for a larger tolerance",
    value: largest,
    limit: tolerance,
  });

type Solver = (model: SpinModel, options: EvolveOptions, tolerance: number) => Unreasoned<Evolved>;

const SOLVERS: Readonly<Record<EvolveMethod, Solver>> = {
  fem: (model, options, tolerance) => {
    const { scheme, onStep, ...rest } = options;
    if (scheme === "fluxCorrection") {
      const solution = evolvePositiveDensity({ ...rest, model });
      return { ...common(solution), method: "fem", solution };
    }
    const solution = evolveByElements({
      ...rest,
      model,
      tolerance,
      ...defined({ scheme, onProgress: onStep }),
    });
    return { ...common(solution), method: "fem", solution };
  },
  harmonic: (model, { band, ...rest }) => {
    const solution = evolveByHarmonics({
      ...exactRequest(model, rest),
      ...(band === undefined ? {} : { band: band === "none" ? model.spins : band }),
    });
    return { ...common(solution), method: "harmonic", band: solution.band, final: solution.final };
  },
  dicke: (model, options) => {
    const solution = evolveByDicke(exactRequest(model, options));
    return { ...common(solution), method: "dicke", final: solution.final };
  },
};

/** Their steps are asked for half of the tolerance: rounding, and what a band leaves out, come on top. */
function exactRequest(model: SpinModel, options: EvolveOptions): EvolutionRequest {
  const { tolerance } = options;
  return {
    ...options,
    model,
    ...(tolerance === undefined ? {} : { tolerance: Math.max(tolerance / 2, LEAST_TOLERANCE) }),
  };
}

const common = ({ times, observables, errorEstimate }: Evolution): Omit<Common, "method" | "reason"> => ({
  times,
  observables,
  errorEstimate,
});
