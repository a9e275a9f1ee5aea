import { ConvergenceError } from "../core/errors.ts";
import { analyze, type Factorization, factor, type SymbolicFactorization, solve } from "../linalg/lu.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../linalg/sparse.ts";
import type { ImplicitScheme } from "./rungeKutta.ts";

/**
 * M dP/dt = L(t) P with its load p = M P as the state, so that a delta (p_i = phi_i(r0)) needs no smoothing. M and L share
 * one pattern.
 */
export interface LinearSystem {
  readonly pattern: SparsityPattern;
  readonly symbolic: SymbolicFactorization;
  readonly mass: SparseMatrix;
  readonly massFactorization: Factorization;
  /** Writes the values of L at time t. */
  readonly generator: (time: number, values: Float64Array) => void;
  readonly autonomous: boolean;
  /** Observed integrals as functionals of the load: int P f = loadFunctional . p. The first is the mass. */
  readonly loadFunctionals: readonly Float64Array[];
}

/** System from its matrices; `functionals` act on nodal values (int P f = functional . P). */
export function linearSystem(
  mass: SparseMatrix,
  generator: (time: number, values: Float64Array) => void,
  autonomous: boolean,
  functionals: readonly Float64Array[],
): LinearSystem {
  const symbolic = analyze(mass.pattern);
  const massFactorization = factor(symbolic, mass.values);
  const loadFunctionals = functionals.map((functional) => {
    // M is symmetric: functional . M^-1 p = (M^-1 functional) . p.
    const dual = new Float64Array(functional.length);
    solve(massFactorization, functional, dual);
    return dual;
  });
  return { pattern: mass.pattern, symbolic, mass, massFactorization, generator, autonomous, loadFunctionals };
}

/** Where an integration stands; plain data, so that a checkpoint can hold it. */
export interface IntegrationState {
  readonly time: number;
  readonly load: Float64Array;
  /** Step to try next. */
  readonly step: number;
  /** Sum of the local error estimates of the observed integrals. */
  readonly accumulatedError: number;
  readonly steps: number;
  readonly factorizations: number;
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
  /** Called after each accepted step. */
  readonly onStep?: (state: IntegrationState) => void;
}

/** Load at a requested time, by the scheme's continuous extension. */
export interface DensePoint {
  readonly time: number;
  readonly load: Float64Array;
  /** The observed integrals. */
  readonly integrals: Float64Array;
}

/** The step changes by at least this factor or not at all: a new step costs a factorisation. */
const WORTH_A_FACTORIZATION = 1.6;

/**
 * Advances `state` until every requested time (ascending, none before the state's) was passed, and hands each to `onPoint`.
 * The step adapts to the embedded error estimate of the observed integrals, which is what the caller wants to be right.
 *
 * @throws ConvergenceError where the step would fall below rounding, or the number of steps runs out
 */
export function integrate(
  system: LinearSystem,
  state: IntegrationState,
  times: ArrayLike<number>,
  options: IntegrationOptions,
  onPoint: (point: DensePoint) => void,
): IntegrationState {
  const { scheme } = options;
  const n = system.pattern.rows;
  const entries = system.pattern.columnIndices.length;
  const massMatrix = system.mass;
  const generator: SparseMatrix = { pattern: system.pattern, values: new Float64Array(entries) };
  const shifted = new Float64Array(entries);
  const stageLoads = Array.from({ length: scheme.stages }, () => new Float64Array(n));
  const right = new Float64Array(n);
  const density = new Float64Array(n);
  let { time, step, accumulatedError, steps, factorizations } = state;
  const load = state.load.slice();
  const limit = options.maximumSteps ?? 1_000_000;
  let factorization: Factorization | null = null;
  let factoredStep = 0;
  let next = 0;
  if (system.autonomous) system.generator(time, generator.values);

  const observe = (at: number, vector: Float64Array): DensePoint => ({
    time: at,
    load: vector,
    integrals: Float64Array.from(system.loadFunctionals, (f) => dot(f, vector)),
  });
  while (next < times.length && times[next]! <= time) onPoint(observe(times[next++]!, load.slice()));

  while (next < times.length) {
    if (steps >= limit) throw tooManySteps(limit, time);
    if (!(time + step > time)) throw stepUnderflow(time, step);
    for (let s = 0; s < scheme.stages; s++) {
      if (!system.autonomous) {
        system.generator(time + scheme.c[s]! * step, generator.values);
        factorization = null;
      }
      if (factorization === null || factoredStep !== step) {
        const shift = scheme.gamma * step;
        for (let k = 0; k < entries; k++) shifted[k] = massMatrix.values[k]! - shift * generator.values[k]!;
        factorization = factor(system.symbolic, shifted);
        factoredStep = step;
        factorizations++;
      }
      right.set(load);
      for (let j = 0; j < s; j++) {
        const weight = step * scheme.a[s]![j]!;
        const stage = stageLoads[j]!;
        for (let i = 0; i < n; i++) right[i]! += weight * stage[i]!;
      }
      solve(factorization, right, density);
      multiply(generator, density, stageLoads[s]!);
    }
    const weights = scheme.a[scheme.stages - 1]!;
    const error = embeddedError(system, scheme, step, stageLoads);
    if (!Number.isFinite(error)) throw stepUnderflow(time, step);
    if (options.fixedStep === undefined) {
      const allowed = options.tolerance;
      const factorOfStep = 0.85 * (allowed / Math.max(error, 1e-300)) ** (1 / (scheme.embeddedOrder + 1));
      if (error > allowed) {
        step *= Math.max(0.1, Math.min(0.6, factorOfStep));
        continue;
      }
      const proposed = step * Math.min(5, factorOfStep);
      passPoints();
      accept(error);
      if (proposed > WORTH_A_FACTORIZATION * step) step = proposed;
    } else {
      passPoints();
      accept(error);
    }
    options.onStep?.({ time, load: load.slice(), step, accumulatedError, steps, factorizations });

    function passPoints(): void {
      const end = time + step;
      // A fixed step adds up with rounding; a requested time that it meets but for that is met.
      while (next < times.length && times[next]! <= end + 1e-9 * step) {
        const theta = Math.min(1, (times[next]! - time) / step);
        const at = load.slice();
        const b = scheme.dense(theta);
        for (let s = 0; s < scheme.stages; s++) {
          const weight = step * b[s]!;
          const stage = stageLoads[s]!;
          for (let i = 0; i < n; i++) at[i]! += weight * stage[i]!;
        }
        onPoint(observe(times[next++]!, at));
      }
    }
    function accept(localError: number): void {
      for (let s = 0; s < scheme.stages; s++) {
        const weight = step * weights[s]!;
        const stage = stageLoads[s]!;
        for (let i = 0; i < n; i++) load[i]! += weight * stage[i]!;
      }
      time += step;
      steps++;
      accumulatedError += localError;
    }
  }
  return { time, load, step, accumulatedError, steps, factorizations };
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
