import { ConvergenceError, InputError, NotParabolicError } from "../core/errors.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import {
  type EvolutionRequest,
  type EvolvingState,
  requestedField,
  snapshotArray,
  stopsBetween,
} from "../state/evolution.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { estimateMoments, largestMoment } from "./errorEstimate.ts";
import { type PointMasses, pointMasses } from "./initialLoad.ts";
import { createIntegrator, type IntegrationState, type Integrator, observe } from "./integrate.ts";
import { type DensityMoments, momentsOfIntegrals } from "./moments.ts";
import { type ImplicitScheme, implicitScheme } from "./rungeKutta.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** Options of an evolution by finite elements, on the sphere or in the ball. */
export interface PairOptions<Space> {
  /** Chosen by itself where absent. */
  readonly mesh?: Mesh;
  /** Degree of the elements; chosen by itself where absent. */
  readonly degree?: number;
  /** Degree of the gauge band, at least 2; chosen by itself where absent, and "none" turns it off. */
  readonly band?: number | "none";
  /** Limit on the number of unknowns of the space; default 100,000. */
  readonly maximumUnknowns?: number;
  /** Default "sdirk4". */
  readonly scheme?: ImplicitScheme["name"];
  /** Longest time step of the reported solution, the only one where the times are multiples of it; adaptive where absent. */
  readonly step?: number;
  /** Called at each requested time with the nodal values of P on `space`. */
  readonly onDensity?: (index: number, space: Space, density: Float64Array) => void;
  readonly onProgress?: (progress: { readonly time: number; readonly mesh: string; readonly degree: number }) => void;
}

export type PairRequest<Space> = EvolutionRequest & PairOptions<Space>;

/** Default of `tolerance`, without and with a gauge filter. */
export const DEFAULT_TOLERANCE = { whole: 5e-7, band: 5e-6 } as const;

/** Default of `maximumUnknowns`. */
export const DEFAULT_UNKNOWNS = 100_000;

/** One solution of a pair: elements of `degree` on the mesh, inside the band where there is one. */
export interface PairMember {
  readonly degree: number;
  readonly band: number | null;
}

/** A mesh with the solution that is reported on it and the one that tells its error. */
export interface PairStage {
  readonly mesh: Mesh;
  readonly name: string;
  readonly reported: PairMember;
  readonly compared: PairMember;
}

/** What of a pair depends on where P lives. */
export interface PairKind<Space extends { readonly unknowns: number }, Band> {
  /** In the order in which they are tried. */
  readonly stages: readonly PairStage[];
  readonly system: (
    mesh: Mesh,
    member: PairMember,
    field: ((time: number) => Vector3) | null,
  ) => TimeSystem<Space, Band>;
  /** Returns a function from a load to tr rho^2, and what its own sum leaves out. */
  readonly purity: (system: TimeSystem<Space, Band>) => (load: Float64Array) => { purity: number; error: number };
  /** Estimated error of a purity from that of the compared solution. */
  readonly purityError: (reported: number, compared: number) => number;
  /** What rounding may leave in the moments of a load. */
  readonly floor: (system: TimeSystem<Space, Band>, load: Float64Array) => number;
  /**
   * What growth of the values of P is: an error, for a whole space and an equation that is not parabolic; or a reason to go on in a band as soon as
   * rounding alone exceeds the tolerance, or a hundred times that where `lenient`; or nothing to look for.
   */
  readonly growth: "error" | "outgrown" | "none";
  /** Whether an estimate above the tolerance is reported as it is. */
  readonly lenient: boolean;
  /**
   * How the two solutions differ in time. Independent: each finds its own steps, the reported one with an eighth of the tolerance, which tells the
   * error where the spaces differ as well. Halved: the reported one takes two steps for each one of the other, so that errors in time show in any case.
   */
  readonly steps: "independent" | "halved";
}

/** The reported solution also takes its steps this much more carefully than the one that it is compared with. */
const FINER_STEPS = 1 / 8;

/** sum_i |p_i| is at most a few for a density; this much means that cancelling waves have taken over. */
const GROWTH_LIMIT = 1e3;

/** First step as a share of the time span; the controller finds its own from there. */
const FIRST_STEP = 1e-5;

/** Rounding in units of the tolerance that ends a run whose estimate is reported as it is: beyond, no step in time is short enough. */
const LENIENT_ROUNDING = 100;

/** Thrown from inside a run that is to start over in a band. */
const OUTGROWN = Symbol();

/** One solution on its way. */
interface Run<Space, Band> {
  readonly system: TimeSystem<Space, Band>;
  readonly integrator: Integrator;
  readonly purity: (load: Float64Array) => { purity: number; error: number };
  state: IntegrationState;
}

interface Seen {
  readonly moments: DensityMoments;
  readonly purity: { readonly purity: number; readonly error: number };
}

/** An evolving pair, and where it stands among its stages. */
export interface EvolvingPair extends EvolvingState {
  readonly stage: () => PairStage;
  /** Unknowns of the space that is reported. */
  readonly unknowns: () => number;
}

/**
 * Two solutions side by side; their difference is the error estimate. Where it exceeds the tolerance the run starts over on the next stage, with finer
 * steps, up to the current time.
 *
 * @throws InputError for a step that is not above 0
 *
 * The returned functions throw NotParabolicError where growth shows that is watched for, ConvergenceError where no stage is left.
 */
export function evolvingPair<Space extends { readonly unknowns: number }, Band>(
  request: PairRequest<Space>,
  kind: PairKind<Space, Band>,
  tolerance: number,
): EvolvingPair {
  const { model, times, breaks = [], resume } = request;
  requireStep(request.step);
  const { stages } = kind;
  const scheme = implicitScheme(request.scheme ?? "sdirk4");
  const field = requestedField(request) ?? null;
  const outgrown = kind.lenient ? LENIENT_ROUNDING * tolerance : tolerance;
  let level = resume === undefined ? 0 : snapshotArray(resume.snapshot, "level", 1)[0]!;
  let now = 0;
  let index = resume === undefined ? 0 : resume.index + 1;
  const ends: number[] = [];
  /** Least of the largest estimates that were too large. */
  let best = Number.POSITIVE_INFINITY;
  let runs = startRuns();
  if (resume !== undefined) {
    now = times[resume.index]!;
    for (const [k, run] of runs.entries()) {
      run.state = {
        time: now,
        load: snapshotArray(resume.snapshot, `load${k}`, run.state.load.length),
        step: snapshotArray(resume.snapshot, `step${k}`, 1)[0]!,
      };
    }
  }

  function notMet(): ConvergenceError {
    const last = stages.at(-1);
    const limit = request.maximumUnknowns ?? DEFAULT_UNKNOWNS;
    if (last === undefined) {
      return new ConvergenceError({
        what: `no space of up to ${limit} unknowns is among those that are tried`,
        remedy: "allow more, or use the harmonic method",
        value: limit,
        limit,
      });
    }
    const { degree, band } = last.reported;
    const member = band === null ? `degree ${degree}` : `degree ${degree} in the band ${band}`;
    return new ConvergenceError({
      what: `the error estimate ${best.toExponential(1)} stays above the tolerance ${tolerance}: ${member} on ${last.name} was the last that was tried`,
      remedy: "ask for a larger tolerance, or use the harmonic method",
      value: best,
      limit: tolerance,
    });
  }

  function startRuns(): [Run<Space, Band>, Run<Space, Band>] {
    const stage = stages[level];
    if (stage === undefined) throw notMet();
    // What was too inaccurate may have been the steps: each start over also takes them more carefully.
    const stepTolerance = tolerance * FINER_STEPS ** level;
    if (kind.steps === "independent") {
      return [
        startRun(stage, stage.reported, stepTolerance * FINER_STEPS, request.step),
        startRun(stage, stage.compared, stepTolerance, request.step),
      ];
    }
    const longer = request.step === undefined ? undefined : 2 * request.step;
    return [
      startRun(stage, stage.reported, Number.POSITIVE_INFINITY, undefined),
      startRun(stage, stage.compared, stepTolerance, longer, (time) => ends.push(time)),
    ];
  }

  function startRun(
    stage: PairStage,
    member: PairMember,
    stepTolerance: number,
    fixedStep: number | undefined,
    atEnd: (time: number) => void = () => {},
  ): Run<Space, Band> {
    const system = kind.system(stage.mesh, member, field);
    const onStep = (time: number, load: Float64Array): void => {
      request.onProgress?.({ time, mesh: stage.name, degree: member.degree });
      if (kind.growth === "error") stopGrowth(time, load);
      if (kind.growth === "outgrown" && member.band === null && kind.floor(system, load) > outgrown) throw OUTGROWN;
      atEnd(time);
    };
    const fixed = fixedStep === undefined ? {} : { fixedStep };
    const integrator = createIntegrator(system.system, { scheme, tolerance: stepTolerance, onStep, ...fixed });
    const step = fixedStep ?? FIRST_STEP * Math.max(times.at(-1)!, Number.MIN_VALUE);
    return { system, integrator, purity: kind.purity(system), state: { time: 0, load: system.load, step } };
  }

  function advance(from: number, to: number): void {
    try {
      advancePair(from, to);
    } catch (problem) {
      if (problem !== OUTGROWN) throw problem;
      const { band } = stages[level]!.reported;
      const other = stages.findIndex(({ reported }, k) => k > level && reported.band !== band);
      if (other < 0) throw valuesOutgrown(from, to);
      startOver(other, to);
    }
  }

  function advancePair(from: number, to: number): void {
    const [reported, compared] = runs;
    if (kind.steps === "independent") step(reported, from, to);
    ends.length = 0;
    step(compared, from, to);
    if (kind.steps === "halved") {
      let begin = from;
      for (const end of ends) {
        reported.state = { ...reported.state, step: (end - begin) / 2 };
        step(reported, begin, end);
        begin = end;
      }
    }
    now = to;
  }

  function startOver(next: number, end: number): void {
    level = next;
    runs = startRuns();
    now = 0;
    for (const time of [...times.filter((t) => t < end), end]) {
      for (const stop of stopsBetween(now, time, breaks)) advance(now, stop);
    }
  }

  function step(run: Run<Space, Band>, from: number, to: number): void {
    run.state = run.integrator.advance({ ...run.state, time: from }, to);
  }

  const see = (run: Run<Space, Band>): Seen => ({
    moments: momentsOfIntegrals(run.system.functionals.centre, observe(run.system.system, run.state.load), model.spins),
    purity: run.purity(run.state.load),
  });

  function look(): { observables: Observables; errorEstimate: ErrorEstimate } {
    for (;;) {
      const [reported, compared] = [see(runs[0]), see(runs[1])];
      const { system, state } = runs[0];
      const floor = kind.floor(system, state.load);
      const moments = estimateMoments(reported.moments.moments, compared.moments.moments, floor, true);
      if (largestMoment(moments) <= tolerance || kind.lenient) {
        request.onDensity?.(index++, system.space, system.density(state.load));
        const start = now === 0 ? pointMasses(request.initial, model.spins) : null;
        if (start !== null) return exactStart(start, model.spins);
        const { purity, error } = reported.purity;
        return {
          observables: observables(model.spins, reported.moments.moments, purity, reported.moments.covariance),
          // Two purities may agree by chance as moments do, where steps or elements are coarse.
          errorEstimate: {
            ...moments,
            purity: kind.purityError(purity, compared.purity.purity) + purity * largestMoment(moments) + floor + error,
          },
        };
      }
      best = Math.min(best, largestMoment(moments));
      startOver(level + 1, now);
    }
  }

  return {
    advance,
    look,
    snapshot: () => ({
      level: Float64Array.of(level),
      load0: runs[0].state.load.slice(),
      load1: runs[1].state.load.slice(),
      step0: Float64Array.of(runs[0].state.step),
      step1: Float64Array.of(runs[1].state.step),
    }),
    stage: () => stages[level]!,
    unknowns: () => runs[0].system.space.unknowns,
  };
}

function requireStep(step: number | undefined): void {
  if (step === undefined || (step > 0 && step < Number.POSITIVE_INFINITY)) return;
  throw new InputError({
    what: `the time step is ${step}, not a finite number above 0`,
    remedy: "leave it out, and the steps adapt to the tolerance",
    value: step,
    limit: 0,
  });
}

/** Observables of a mixture of coherent states, exact but for rounding. */
function exactStart({ integrals, purity }: PointMasses, spins: number): ReturnType<EvolvingState["look"]> {
  const { moments, covariance } = momentsOfIntegrals([0, 0, 0], integrals, spins);
  const rounding: Vector3 = [1e-15, 1e-15, 1e-15];
  return {
    observables: observables(spins, moments, purity, covariance),
    errorEstimate: { mean: rounding, square: rounding, cross: rounding, purity: 1e-14 },
  };
}

/** Mesh and degree given, or the step, and no tolerance asked for: the estimate is reported, whatever it is. */
export const isFixed = ({
  mesh,
  degree,
  step,
  tolerance,
}: Pick<PairRequest<unknown>, "mesh" | "degree" | "step" | "tolerance">): boolean =>
  tolerance === undefined && (step !== undefined || (mesh !== undefined && degree !== undefined));

function stopGrowth(time: number, load: Float64Array): void {
  const size = absoluteSum(load);
  if (size <= GROWTH_LIMIT) return;
  throw new NotParabolicError({
    what: `at t = ${time} the density has grown to ${size.toExponential(1)} times its mass: the equation is not parabolic and amplifies its shortest waves without bound`,
    remedy: "keep the gauge filter on, or use the harmonic or the Dicke method",
    value: size,
    limit: GROWTH_LIMIT,
  });
}

/** sum_i |p_i|. */
export function absoluteSum(load: Float64Array): number {
  let size = 0;
  for (const value of load) size += Math.abs(value);
  return size;
}

const valuesOutgrown = (from: number, to: number): ConvergenceError =>
  new ConvergenceError({
    what: `between t = ${from} and ${to} the values of P have grown until rounding exceeds the tolerance: P contracts to a delta, which is no density on the mesh`,
    remedy: "solve inside a band (leave it to be chosen), or ask for a larger tolerance, or use the harmonic method",
    value: to,
  });
