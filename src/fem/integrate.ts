import { ConvergenceError } from "../core/errors.ts";
import { type LinearSolver, planSolver, type SolverOptions, type SolverPlan } from "../linalg/solver.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../linalg/sparse.ts";
import type { ImplicitScheme } from "./rungeKutta.ts";

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
  /**
   * Advances to the time `end`, where the last step ends. Equal steps divide what is left, so that a row of equal intervals
   * needs one factorisation.
   */
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
  const limit = options.maximumSteps ?? MAXIMUM_STEPS;
  const attempt = stageSolver(system, scheme);
  const weights = scheme.a[scheme.stages - 1]!;

  /** One accepted step from `load` (overwritten) of at most `step`; returns its length, and the length to try next. */
  function accepted(
    time: number,
    load: Float64Array,
    step: number,
    before: (step: number, stages: readonly Float64Array[]) => void,
  ): { readonly taken: number; readonly next: number } {
    let taken = step;
    for (;;) {
      if (!(time + taken > time)) throw stepUnderflow(time, taken);
      const stages = attempt(time, load, taken);
      const error = embeddedError(system, scheme, taken, stages);
      if (!Number.isFinite(error)) throw stepUnderflow(time, taken);
      const ratio = 0.85 * (tolerance / Math.max(error, 1e-300)) ** (1 / (scheme.embeddedOrder + 1));
      if (fixedStep === undefined && error > tolerance) {
        taken *= Math.max(0.1, Math.min(0.6, ratio));
        continue;
      }
      before(taken, stages);
      addStages(load, taken, weights, stages);
      options.onStep?.(time + taken, load);
      const proposed = taken * Math.min(5, ratio);
      return { taken, next: fixedStep ?? (proposed > WORTH_A_FACTORIZATION * taken ? proposed : taken) };
    }
  }

  function advance(state: IntegrationState, end: number): IntegrationState {
    const load = state.load.slice();
    let { time, step } = state;
    let steps = 0;
    let remaining = 0;
    let divided = 0;
    while (time < end) {
      if (steps++ >= limit) throw tooManySteps(limit, time);
      if (remaining === 0) {
        remaining = Math.max(1, Math.ceil((end - time) / step - 1e-9));
        // Rounded, so that intervals that are equal but for rounding share a factorisation; 1e-12 is below all other errors.
        divided = Number(((end - time) / remaining).toPrecision(12));
      }
      const { taken, next } = accepted(time, load, divided, () => {});
      remaining = taken === divided ? remaining - 1 : 0;
      time = remaining === 0 && taken === divided ? end : time + taken;
      if (taken !== divided || next > divided) {
        // A longer step is worth a new division only if it saves a step; a shorter one is not a choice.
        step = next;
        if (remaining > 1 && Math.ceil((end - time) / next) < remaining) remaining = 0;
      }
    }
    return { time: end, load, step };
  }

  function dense(
    state: IntegrationState,
    times: ArrayLike<number>,
    onPoint: (point: DensePoint) => void,
  ): IntegrationState {
    const load = state.load.slice();
    let { time, step } = state;
    let next = 0;
    const emit = (at: number, vector: Float64Array): void =>
      onPoint({ time: at, load: vector, integrals: observe(system, vector) });
    while (next < times.length && times[next]! <= time) emit(times[next++]!, load.slice());
    for (let steps = 0; next < times.length; steps++) {
      if (steps >= limit) throw tooManySteps(limit, time);
      const { taken, next: proposed } = accepted(time, load, step, (length, stages) => {
        // Fixed steps add up with rounding; a time that is met but for that is met.
        while (next < times.length && times[next]! <= time + length * (1 + 1e-9)) {
          const at = load.slice();
          addStages(at, length, scheme.dense(Math.min(1, (times[next]! - time) / length)), stages);
          emit(times[next++]!, at);
        }
      });
      time += taken;
      step = proposed;
    }
    return { time, load, step };
  }

  return { advance, dense };
}

/** load += step sum_s weights_s stage_s. */
function addStages(
  load: Float64Array,
  step: number,
  weights: readonly number[],
  stages: readonly Float64Array[],
): void {
  for (const [s, stage] of stages.entries()) {
    const weight = step * weights[s]!;
    if (weight === 0) continue;
    for (let i = 0; i < load.length; i++) load[i]! += weight * stage[i]!;
  }
}

/** Returns a function that computes L P at each stage of a step; it keeps the factorisation while the matrix stays. */
function stageSolver(
  system: LinearSystem,
  scheme: ImplicitScheme,
): (time: number, load: Float64Array, step: number) => readonly Float64Array[] {
  const n = system.pattern.rows;
  const entries = system.pattern.columnIndices.length;
  const generator: SparseMatrix = { pattern: system.pattern, values: new Float64Array(entries) };
  const shifted = new Float64Array(entries);
  const stages = Array.from({ length: scheme.stages }, () => new Float64Array(n));
  const right = new Float64Array(n);
  const density = new Float64Array(n);
  let solver: LinearSolver | null = null;
  let factoredStep = 0;
  if (system.autonomous) system.generator(0, generator.values);
  return (time, load, step) => {
    for (let s = 0; s < scheme.stages; s++) {
      if (!system.autonomous) system.generator(time + scheme.c[s]! * step, generator.values);
      if (solver === null || factoredStep !== step || !system.autonomous) {
        const shift = scheme.gamma * step;
        for (let k = 0; k < entries; k++) shifted[k] = system.mass.values[k]! - shift * generator.values[k]!;
        // Twice the mass is a shorter step, which is easier to precondition.
        solver = system.plan.factor(shifted, { ...unrefined, shift: () => system.mass.values });
        factoredStep = step;
      }
      right.set(load);
      addStages(right, step, scheme.a[s]!.slice(0, s), stages.slice(0, s));
      solver.solve(right, density);
      multiply(generator, density, stages[s]!);
    }
    return stages;
  };
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
