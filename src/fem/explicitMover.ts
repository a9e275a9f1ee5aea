import { norm as euclideanNorm } from "../linalg/vectorKernels.ts";
import {
  advance,
  createIntegrator,
  packProgress,
  progressLength,
  type RightHandSide,
  restoreProgress,
} from "../ode/explicit/integrator.ts";
import { chebyshevExponential, type NumericalRange } from "../ode/exponential/chebyshev.ts";
import { snapshotArray } from "../state/evolution.ts";
import type { Mover, Watch } from "./mover.ts";

/** A system small enough, and slow enough, for explicit steps. */
export interface ExplicitSystem {
  /** Derivative of the load. */
  readonly rate: RightHandSide;
  /** Size of an error in the load such that evolution does not enlarge it: the Hilbert-Schmidt norm of the density matrix. */
  readonly norm: (load: Float64Array) => number;
  /** Bound on the error of a moment from that norm. */
  readonly perMoment: number;
  /** Where the equation does not depend on time and turns much faster than it damps; a Hilbert-Schmidt norm is at most that many Euclidean ones. */
  readonly constant?: { readonly range: NumericalRange; readonly perEuclidean: number };
  /** Multiplications that the steps to a time are predicted to take. */
  readonly operations: (end: number) => number;
}

/** Relative to the state: a few of the some thirty vectors that a step is combined from, and the state that it starts from. */
const roundingOf = (steps: number): number => (16 + 16 * steps) * Number.EPSILON;

const MAXIMUM_STEPS = 10_000_000;

/** Moves a load in place, and knows its error in the norm of the system. */
interface Stepper {
  readonly advance: (load: Float64Array, from: number, to: number) => void;
  readonly error: () => number;
  readonly pack: () => Float64Array;
  readonly restore: (packed: Float64Array) => void;
}

function rungeKuttaStepper({ rate, norm }: ExplicitSystem, start: Float64Array, tolerancePerTime: number): Stepper {
  const integrator = createIntegrator(start.length, rate, { tolerancePerTime, norm, maximumSteps: MAXIMUM_STEPS });
  const { progress } = integrator;
  return {
    advance: (load, from, to) => advance(integrator, load, from, to),
    error: () => progress.error + roundingOf(progress.accepted) * norm(start),
    pack: () => packProgress(progress),
    restore: (packed) => restoreProgress(progress, packed),
  };
}

function chebyshevStepper(
  { rate }: ExplicitSystem,
  start: Float64Array,
  { range, perEuclidean }: NonNullable<ExplicitSystem["constant"]>,
  tolerancePerTime: number,
): Stepper {
  const propagate = chebyshevExponential((x, y) => rate(0, x, y), start.length, range);
  const initial = roundingOf(0) * perEuclidean * euclideanNorm(start);
  let error = 0;
  return {
    advance: (load, from, to) => {
      const length = perEuclidean * euclideanNorm(load);
      const { truncation, rounding } = propagate(to - from, load, (tolerancePerTime * (to - from)) / length);
      error += length * (truncation + rounding);
    },
    error: () => error + initial,
    pack: () => Float64Array.of(error, 0, 0, 0, 0),
    restore: (packed) => {
      error = packed[0]!;
    },
  };
}

/**
 * Runge-Kutta steps of order 8, or one exponential where the equation is constant and turns fast, which end at each time that is asked for.
 *
 * @param tolerance error of the moments that the steps to `end` may cause
 */
export function explicitMover(
  system: ExplicitSystem,
  start: Float64Array,
  { tolerance, end, watch }: { readonly tolerance: number; readonly end: number; readonly watch: Watch },
): Mover {
  const { perMoment, constant } = system;
  const load = start.slice();
  const tolerancePerTime = tolerance / (perMoment * (end || 1));
  const stepper =
    constant === undefined
      ? rungeKuttaStepper(system, start, tolerancePerTime)
      : chebyshevStepper(system, start, constant, tolerancePerTime);
  let now = 0;
  return {
    advance: (time) => {
      if (time > now) stepper.advance(load, now, time);
      // The mass is conserved; the steps leave it to rounding only.
      load[0] = start[0]!;
      now = time;
      return watch(time, load);
    },
    at: () => load,
    error: () => perMoment * stepper.error(),
    pack: (time) => ({ load: load.slice(), progress: stepper.pack(), place: Float64Array.of(time) }),
    restore: (packed) => {
      load.set(snapshotArray(packed, "load", load.length));
      stepper.restore(snapshotArray(packed, "progress", progressLength));
      now = snapshotArray(packed, "place", 1)[0]!;
    },
  };
}
