import type { EvolutionSnapshot } from "../state/evolution.ts";

/** One solution on its way. It may be ahead of what was asked for, and is looked at in between. */
export interface Mover {
  /** Goes on until `time` is reached or passed, but not beyond `limit`, where a step ends. Returns whether the solution may still be used. */
  readonly advance: (time: number, limit: number) => boolean;
  /** Load at the time that was asked for last. */
  readonly at: (time: number) => Float64Array;
  /** Bound on the errors of the moments that the steps are known to have caused so far. */
  readonly error: () => number;
  /** What is needed to go on from that time to the same bits. */
  readonly pack: (time: number) => EvolutionSnapshot;
  readonly restore: (packed: EvolutionSnapshot) => void;
}

/** Called after each step with its end; returns whether the solution may still be used. `load` is only lent. */
export type Watch = (time: number, load: Float64Array) => boolean;
