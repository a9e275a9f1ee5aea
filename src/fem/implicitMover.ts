import type { IntegrationState, Integrator, Step } from "../ode/implicit/integrator.ts";
import { type EvolutionSnapshot, snapshotArray } from "../state/evolution.ts";
import type { Mover, Watch } from "./mover.ts";

/** Implicit steps that do not end at the times asked for. */
export interface ImplicitMover extends Mover {
  /** End of the last step. */
  readonly front: () => number;
  /** One step, to `limit` at most; returns what `watch` does. */
  readonly step: (limit: number) => boolean;
  /** One step of that length to `end`; `limit` as in `step`. */
  readonly stepBy: (length: number, end: number, limit: number) => boolean;
  /** The last step; null before the first. */
  readonly last: () => Step | null;
}

export function implicitMover(integrator: Integrator, start: IntegrationState, watch: Watch): ImplicitMover {
  let state = start;
  let last: Step | null = null;
  const take = (step: Step): boolean => {
    last = step;
    state = step.after;
    return watch(state.time, state.load);
  };
  const step = (limit: number): boolean => take(integrator.step(state, limit));
  return {
    advance: (time, limit) => {
      while (state.time < time) if (!step(limit)) return false;
      return true;
    },
    front: () => state.time,
    step,
    stepBy: (length, end, limit) => take(integrator.stepBy(state, length, end, limit)),
    last: () => last,
    at: (time) => (last === null || time >= state.time ? state.load : last.at(time)),
    error: () => 0,
    // The step that passed the time is taken again, to the same bits.
    pack: (time) => packState(last !== null && time < state.time ? last.before : state),
    restore: (packed) => {
      state = unpackState(packed, start.load.length);
      last = null;
    },
  };
}

function packState({ time, load, step, row, factored }: IntegrationState): EvolutionSnapshot {
  const { length, left, end } = row ?? { length: 0, left: 0, end: 0 };
  return {
    load: load.slice(),
    place: Float64Array.of(time, step, length, left, end, factored?.step ?? 0, factored?.time ?? 0),
  };
}

function unpackState(packed: EvolutionSnapshot, size: number): IntegrationState {
  const load = snapshotArray(packed, "load", size);
  const place = snapshotArray(packed, "place", 7) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [time, step, length, left, end, factoredStep, factoredTime] = place;
  return {
    time,
    load,
    step,
    ...(left === 0 ? {} : { row: { length, left, end } }),
    ...(factoredStep === 0 ? {} : { factored: { step: factoredStep, time: factoredTime } }),
  };
}

/**
 * Moves a pair until the first has reached the time: it takes two steps for each one of the second, so that errors in time show in their difference.
 * Returns whether both may still be used.
 */
export function advanceHalved(halved: ImplicitMover, whole: ImplicitMover, time: number, limit: number): boolean {
  while (halved.front() < time || whole.front() < time) {
    if (halved.front() >= whole.front() && !whole.step(limit)) return false;
    const { before, after, length } = whole.last()!;
    const middle = before.time + (after.time - before.time) / 2;
    const end = halved.front() < middle ? middle : after.time;
    if (!halved.stepBy(length / 2, end, limit)) return false;
  }
  return true;
}
