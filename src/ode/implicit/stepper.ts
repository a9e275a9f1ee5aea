import { ConvergenceError } from "../../core/errors.ts";
import { dot } from "../../linalg/vectorKernels.ts";
import { addStages, type Factored, stageSolver } from "./stageSolver.ts";
import type { LinearSystem } from "./system.ts";
import type { ImplicitScheme } from "./tableaux.ts";

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

export interface ImplicitOptions {
  readonly scheme: ImplicitScheme;
  /** Fixed step; adaptive where absent. */
  readonly fixedStep?: number;
  /**
   * Embedded error of the observed integrals allowed in one step. The result is better: the method is of higher order than
   * the embedded one, and dissipation forgets old errors (seen: errors of a tenth of this and below).
   */
  readonly tolerance: number;
  readonly maximumSteps?: number;
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

/** The step changes by at least this factor or not at all: a new step costs a factorisation. */
const WORTH_A_FACTORIZATION = 1.6;

const MAXIMUM_STEPS = 1_000_000;

/**
 * Steps of one system. The last factorisation is kept, so consecutive calls with the same step reuse it; results depend on the arguments only.
 */
export interface ImplicitStepper {
  /** One step, adapted to the tolerance, that ends at `end` at the latest. Equal steps divide what is left until there. */
  readonly step: (state: IntegrationState, end: number) => Step;
  /** One step of a given length, whatever its error; `end` is its end but for rounding, and `limit` that of the interval in which L is smooth. */
  readonly stepBy: (state: IntegrationState, length: number, end: number, limit: number) => Step;
}

/**
 * The step adapts to the embedded error estimate of the observed integrals, which are what the caller wants to be right.
 *
 * One function in spite of its length: the functions it returns share the factors of the last step and the count of steps.
 *
 * The returned functions throw ConvergenceError where the step would fall below rounding, or the number of steps runs out.
 */
export function implicitStepper(system: LinearSystem, options: ImplicitOptions): ImplicitStepper {
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

  return { step, stepBy };
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
