import { ConvergenceError } from "../../core/errors.ts";
import { type LinearSolver, planSolver, type SolverOptions, type SolverPlan } from "../../linalg/solver.ts";
import type { SparseMatrix, SparsityPattern } from "../../linalg/sparse.ts";
import type { ImplicitScheme } from "./rungeKutta.ts";
import { addStages, type Factored, stageSolver } from "./stageSolver.ts";

/**
 * M dP/dt = L(t) P with its load p = M P as the state, so that a delta (p_i = phi_i(r0)) needs no smoothing. M and L share
 * one pattern.
 */
export interface LinearSystem {
  readonly pattern: SparsityPattern;
  readonly plan: SolverPlan;
  readonly mass: SparseMatrix;
  readonly massSolver: LinearSolver;
  /** Writes the values of L at time t. */
  readonly generator: (time: number, values: Float64Array) => void;
  readonly autonomous: boolean;
  /** Observed integrals as functionals of the load: int P f = loadFunctional . p. The first is the mass. */
  readonly loadFunctionals: readonly Float64Array[];
}

/** Rounding in a solve is far below the error of a time step. */
const unrefined = { refine: false };

/** System from its matrices; `functionals` act on nodal values (int P f = functional . P). */
export function linearSystem(
  mass: SparseMatrix,
  generator: (time: number, values: Float64Array) => void,
  autonomous: boolean,
  functionals: readonly Float64Array[],
  options: SolverOptions = {},
): LinearSystem {
  const plan = planSolver(mass.pattern, options);
  const massSolver = plan.factor(mass.values, unrefined);
  const loadFunctionals = functionals.map((functional) => {
    // M is symmetric: functional . M^-1 p = (M^-1 functional) . p.
    const dual = new Float64Array(functional.length);
    massSolver.solve(functional, dual);
    return dual;
  });
  return { pattern: mass.pattern, plan, mass, massSolver, generator, autonomous, loadFunctionals };
}

/** Where an integration stands; plain data, so that a checkpoint can hold it. */
export interface IntegrationState {
  readonly time: number;
  readonly load: Float64Array;
  /** Step to try next. */
  readonly step: number;
  /** Equal steps under way: their length, and how many are left to `end`. */
  readonly row?: StepRow;
  /** Matrix whose factors are at hand: where they are used for others, too, the last bits depend on it. */
  readonly factored?: Factored;
}

/** Equal steps to a time where one has to end, so that they share a factorisation. */
export interface StepRow {
  readonly length: number;
  readonly left: number;
  readonly end: number;
}

export interface IntegrationOptions {
  readonly scheme: ImplicitScheme;
  /** Fixed step; adaptive where absent. */
  readonly fixedStep?: number;
  /**
   * Embedded error of the observed integrals allowed in one step. The result is better: the method is of higher order than
   * the embedded one, and dissipation forgets old errors (seen: errors of a tenth of this and below).
   */
  readonly tolerance: number;
  readonly maximumSteps?: number;
  /** Called after each accepted step; `load` is only lent. */
  readonly onStep?: (time: number, load: Float64Array) => void;
}

/** One step: from where, to where, and what is in between. */
export interface Step {
  readonly before: IntegrationState;
  readonly after: IntegrationState;
  /** Length of the step, as the matrices have it. */
  readonly length: number;
  /** Load at a time of the step by the scheme's continuous extension; only until the next step is taken. */
  readonly at: (time: number) => Float64Array;
}

/** Load at a requested time. */
export interface DensePoint {
  readonly time: number;
  readonly load: Float64Array;
  /** The observed integrals. */
  readonly integrals: Float64Array;
}

/** The step changes by at least this factor or not at all: a new step costs a factorisation. */
const WORTH_A_FACTORIZATION = 1.6;

const MAXIMUM_STEPS = 1_000_000;

/** The observed integrals of a load. */
export const observe = (system: LinearSystem, load: Float64Array): Float64Array =>
  Float64Array.from(system.loadFunctionals, (functional) => dot(functional, load));

/**
 * Integrator of one system. It keeps the last factorisation, so consecutive calls with the same step reuse it; results
 * depend on the arguments only.
 */
export interface Integrator {
  /** One step, adapted to the tolerance, that ends at `end` at the latest. Equal steps divide what is left until there. */
  readonly step: (state: IntegrationState, end: number) => Step;
  /** One step of a given length, whatever its error; `end` is its end but for rounding, and `limit` that of the interval in which L is smooth. */
  readonly stepBy: (state: IntegrationState, length: number, end: number, limit: number) => Step;
  /** Advances to the time `end`, where the last step ends. */
  readonly advance: (state: IntegrationState, end: number) => IntegrationState;
  /** Goes on until the last of the ascending `times` was passed; loads there by the scheme's continuous extension. */
  readonly dense: (
    state: IntegrationState,
    times: ArrayLike<number>,
    onPoint: (point: DensePoint) => void,
  ) => IntegrationState;
}

/**
 * The step adapts to the embedded error estimate of the observed integrals, which are what the caller wants to be right.
 *
 * The returned functions throw ConvergenceError where the step would fall below rounding, or the number of steps runs out.
 */
export function createIntegrator(system: LinearSystem, options: IntegrationOptions): Integrator {
  const { scheme, tolerance, fixedStep } = options;
  const maximumSteps = options.maximumSteps ?? MAXIMUM_STEPS;
  const solver = stageSolver(system, scheme);
  const weights = scheme.a[scheme.stages - 1]!;
  let count = 0;

  function attempt(
    { time, load }: IntegrationState,
    length: number,
  ): { stages: readonly Float64Array[]; error: number } {
    if (!(time + length > time)) throw stepUnderflow(time, length);
    const stages = solver.stages(time, load, length);
    const error = embeddedError(system, scheme, length, stages);
    if (!Number.isFinite(error)) throw stepUnderflow(time, length);
    return { stages, error };
  }

  function finish(
    before: IntegrationState,
    length: number,
    end: number,
    stages: readonly Float64Array[],
    then: Pick<IntegrationState, "step" | "row">,
    limit: number,
  ): Step {
    if (++count > maximumSteps) throw tooManySteps(maximumSteps, before.time);
    const load = before.load.slice();
    addStages(load, length, weights, stages);
    // Beyond the limit L may have jumped: a matrix of before could not be made again from the state there.
    const factored = system.autonomous || end < limit ? solver.factored() : null;
    const after = { time: end, load, ...then, ...(factored === null ? {} : { factored }) };
    options.onStep?.(end, load);
    const at = (time: number): Float64Array => {
      if (time >= end) return load;
      const between = before.load.slice();
      addStages(between, length, scheme.dense(Math.min(1, (time - before.time) / length)), stages);
      return between;
    };
    return { before, after, length, at };
  }

  function step(state: IntegrationState, end: number): Step {
    solver.prepare(state.factored ?? null);
    const { time } = state;
    const row = state.row?.end === end && state.row.left > 0 ? state.row : newRow(time, end, state.step);
    for (let length = row.length; ; ) {
      const { stages, error } = attempt(state, length);
      const ratio = 0.85 * (tolerance / Math.max(error, 1e-300)) ** (1 / (scheme.embeddedOrder + 1));
      if (fixedStep === undefined && error > tolerance) {
        length *= Math.max(0.1, Math.min(0.6, ratio));
        continue;
      }
      const proposed = length * Math.min(5, ratio);
      const next = fixedStep ?? (proposed > WORTH_A_FACTORIZATION * length ? proposed : length);
      if (length !== row.length) return finish(state, length, time + length, stages, { step: next }, end);
      const left = row.left - 1;
      const reached = left === 0 ? end : time + length;
      // A longer step is worth a new division only if it saves a step; a shorter one is not a choice.
      const saves = next > length && left > 1 && Math.ceil((end - reached) / next) < left;
      const then = {
        step: next > length ? next : state.step,
        ...(left === 0 || saves ? {} : { row: { ...row, left } }),
      };
      return finish(state, length, reached, stages, then, end);
    }
  }

  function stepBy(state: IntegrationState, length: number, end: number, limit: number): Step {
    solver.prepare(state.factored ?? null);
    return finish(state, length, end, attempt(state, length).stages, { step: length }, limit);
  }

  function advance(state: IntegrationState, end: number): IntegrationState {
    let now = state;
    while (now.time < end) now = step(now, end).after;
    return now;
  }

  function dense(
    state: IntegrationState,
    times: ArrayLike<number>,
    onPoint: (point: DensePoint) => void,
  ): IntegrationState {
    let now = state;
    let next = 0;
    const emit = (time: number, load: Float64Array): void => onPoint({ time, load, integrals: observe(system, load) });
    while (next < times.length && times[next]! <= now.time) emit(times[next++]!, now.load);
    while (next < times.length) {
      const taken = step(now, Number.POSITIVE_INFINITY);
      now = taken.after;
      // Fixed steps add up with rounding; a time that is met but for that is met.
      const passed = now.time + 1e-9 * taken.length;
      while (next < times.length && times[next]! <= passed) emit(times[next]!, taken.at(times[next++]!));
    }
    return now;
  }

  return { step, stepBy, advance, dense };
}

/** Equal steps of at most `step` from a time to the end; a single one where there is no end. */
function newRow(time: number, end: number, step: number): StepRow {
  if (end === Number.POSITIVE_INFINITY) return { length: step, left: Number.POSITIVE_INFINITY, end };
  const left = Math.max(1, Math.ceil((end - time) / step - 1e-9));
  // Rounded, so that intervals that are equal but for rounding share a factorisation; 1e-12 is below all other errors.
  return { length: Number(((end - time) / left).toPrecision(12)), left, end };
}

/** Largest difference of the observed integrals between the method and the embedded one. */
function embeddedError(
  system: LinearSystem,
  scheme: ImplicitScheme,
  step: number,
  stageLoads: readonly Float64Array[],
): number {
  const weights = scheme.a[scheme.stages - 1]!;
  let worst = 0;
  for (const functional of system.loadFunctionals) {
    let difference = 0;
    for (let s = 0; s < scheme.stages; s++) {
      difference += (weights[s]! - scheme.embedded[s]!) * dot(functional, stageLoads[s]!);
    }
    worst = Math.max(worst, Math.abs(step * difference));
    if (Number.isNaN(difference)) return Number.NaN;
  }
  return worst;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const tooManySteps = (limit: number, time: number): ConvergenceError =>
  new ConvergenceError({
    what: `${limit} time steps were not enough, the last one ended at t = ${time}`,
    remedy: "ask for a larger tolerance or step, or a shorter time",
    value: time,
    limit,
  });

const stepUnderflow = (time: number, step: number): ConvergenceError =>
  new ConvergenceError({
    what: `the time step fell to ${step} at t = ${time}, where rounding swallows it`,
    remedy: "ask for a larger tolerance; if the equation is not parabolic, keep the gauge filter on",
    value: step,
  });
