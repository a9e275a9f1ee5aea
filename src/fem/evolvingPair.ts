import { observe } from "../ode/implicit/system.ts";
import { implicitScheme } from "../ode/implicit/tableaux.ts";
import { joinedSnapshot, partOfSnapshot, snapshotArray } from "../ode/snapshot.ts";
import { leastPurity } from "../state/errorEstimate.ts";
import type { Course, EvolutionMove, EvolvingState, Look } from "../state/evolution.ts";
import { observables } from "../state/observables.ts";
import { estimateMoments, largestMoment } from "./errorEstimate.ts";
import type { FoundPurity } from "./loadPurity.ts";
import { type DensityMoments, momentsOfIntegrals } from "./moments.ts";
import { notMet, valuesOutgrown } from "./pairErrors.ts";
import type { PairKind, PairRequest, PairStage } from "./pairKind.ts";
import { isOutgrown, type PairPlan, type Run, type Runs, startRuns } from "./pairRuns.ts";
import { defectOfStart, type StartDefect } from "./startDefect.ts";
import { exactStart, pointMasses } from "./startingPoints.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** Where a pair stands. */
interface PairProgress<Space, Band> {
  level: number;
  now: number;
  /** Least of the largest estimates that were too large. */
  best: number;
  runs: Runs<Space, Band>;
  /** Of the runs. */
  defect: StartDefect;
  /** What is to be seen where the pair stands. */
  seen: Look<Space> | null;
}

/** An evolving pair, and where it stands among its stages. */
export interface EvolvingPair<Space, Band> extends EvolvingState<Space> {
  readonly stage: () => PairStage;
  /** Unknowns of the space that is reported. */
  readonly unknowns: () => number;
  /** The reported solution as it stands. */
  readonly reported: () => { readonly system: TimeSystem<Space, Band>; readonly load: Float64Array };
}

/**
 * Two solutions side by side; their difference is the error estimate. Where it exceeds the tolerance the run starts over on the next stage, with finer
 * steps, up to the current time. What was seen before that met the tolerance, and is not shown again.
 *
 * The returned functions throw NotParabolicError where growth shows that is watched for, ConvergenceError where no stage is left.
 */
export function evolvingPair<Space extends { readonly unknowns: number }, Band>(
  request: PairRequest,
  kind: PairKind<Space, Band>,
  tolerance: number,
  course: Course,
): EvolvingPair<Space, Band> {
  const scheme = implicitScheme(request.scheme ?? "sdirk4");
  const plan = { request, kind, tolerance, scheme, course };
  const progress = begin(plan);
  return {
    advance: (_from, to) => advance(plan, progress, to),
    complete: () => complete(plan, progress),
    look: () => progress.seen!,
    leastPurity: leastPurity(request.model.spins, kind.inBall),
    snapshot: () => {
      const { level, now, runs } = progress;
      const members = { reported: runs.reported.integrator.pack(now), compared: runs.compared.integrator.pack(now) };
      return { level: Float64Array.of(level), ...joinedSnapshot(members) };
    },
    stage: () => kind.stages[progress.level]!,
    unknowns: () => progress.runs.reported.system.space.unknowns,
    reported: () => {
      const { system, integrator } = progress.runs.reported;
      return { system, load: integrator.at(progress.now) };
    },
  };
}

function begin<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
): PairProgress<Space, Band> {
  const { times, resume } = plan.request;
  const best = Number.POSITIVE_INFINITY;
  if (resume === undefined) return { level: 0, now: 0, best, seen: null, ...runsOf(plan, 0, best) };
  const { snapshot, index } = resume;
  const level = snapshotArray(snapshot, "level", 1)[0]!;
  const { runs, defect } = runsOf(plan, level, best);
  runs.reported.integrator.restore(partOfSnapshot(snapshot, "reported"));
  runs.compared.integrator.restore(partOfSnapshot(snapshot, "compared"));
  return { level, now: times[index]!, best, seen: null, runs, defect };
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
function* advance<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
  to: number,
): Generator<EvolutionMove, void> {
  const { stages } = plan.kind;
  plan.course.enter(progress.now, to);
  while ((yield* advanceRuns(plan, progress, to)) === "outgrown") {
    const { band } = stages[progress.level]!.reported;
    const other = stages.findIndex(({ reported }, k) => k > progress.level && reported.band !== band);
    if (other < 0) throw valuesOutgrown(progress.now, to);
    yield* startOver(plan, progress, other);
  }
  progress.now = to;
}

function* advanceRuns<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  { level, runs }: PairProgress<Space, Band>,
  to: number,
): Generator<EvolutionMove, "reached" | "outgrown"> {
  const mesh = plan.kind.stages[level]!.name;
  for (const { run, time } of runs.advance(to, plan.course.next(to))) {
    yield { kind: "move", time, mesh, degree: run.member.degree };
    if (isOutgrown(plan, run, time)) return "outgrown";
  }
  return "reached";
}

/** Begins another stage, and moves to the current time. */
function* startOver<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
  level: number,
): Generator<EvolutionMove, void> {
  const { now } = progress;
  progress.level = level;
  Object.assign(progress, runsOf(plan, level, progress.best));
  progress.now = 0;
  for (const stop of plan.course.between(0, now)) yield* advance(plan, progress, stop);
}

/** Starts over until what is seen where the pair stands meets the tolerance. */
function* complete<Space extends { readonly unknowns: number }, Band>(
  plan: PairPlan<Space, Band>,
  progress: PairProgress<Space, Band>,
): Generator<EvolutionMove, void> {
  for (;;) {
    const { look, largest } = compare(plan, progress);
    progress.seen = look;
    if (largest <= plan.tolerance || plan.kind.lenient) return;
    progress.best = Math.min(progress.best, largest);
    yield* startOver(plan, progress, progress.level + 1);
  }
}

interface Seen {
  readonly load: Float64Array;
  readonly moments: DensityMoments;
  readonly purity: FoundPurity;
}

function see<Space, Band>({ system, integrator, purityAt }: Run<Space, Band>, time: number, spins: number): Seen {
  const load = integrator.at(time);
  return {
    load,
    moments: momentsOfIntegrals(system.functionals.centre, observe(system.system, load), spins),
    purity: purityAt(load, time),
  };
}

/** What the reported solution shows, and the largest estimate of its moments. */
function compare<Space extends { readonly unknowns: number }, Band>(
  { request, kind }: PairPlan<Space, Band>,
  { runs, now, defect }: PairProgress<Space, Band>,
): { readonly look: Look<Space>; readonly largest: number } {
  const { spins } = request.model;
  const reported = see(runs.reported, now, spins);
  const compared = see(runs.compared, now, spins);
  const { system, error: stepError } = runs.reported;
  const floor = kind.floor(system, reported.load) + stepError() + 2 * defect.moments;
  const moments = estimateMoments(reported.moments.moments, compared.moments.moments, floor, true);
  const largest = largestMoment(moments);
  const start = now === 0 ? pointMasses(request.initial, spins) : null;
  if (start !== null) return { look: exactStart(start, spins), largest };
  const { purity, error } = reported.purity;
  const look: Look<Space> = {
    observables: observables(spins, reported.moments.moments, purity, reported.moments.covariance),
    // Two purities may agree by chance as moments do, where steps or elements are coarse.
    errorEstimate: {
      ...moments,
      purity: kind.purityError(purity, compared.purity.purity) + purity * largest + floor + error + 2 * defect.purity,
    },
    density: { space: system.space, values: () => system.density(reported.load) },
  };
  return { look, largest };
}
