import type { LinearMap } from "../../linalg/linearMap.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import type { Integrator, StateOptions } from "../integrator.ts";
import { snapshotArray } from "../snapshot.ts";
import { chebyshevSteps, type NumericalRange } from "./chebyshev.ts";
import { krylovSteps } from "./krylov.ts";

export interface ChebyshevOptions extends StateOptions {
  /** The norm of tolerance and error is at most this many Euclidean norms. */
  readonly perEuclidean: number;
}

/**
 * dy/dt = A y from y(0) = `start` by one exponential from each time that is asked for to the next: sums of Chebyshev polynomials, for a matrix that
 * turns much faster than it damps.
 */
export function chebyshevIntegrator(
  start: Float64Array,
  apply: LinearMap,
  range: NumericalRange,
  { tolerancePerTime, perEuclidean, settle }: ChebyshevOptions,
): Integrator {
  const steps = chebyshevSteps(apply, start.length, range);
  return exponentialIntegrator(start, settle, {
    *take(state, span, counts, from) {
      const length = perEuclidean * norm(state);
      const taking = steps(span, state, (tolerancePerTime * span) / length);
      let next = taking.next();
      for (; next.done !== true; next = taking.next()) yield from + next.value;
      const { truncation, rounding, applications } = next.value;
      counts.error += length * (truncation + rounding);
      counts.steps += applications;
      yield from + span;
    },
    roundedSteps: () => 0,
  });
}

export interface KrylovOptions extends StateOptions {
  /** Called before the matrix is applied for an interval of a given length. */
  readonly prepare: (span: number) => void;
  /** What rounding of the matrix does to the state in a unit of time. */
  readonly roundingPerTime: () => number;
}

/** dy/dt = A y from y(0) = `start` by exponentials in Krylov spaces, whose steps find their own length. Errors are Euclidean norms. */
export function krylovIntegrator(
  start: Float64Array,
  apply: LinearMap,
  { tolerancePerTime, prepare, roundingPerTime, settle }: KrylovOptions,
): Integrator {
  return exponentialIntegrator(start, settle, {
    *take(state, span, counts, from) {
      prepare(span);
      const taking = krylovSteps(apply, span, state, {
        tolerance: tolerancePerTime * span,
        initialStep: counts.nextStep,
        maximumSteps: Number.POSITIVE_INFINITY,
      });
      let next = taking.next();
      for (; next.done !== true; next = taking.next()) yield from + next.value;
      const { suggestedStep, errorEstimate, steps } = next.value;
      counts.nextStep = suggestedStep;
      // A long step in a small space is a power of a small matrix: what is conserved keeps the roundings of every turn.
      counts.error += errorEstimate + roundingPerTime() * span;
      counts.steps += steps;
    },
    roundedSteps: (counts) => counts.steps,
  });
}

/** What one exponential leaves to the next. */
interface Counts {
  time: number;
  nextStep: number;
  error: number;
  steps: number;
}

interface Exponential {
  /** Moves the state in place over an interval that begins at `from`, and adds to the counts. */
  readonly take: (state: Float64Array, span: number, counts: Counts, from: number) => Generator<number, void>;
  readonly roundedSteps: (counts: Counts) => number;
}

function exponentialIntegrator(
  start: Float64Array,
  settle: StateOptions["settle"],
  { take, roundedSteps }: Exponential,
): Integrator {
  const state = start.slice();
  const counts: Counts = { time: 0, nextStep: 0, error: 0, steps: 0 };
  return {
    *advance(time) {
      if (time > counts.time) yield* take(state, time - counts.time, counts, counts.time);
      counts.time = time;
      settle?.(state);
    },
    at: () => state,
    error: () => counts.error,
    roundedSteps: () => roundedSteps(counts),
    steps: () => ({ accepted: counts.steps, rejected: 0 }),
    pack: () => ({
      state: state.slice(),
      progress: Float64Array.of(counts.time, counts.nextStep, counts.error, counts.steps),
    }),
    restore: (packed) => {
      state.set(snapshotArray(packed, "state", state.length));
      const [time, nextStep, error, steps] = snapshotArray(packed, "progress", 4);
      Object.assign(counts, { time, nextStep, error, steps });
    },
  };
}
