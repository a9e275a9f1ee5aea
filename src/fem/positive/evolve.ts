import { ConvergenceError, InputError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import { type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { snapshotArray } from "../../ode/snapshot.ts";
import { courseOf, requireAlways } from "../../state/course.ts";
import {
  type Evolution,
  type EvolutionMove,
  type EvolutionRequest,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
  type Look,
} from "../../state/evolution.ts";
import { requireAffordable } from "../../state/evolutionCost.ts";
import { observables } from "../../state/observables.ts";
import type { BallSpace } from "../ball/space.ts";
import type { FunctionSpace } from "../sphere/space.ts";
import { solutionObservables } from "./errors.ts";
import { startingDensity } from "./initialDensity.ts";
import type { FluxLimiter } from "./limiter.ts";
import { meshPair, requireRoom } from "./meshPair.ts";
import { positiveStepper } from "./step.ts";
import { courantStep } from "./stepSize.ts";
import { type PositiveSystem, positiveSystem, requireParabolic } from "./system.ts";

export interface PositiveEvolutionOptions {
  /** Sphere or ball; the density is reported on its uniform refinement. By default an icosphere, or a ball where there are local rates. */
  readonly mesh?: Mesh;
  /** Default "positive". */
  readonly limiter?: FluxLimiter;
  /** Longest time step on `mesh`; half of it is used on the refinement. By default about the time in which P crosses a cell. */
  readonly step?: number;
  /** Of the refinement; default 100,000. */
  readonly maximumUnknowns?: number;
}

export type PositiveEvolutionRequest = Omit<EvolutionRequest, "tolerance"> & PositiveEvolutionOptions;

export interface PositiveEvolution extends Evolution {
  readonly method: "fem";
  /** int P at each time. */
  readonly mass: readonly number[];
  /** Least nodal value at each time. */
  readonly minimum: readonly number[];
  readonly space: FunctionSpace | BallSpace;
  /** Nodal values at the last time. */
  readonly density: Float64Array;
  /** Number of time steps. */
  readonly steps: number;
  /** Largest share of the antidiffusive flux that was held back in a step: 0 where plain Galerkin is non-negative by itself. */
  readonly withheld: number;
}

/**
 * P in time that is nowhere negative: algebraic flux correction of elements of degree 1, on the sphere and in the ball.
 *
 * What plain Galerkin (`evolveDensity`, `evolveBallDensity`) and this scheme guarantee:
 *
 * - Positivity: here every nodal value, hence all of P, is >= 0 at every step, to the last bit and for any step length. Plain Galerkin
 *   undershoots where P changes over less than a cell.
 * - Mass: conserved by both, to rounding.
 * - Moments: plain Galerkin has the exact moment equations of every polynomial in its space (in the ball; on the sphere to its order). Here
 *   they are exact as long as nothing is held back, and else are in error by the diffusion that stays.
 * - Order: plain Galerkin of degree p has moments of order 2p. Here degree 1 only: order 2 where P is resolved, order 1 for a delta and a
 *   layer. "none" is of order 1 where transport dominates; it does not converge where D is anisotropic (as it always is in the ball) and
 *   diffusion matters, because the diffusion that makes it positive is then a share of D itself.
 * - Start: a delta becomes the hat functions of a cell, divided by their integrals. That moves the mean by O(h^2) on meshes of the sphere
 *   whose cells lie evenly round their nodes, as those of an icosphere, and by O(h) on others. At the surface of the ball it is O(h) always:
 *   every non-negative function on the polyhedron has its mean among the centroids of its hat functions.
 *
 * The error estimate compares with two solutions on `mesh`, limited and not, with twice the step: see `solutionObservables`. It bounds the
 * error as soon as plain Galerkin resolves the moments there.
 *
 * @throws NotParabolicError where the equation is not parabolic (in the ball: unless w = 0 and there is no interaction, as for k_+ = k_-), so that P >= 0 need not exist
 * @throws InputError for local rates with a mesh of the sphere, and times or a step out of range; ResourceLimitError above
 * `maximumUnknowns`; ConvergenceError where values overflow, which they can with the limiter "all" only
 */
export const evolvePositiveDensity = (request: PositiveEvolutionRequest): PositiveEvolution =>
  finished(followPositiveDensity(request));

/** The same, time by time; the densities of the points are >= 0. */
export function* followPositiveDensity(
  asked: PositiveEvolutionRequest,
): EvolutionStream<PositiveEvolution, FunctionSpace | BallSpace> {
  const course = courseOf(asked);
  const { model, moving } = course;
  const request = { ...asked, model };
  const { resume, limiter = "positive" } = request;
  const longest = requireStep(request.step);
  const maximumStep = Math.min(longest, request.maximumStep ?? Number.POSITIVE_INFINITY);
  // Also a field that turns P freely is followed step by step.
  const stepped = { ...request, maximumStep, field: request.field ?? (() => model.field) };
  requireAffordable(stepped, course, { by: "implicit", degree: 1, unknowns: 0 });
  const { coarse, fine } = meshPair(model, request.mesh, request.initial);
  requireRoom(vertexCount(fine), request.maximumUnknowns ?? 100_000);
  requireAlways(course, (met) => requireParabolic(met, fine.dimension));
  const systems = { fine: positiveSystem(model, fine, moving), coarse: positiveSystem(model, coarse, moving) };
  const runs: readonly [Run, Run, ...Run[]] = [
    startRun(request, systems.fine, limiter, longest / 2),
    startRun(request, systems.coarse, limiter, longest),
    ...(limiter === "all" ? [] : [startRun(request, systems.coarse, "all", longest)]),
  ];
  if (resume !== undefined) {
    for (const [k, run] of runs.entries()) {
      run.density.set(snapshotArray(resume.snapshot, `density${k}`, run.density.length));
      const [steps, withheld] = snapshotArray(resume.snapshot, `progress${k}`, 2);
      run.steps = steps!;
      run.withheld = withheld!;
    }
  }
  const [reported] = runs;
  const { system, density } = reported;
  const mass: number[] = [];
  const minimum: number[] = [];
  const state: EvolvingState<FunctionSpace | BallSpace> = {
    *advance(from, to) {
      for (const run of runs) yield* advance(run, from, to);
    },
    look: () => {
      requireFinite(density);
      mass.push(density.reduce((sum, value, i) => sum + value * system.lumped[i]!, 0));
      minimum.push(density.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY));
      return { ...seen(runs), density: { space: system.space, values: () => density.slice() } };
    },
    snapshot: () =>
      Object.fromEntries(
        runs.flatMap((run, k) => [
          [`density${k}`, run.density.slice()],
          [`progress${k}`, Float64Array.of(run.steps, run.withheld)],
        ]),
      ),
  };
  return yield* followTimes(request, course, state, (followed) => {
    const { steps, withheld } = reported;
    const seen = { mass: [...mass], minimum: [...minimum], space: system.space, density: density.slice() };
    return { method: "fem", ...followed, ...seen, steps, withheld };
  });
}

/** One solution on its way. */
interface Run {
  readonly system: PositiveSystem;
  readonly density: Float64Array;
  readonly step: (time: number, step: number, density: Float64Array) => number;
  /** Longest step between two times. */
  readonly longest: (from: number, to: number) => number;
  steps: number;
  withheld: number;
}

function startRun(
  { initial }: PositiveEvolutionRequest,
  system: PositiveSystem,
  limiter: FluxLimiter,
  longest: number,
): Run {
  return {
    system,
    density: startingDensity(system, initial, limiter),
    step: positiveStepper(system, limiter),
    longest: (from, to) => (longest < Number.POSITIVE_INFINITY ? longest : courantStep(system, from, to)),
    steps: 0,
    withheld: 0,
  };
}

function* advance(run: Run, from: number, to: number): Generator<EvolutionMove, void> {
  const count = Math.max(1, Math.ceil((to - from) / run.longest(from, to) - 1e-9));
  // Rounded, so that intervals that are equal but for rounding share a factorisation; 1e-12 is below all other errors.
  const step = Number(((to - from) / count).toPrecision(12));
  for (let k = 0; k < count; k++) {
    run.withheld = Math.max(run.withheld, run.step(from + k * step, step, run.density));
    run.steps++;
    yield { kind: "move", time: k + 1 === count ? to : from + (k + 1) * step, degree: 1 };
  }
}

function seen([fine, coarse, galerkin]: readonly [Run, Run, ...Run[]]): Look {
  const { moments, purity, errorEstimate } = solutionObservables(fine, coarse, galerkin ?? null);
  const { spins } = fine.system.model;
  return { observables: observables(spins, moments.moments, purity, moments.covariance), errorEstimate };
}

/** Plain Galerkin's values, which nothing holds back, grow until they overflow where P contracts below a cell. */
function requireFinite(density: Float64Array): void {
  if (density.every(Number.isFinite)) return;
  throw new ConvergenceError({
    what: "values of P have grown until they are no longer finite",
    remedy: 'P contracts below the size of a cell: use the limiter "positive", a finer mesh, or shorter times',
    value: Number.POSITIVE_INFINITY,
    limit: Number.MAX_VALUE,
  });
}

function requireStep(step: number | undefined): number {
  if (step === undefined) return Number.POSITIVE_INFINITY;
  if (step > 0 && step < Number.POSITIVE_INFINITY) return step;
  throw new InputError({
    what: `the time step is ${step}, not a positive number`,
    remedy: "give the longest step, or leave it to be chosen",
    value: step,
    limit: 0,
  });
}
