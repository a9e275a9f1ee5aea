import {
  advance,
  createIntegrator,
  packProgress,
  progressLength,
  type RightHandSide,
  restoreProgress,
} from "../linalg/explicitIntegrator.ts";
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
  /** Multiplications that the steps to a time are predicted to take. */
  readonly operations: (end: number) => number;
}

/** Relative to the state: a few of the some thirty vectors that a step is combined from, and the state that it starts from. */
const roundingOf = (steps: number): number => (16 + 16 * steps) * Number.EPSILON;

const MAXIMUM_STEPS = 10_000_000;

/**
 * Runge-Kutta steps of order 8, which end at each time that is asked for.
 *
 * @param tolerance error of the moments that the steps to `end` may cause
 */
export function explicitMover(
  { rate, norm, perMoment }: ExplicitSystem,
  start: Float64Array,
  { tolerance, end, watch }: { readonly tolerance: number; readonly end: number; readonly watch: Watch },
): Mover {
  const load = start.slice();
  const integrator = createIntegrator(load.length, rate, {
    tolerancePerTime: tolerance / (perMoment * (end || 1)),
    norm,
    maximumSteps: MAXIMUM_STEPS,
  });
  const { progress } = integrator;
  const size = norm(load);
  let now = 0;
  return {
    advance: (time) => {
      if (time > now) advance(integrator, load, now, time);
      // The mass is conserved; the steps leave it to rounding only.
      load[0] = start[0]!;
      now = time;
      return watch(time, load);
    },
    at: () => load,
    error: () => perMoment * (progress.error + roundingOf(progress.accepted) * size),
    pack: (time) => ({ load: load.slice(), progress: packProgress(progress), place: Float64Array.of(time) }),
    restore: (packed) => {
      load.set(snapshotArray(packed, "load", load.length));
      restoreProgress(progress, snapshotArray(packed, "progress", progressLength));
      now = snapshotArray(packed, "place", 1)[0]!;
    },
  };
}
