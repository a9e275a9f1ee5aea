import { BlochfemError, InputError } from "../../../core/errors.ts";
import { once } from "../../../core/once.ts";
import { gradeMesh } from "../../../mesh/grade.ts";
import type { Mesh } from "../../../mesh/mesh.ts";
import { joinedSnapshot, partOfSnapshot, snapshotArray } from "../../../ode/snapshot.ts";
import { leastPurity } from "../../../state/errorEstimate.ts";
import type { Course, EvolutionMove, Look, PointDensity, ResumePoint } from "../../../state/evolution.ts";
import { observables } from "../../../state/observables.ts";
import { estimateMoments, largestMoment } from "../../errorEstimate.ts";
import type { EvolvingDensity } from "../../evolve.ts";
import { nodePoints } from "../../nodePoints.ts";
import { DEFAULT_UNKNOWNS, type PairRequest } from "../../pairKind.ts";
import { exactStart, pointMasses } from "../../startingPoints.ts";
import { enrichedTriangle } from "../element.ts";
import { gradingScale } from "../expectedPeak.ts";
import { type FunctionSpace, functionSpace, sphereUnknownCount } from "../space.ts";
import { bandMesh } from "../steadyStages.ts";
import {
  momentsOfSum,
  multipolesOfSum,
  purityOfSum,
  type SumMoments,
  valuesOfSum,
  type WeightedDensity,
} from "./movingDensity.ts";
import type { Followed, Way } from "./ways.ts";

/** Where the ways stand. */
interface Progress {
  level: number;
  now: number;
  /** Of the way; null where none is left but the last resort. */
  pair: ReturnType<Way["start"]> | null;
  last: EvolvingDensity<FunctionSpace> | null;
  /** Why each way so far was left. */
  readonly left: string[];
  seen: Seen | null;
}

interface Seen {
  readonly look: Look<FunctionSpace>;
  readonly largest: number;
}

/** What does not change on the way. */
interface Plan {
  readonly request: PairRequest;
  readonly course: Course;
  readonly tolerance: number;
  readonly ways: readonly Way[];
  /** What is left where no way meets the tolerance; throws where that is nothing, and is told why. */
  readonly last: (why: string, resume?: ResumePoint) => EvolvingDensity<FunctionSpace>;
}

/** Estimates above so many tolerances are not met by a few degrees more: of polynomials, of which three are tried, and of harmonics, of which five are. */
const HOPELESS = { tangentPlane: 1e4, shiftedSphere: 1e6 } as const;

/**
 * P by the first of several ways that meets the tolerance: where one does not, the run starts over on the next, up to the current time. What was seen before met the
 * tolerance, and is not shown again.
 */
export function evolvingWays(plan: Plan): EvolvingDensity<FunctionSpace> {
  const { request, tolerance, ways } = plan;
  const progress = begin(plan);
  return {
    advance: (from, to) => advance(plan, progress, from, to),
    *complete() {
      while (progress.last === null) {
        const seen = compare(plan, progress);
        progress.seen = seen;
        if (seen.largest <= tolerance) return;
        const why = `its error estimate at t = ${progress.now} is ${seen.largest.toExponential(1)}`;
        yield* startOver(plan, progress, why, seen.largest > HOPELESS[ways[progress.level]!.functions] * tolerance);
      }
      if (progress.last.complete !== undefined) yield* progress.last.complete();
    },
    look: () => progress.last?.look() ?? progress.seen!.look,
    leastPurity: leastPurity(request.model.spins, false),
    snapshot: () => {
      const { level, now, pair, last } = progress;
      const parts = last === null ? packed(pair!, now) : { last: last.snapshot() };
      return { way: Float64Array.of(level), ...joinedSnapshot(parts) };
    },
    shown: () => {
      if (progress.last !== null) return progress.last.shown();
      const { functions, degree, compared } = ways[progress.level]!;
      const { name, ...carried } = carrier(plan, progress);
      return {
        band: { functions, degree, compared },
        mesh: name,
        degree: carried.degree,
        unknowns: sphereUnknownCount(carried.mesh, carried.degree),
      };
    },
    final: () => {
      if (progress.last !== null) return progress.last.final();
      const parts = lookedAt(progress.pair!.reported).map(({ weight, density: { chart, coefficients } }) => ({
        weight,
        density: { chart, coefficients: coefficients.slice() },
      }));
      const { space } = carrier(plan, progress);
      return {
        space: space(),
        density: () => valuesOfSum(parts, nodePoints(space())),
        degree: null,
        multipoles: once(() => multipolesOfSum(parts, request.model.spins)),
      };
    },
  };
}

function begin({ request, ways, last }: Plan): Progress {
  const { times, resume } = request;
  const start = { left: [], seen: null };
  if (resume === undefined) return { ...start, level: 0, now: 0, pair: ways[0]!.start(), last: null };
  const { snapshot, index } = resume;
  const now = times[index]!;
  const level = snapshotArray(snapshot, "way", 1)[0]!;
  if (level >= ways.length) {
    const own = { index, snapshot: partOfSnapshot(snapshot, "last") };
    return { ...start, level, now, pair: null, last: last("no other way met the tolerance", own) };
  }
  const pair = ways[level]!.start();
  for (const [name, followed] of named(pair)) followed.density.integrator.restore(partOfSnapshot(snapshot, name));
  return { ...start, level, now, pair, last: null };
}

const named = ({ reported, compared }: NonNullable<Progress["pair"]>): readonly (readonly [string, Followed])[] => [
  ...reported.map((one, k) => [`reported${k}`, one] as const),
  ...compared.map((one, k) => [`compared${k}`, one] as const),
];

const packed = (pair: NonNullable<Progress["pair"]>, now: number) =>
  Object.fromEntries(named(pair).map(([name, { density }]) => [name, density.integrator.pack(now)]));

function* advance(plan: Plan, progress: Progress, from: number, to: number): Generator<EvolutionMove, void> {
  plan.course.enter(from, to);
  while (progress.last === null) {
    const why = yield* attempt(plan, progress, to);
    if (why === null) {
      progress.now = to;
      return;
    }
    yield* startOver(plan, progress, why, true);
    plan.course.enter(from, to);
  }
  yield* progress.last.advance(from, to);
  progress.now = to;
}

/** Moves all solutions of the way that is tried; returns why it has to be left, or null. */
function* attempt({ ways }: Plan, { level, pair }: Progress, to: number): Generator<EvolutionMove, string | null> {
  try {
    for (const [, { density }] of named(pair!)) {
      for (const time of density.integrator.advance(to)) {
        yield { kind: "move", time, mesh: wayName(ways[level]!), degree: ways[level]!.degree };
        const why = density.outgrown();
        if (why !== null) return `at t = ${Number(time.toPrecision(3))} ${why}`;
      }
    }
    return null;
  } catch (error) {
    if (!(error instanceof BlochfemError) || error instanceof InputError) throw error;
    return error.what;
  }
}

const wayName = ({ functions }: Way): string =>
  functions === "tangentPlane" ? "a plane that moves with P" : "a shifted sphere";

/** Begins the next way, with other functions where more of the same would not do, and moves to the current time. */
function* startOver(plan: Plan, progress: Progress, why: string, other: boolean): Generator<EvolutionMove, void> {
  const { ways, course } = plan;
  const { now, level } = progress;
  const { functions } = ways[level]!;
  const next = other ? ways.findIndex((way, k) => k > level && way.functions !== functions) : level + 1;
  progress.left.push(`${wayName(ways[level]!)}, degree ${ways[level]!.degree}: ${why}`);
  progress.level = next < 0 ? ways.length : next;
  progress.seen = null;
  if (progress.level < ways.length) progress.pair = ways[progress.level]!.start();
  else {
    progress.pair = null;
    progress.last = plan.last(progress.left.join("; "));
  }
  progress.now = 0;
  for (const stop of course.between(0, now)) yield* advance(plan, progress, progress.now, stop);
}

const lookedAt = (followed: readonly Followed[]): WeightedDensity[] =>
  followed.map(({ weight, density }) => ({ weight, density: density.look() }));

/** What the reported solution shows, and the largest estimate of its moments. */
function compare(plan: Plan, progress: Progress): Seen {
  const { model, initial, density } = plan.request;
  const { spins } = model;
  const { now, pair } = progress;
  const { reported, compared } = pair!;
  const [parts, others] = [lookedAt(reported), lookedAt(compared)];
  const [fine, coarse] = [momentsOfSum(parts, spins), momentsOfSum(others, spins)];
  const floor = fine.rounding + stepErrors(reported);
  const moments = estimateMoments(fine.moments, coarse.moments, floor, true);
  const largest = largestMoment(moments);
  if (now === 0) return { look: exactStart(pointMasses(initial, spins)!, spins), largest };
  // What is not finite meets no tolerance, and is looked at no further.
  if (!(largest < Number.POSITIVE_INFINITY))
    return { look: exactStart(pointMasses(initial, spins)!, spins), largest: Number.POSITIVE_INFINITY };
  const { purity, error } = purityOfSum(parts, spins);
  const look: Look<FunctionSpace> = {
    observables: observables(spins, fine.moments, purity, fine.covariance),
    errorEstimate: { ...moments, purity: error + purity * purityChange(plan, progress, fine, coarse, others, purity) },
    ...(density === true ? { density: shownDensity(plan, progress, parts) } : {}),
  };
  return { look, largest };
}

function shownDensity(plan: Plan, progress: Progress, parts: readonly WeightedDensity[]): PointDensity<FunctionSpace> {
  const space = carrier(plan, progress).space();
  return { space, values: () => valuesOfSum(parts, nodePoints(space)) };
}

/** Relative: in a plane by the change of the width, in units of what a coherent state has, and among harmonics by that of their sum. */
function purityChange(
  { ways, request: { model } }: Plan,
  { level }: Progress,
  fine: SumMoments,
  coarse: SumMoments,
  others: readonly WeightedDensity[],
  purity: number,
): number {
  if (ways[level]!.functions === "tangentPlane") {
    const change = fine.central.reduce((most, value, k) => Math.max(most, Math.abs(value - coarse.central[k]!)), 0);
    return 2 * model.spins * change;
  }
  const other = purityOfSum(others, model.spins);
  return (2 * Math.abs(purity - other.purity) + other.error) / purity;
}

function stepErrors(followed: readonly Followed[]): number {
  return followed.reduce(
    (sum, { weight, density: { integrator } }) =>
      sum + Math.abs(weight) * (PER_NORM * integrator.error() + Number.EPSILON * integrator.roundedSteps()),
    0,
  );
}

/** Error of a moment by that of a state, in the norm of its integrator. */
const PER_NORM = 4;

/** Harmonics that a mesh has to show in a plane; it is graded for the rest. */
const PLANE_BAND = 12;

interface Carrier {
  readonly name: string;
  readonly mesh: Mesh;
  readonly degree: number;
  readonly space: () => FunctionSpace;
}

/** A mesh that shows P at the time that was reached: the given one, or one graded for it. */
function carrier({ request, ways }: Plan, { level, pair }: Progress): Carrier {
  const way = ways[level]!;
  const isPlane = way.functions === "tangentPlane";
  const { maximumUnknowns = DEFAULT_UNKNOWNS } = request;
  const { mesh, name, degree } = bandMesh(isPlane ? PLANE_BAND : way.degree, { ...request, maximumUnknowns });
  const parts = lookedAt(pair!.reported);
  const graded = isPlane && request.mesh === undefined && parts.length === 1;
  return {
    mesh,
    degree,
    name: `${name}${graded ? " graded around P" : ""}, P in ${wayName(way)}`,
    space: once(() => {
      const element = enrichedTriangle(degree);
      if (!graded) return functionSpace(mesh, element);
      const centre = parts[0]!.density.chart.frame[2];
      const [xx, yy, zz] = momentsOfSum(parts, request.model.spins).central;
      const width = Math.sqrt(Math.max(Math.abs(xx) + Math.abs(yy) + Math.abs(zz), LEAST_WIDTH ** 2));
      const scale = gradingScale({ width });
      return functionSpace(scale > 1 ? gradeMesh(mesh, centre, scale) : mesh, element);
    }),
  };
}

/** Of P that a mesh is graded for, an angle. */
const LEAST_WIDTH = 1e-5;
