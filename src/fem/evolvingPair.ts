import { observe } from "../ode/implicit/integrator.ts";
import { implicitScheme } from "../ode/implicit/rungeKutta.ts";
import { type ErrorEstimate, leastPurity } from "../state/errorEstimate.ts";
import { type Course, type EvolutionSnapshot, type EvolvingState, snapshotArray } from "../state/evolution.ts";
import type { Observables } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import { estimateMoments, largestMoment } from "./errorEstimate.ts";
import { type DensityMoments, momentsOfIntegrals } from "./moments.ts";
import { notMet, valuesOutgrown } from "./pairErrors.ts";
import type { PairKind, PairRequest, PairStage } from "./pairKind.ts";
import { type PairPlan, type Run, type Runs, startRuns } from "./pairRuns.ts";
import { defectOfStart, type StartDefect } from "./startDefect.ts";
import { exactStart, pointMasses } from "./startingPoints.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** Where a pair stands. */
interface PairProgress<Space, Band> {
  level: number;
  now: number;
  /** Of the next requested time. */
  index: number;
  /** Least of the largest estimates that were too large. */
  best: number;
  runs: Runs<Space, Band>;
  /** Of the runs. */
  defect: StartDefect;
}

/** An evolving pair, and where it stands among its stages. */
export interface EvolvingPair<Space, Band> extends EvolvingState {
  readonly stage: () => PairStage;
  /** Unknowns of the space that is reported. */
  readonly unknowns: () => number;
  /** The reported solution as it stands. */
  readonly reported: () => { readonly system: TimeSystem<Space, Band>; readonly load: Float64Array };
}

/**
 * Two solutions side by side; their difference is the error estimate. Where it exceeds the tolerance the run starts over on the next stage, with finer
 * steps, up to the current time.
 *
 * The returned functions throw NotParabolicError where growth shows that is watched for, ConvergenceError where no stage is left.
 */
export function evolvingPair<Space extends { readonly unknowns: number }, Band>(
  request: PairRequest<Space>,
  kind: PairKind<Space, Band>,
  tolerance: number,
  course: Course,
): EvolvingPair<Space, Band> {
  const scheme = implicitScheme(request.scheme ?? "sdirk4");
  const plan = { request, kind, tolerance, scheme, course };
  const progress = begin(plan);
  return {
    advance: (_from, to) => advance(plan, progress, to),
    look: () => look(plan, progress),
    leastPurity: leastPurity(request.model.spins, kind.inBall),
    snapshot: () => ({
      level: Float64Array.of(progress.level),
      ...named(progress.runs.reported.mover.pack(progress.now), "reported"),
      ...named(progress.runs.compared.mover.pack(progress.now), "compared"),
    }),
    stage: () => kind.stages[progress.level]!,
    unknowns: () => progress.runs.reported.system.space.unknowns,
    reported: () => {
      const { system, mover } = progress.runs.reported;
      return { system, load: mover.at(progress.now) };
    },
  };
}

function begin<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
): PairProgress<Space, Band> {
  const { times, resume } = plan.request;
  const best = Number.POSITIVE_INFINITY;
  if (resume === undefined) return { level: 0, now: 0, index: 0, best, ...runsOf(plan, 0, best) };
  const { snapshot, index } = resume;
  const level = snapshotArray(snapshot, "level", 1)[0]!;
  const { runs, defect } = runsOf(plan, level, best);
  runs.reported.mover.restore(unnamed(snapshot, "reported"));
  runs.compared.mover.restore(unnamed(snapshot, "compared"));
  return { level, now: times[index]!, index: index + 1, best, runs, defect };
}

/** Throws ConvergenceError where there is no such stage. */
function runsOf<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  level: number,
  best: number,
): Pick<PairProgress<Space, Band>, "runs" | "defect"> {
  const { kind, request, tolerance } = plan;
  if (level >= kind.stages.length) throw notMet(kind.stages, request, tolerance, best);
  const runs = startRuns(plan, level);
  const { initial, model } = request;
  const defect = defectOfStart(initial, model.spins, [runs.reported, runs.compared]);
  return { runs, defect };
}

/** Moves to a time, on a stage with a band where the values of P outgrow the mesh. */
function advance<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
  to: number,
): void {
  const { stages } = plan.kind;
  plan.course.enter(progress.now, to);
  while (!progress.runs.advance(to, plan.course.next(to))) {
    const { band } = stages[progress.level]!.reported;
    const other = stages.findIndex(({ reported }, k) => k > progress.level && reported.band !== band);
    if (other < 0) throw valuesOutgrown(progress.now, to);
    startOver(plan, progress, other);
  }
  progress.now = to;
}

/** Begins another stage, and moves to the current time. */
function startOver<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
  level: number,
): void {
  const { now } = progress;
  progress.level = level;
  Object.assign(progress, runsOf(plan, level, progress.best));
  progress.now = 0;
  for (const stop of plan.course.between(0, now)) advance(plan, progress, stop);
}

interface Seen {
  readonly load: Float64Array;
  readonly moments: DensityMoments;
  readonly purity: { readonly purity: number; readonly error: number };
}

function see<Space, Band>({ system, mover, purity }: Run<Space, Band>, time: number, spins: number): Seen {
  const load = mover.at(time);
  return {
    load,
    moments: momentsOfIntegrals(system.functionals.centre, observe(system.system, load), spins),
    purity: purity(load),
  };
}

function look<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
): { observables: Observables; errorEstimate: ErrorEstimate } {
  const { request, kind, tolerance } = plan;
  const { spins } = request.model;
  for (;;) {
    const { runs, now, defect } = progress;
    const reported = see(runs.reported, now, spins);
    const compared = see(runs.compared, now, spins);
    const { system, mover } = runs.reported;
    const floor = kind.floor(system, reported.load) + mover.error() + 2 * defect.moments;
    const moments = estimateMoments(reported.moments.moments, compared.moments.moments, floor, true);
    if (largestMoment(moments) <= tolerance || kind.lenient) {
      const index = progress.index++;
      request.onDensity?.(index, system.space, system.density(reported.load));
      const start = now === 0 ? pointMasses(request.initial, spins) : null;
      if (start !== null) return exactStart(start, spins);
      const { purity, error } = reported.purity;
      return {
        observables: observables(spins, reported.moments.moments, purity, reported.moments.covariance),
        // Two purities may agree by chance as moments do, where steps or elements are coarse.
        errorEstimate: {
          ...moments,
          purity:
            kind.purityError(purity, compared.purity.purity) +
            purity * largestMoment(moments) +
            floor +
            error +
            2 * defect.purity,
        },
      };
    }
    progress.best = Math.min(progress.best, largestMoment(moments));
    startOver(plan, progress, progress.level + 1);
  }
}

function named(packed: EvolutionSnapshot, name: string): EvolutionSnapshot {
  return Object.fromEntries(Object.entries(packed).map(([key, value]) => [`${name}.${key}`, value]));
}

function unnamed(snapshot: EvolutionSnapshot, name: string): EvolutionSnapshot {
  const start = `${name}.`;
  const entries = Object.entries(snapshot).filter(([key]) => key.startsWith(start));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(start.length), value]));
}
