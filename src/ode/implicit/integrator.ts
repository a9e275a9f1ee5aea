import type { Integrator } from "../integrator.ts";
import { type Snapshot, snapshotArray } from "../snapshot.ts";
import { type ImplicitOptions, type IntegrationState, implicitStepper, type Step } from "./stepper.ts";
import type { LinearSystem } from "./system.ts";

/** Implicit steps, which end at the limit of `advance` but not at the times asked for: the scheme's continuous extension knows those. */
export interface ImplicitIntegrator extends Integrator {
  /** End of the last step. */
  readonly front: () => number;
  /** One step, to `limit` at most. */
  readonly step: (limit: number) => void;
  /** One step of that length to `end`; `limit` as in `step`. */
  readonly stepBy: (length: number, end: number, limit: number) => void;
  /** The last step; null before the first. */
  readonly last: () => Step | null;
}

/**
 * M dP/dt = L(t) P with its load M P as the state, whose sum is the mass. The step adapts to the embedded error estimate of the observed integrals.
 *
 * The returned functions throw ConvergenceError where the step would fall below rounding, or the number of steps runs out.
 */
export function implicitIntegrator(
  system: LinearSystem,
  start: Pick<IntegrationState, "load" | "step">,
  options: ImplicitOptions,
): ImplicitIntegrator {
  const stepper = implicitStepper(system, options);
  let state: IntegrationState = { time: 0, ...start };
  let last: Step | null = null;
  let count = 0;
  const take = (step: Step): void => {
    last = step;
    state = step.after;
    count++;
  };
  const step = (limit: number): void => take(stepper.step(state, limit));
  return {
    *advance(time, limit = time) {
      while (state.time < time) {
        step(limit);
        yield state.time;
      }
    },
    front: () => state.time,
    step,
    stepBy: (length, end, limit) => take(stepper.stepBy(state, length, end, limit)),
    last: () => last,
    at: (time) => (last === null || time >= state.time ? state.load : last.at(time)),
    error: () => 0,
    roundedSteps: () => count,
    steps: () => ({ accepted: count, rejected: 0 }),
    // The step that passed the time is taken again, to the same bits.
    pack: (time) => packState(last !== null && time < state.time ? last.before : state),
    restore: (packed) => {
      state = unpackState(packed, start.load.length);
      last = null;
    },
  };
}

/**
 * Moves two integrators until the first has reached the time: it takes two steps for each one of the second, so that errors in time show in their
 * difference. Yields the one that has taken a step.
 */
export function* halvedSteps(
  halved: ImplicitIntegrator,
  whole: ImplicitIntegrator,
  time: number,
  limit: number,
): Generator<ImplicitIntegrator, void> {
  while (halved.front() < time || whole.front() < time) {
    if (halved.front() >= whole.front()) {
      whole.step(limit);
      yield whole;
    }
    const { before, after, length } = whole.last()!;
    const middle = before.time + (after.time - before.time) / 2;
    halved.stepBy(length / 2, halved.front() < middle ? middle : after.time, limit);
    yield halved;
  }
}

function packState({ time, load, step, row, factored }: IntegrationState): Snapshot {
  const { length, left, end } = row ?? { length: 0, left: 0, end: 0 };
  return {
    state: load.slice(),
    progress: Float64Array.of(time, step, length, left, end, factored?.step ?? 0, factored?.time ?? 0),
  };
}

function unpackState(packed: Snapshot, size: number): IntegrationState {
  const load = snapshotArray(packed, "state", size);
  const progress = snapshotArray(packed, "progress", 7) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [time, step, length, left, end, factoredStep, factoredTime] = progress;
  return {
    time,
    load,
    step,
    ...(left === 0 ? {} : { row: { length, left, end } }),
    ...(factoredStep === 0 ? {} : { factored: { step: factoredStep, time: factoredTime } }),
  };
}
