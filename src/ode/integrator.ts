import type { Snapshot } from "./snapshot.ts";

/**
 * A solution on its way in time: what every scheme of this folder is to whoever follows it. A new scheme is a function in explicit/, implicit/ or
 * exponential/ that returns one of these.
 */
export interface Integrator {
  /**
   * Goes on until `time` is reached or passed, but not beyond `limit` (by default `time`), where a step ends. Yields the end of each step, or of a part
   * of it, where whoever pulls may pause; what was begun is pulled to its end before anything else is asked for, or given up with the integrator.
   *
   * @throws ConvergenceError where the steps run out, or shrink to nothing
   */
  readonly advance: (time: number, limit?: number) => Generator<number, void>;
  /** The solution at a time between the ends of the last step; lent until the next one. */
  readonly at: (time: number) => Float64Array;
  /** Sum of the estimated errors of all steps, in the norm that the scheme was given; 0 of schemes that bound the error of each step. */
  readonly error: () => number;
  /** Steps whose rounding is not in that error. */
  readonly roundedSteps: () => number;
  readonly steps: () => StepCount;
  /** What is needed to go on from a time that was asked for to the same bits. */
  readonly pack: (time: number) => Snapshot;
  /** Throws InputError for a snapshot of another problem. */
  readonly restore: (packed: Snapshot) => void;
}

/** Steps, or products with a matrix where those are what a scheme counts. */
export interface StepCount {
  readonly accepted: number;
  readonly rejected: number;
}

/** What schemes that keep the state in place are told of it. */
export interface StateOptions {
  /** Error per unit of time, as estimated. */
  readonly tolerancePerTime: number;
  /** Called at each time that was asked for, to put right what is conserved but for rounding. */
  readonly settle?: (state: Float64Array) => void;
}
