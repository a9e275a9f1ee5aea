import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";

/** What reference files hold of a state. */
export interface ReferenceState extends SpinMoments {
  readonly purity: number;
}

/** One row of a matrix: entries by column. */
export type Row = ReadonlyMap<number, bigint>;

/** A master equation dx/dt = A x in real unknowns of which one linear form, the trace, is 1 at all times. Numbers as in fixedPoint.ts. */
export interface LinearEquation {
  readonly rows: readonly Row[];
  readonly trace: Row;
  /** A row of A that follows from the others because the trace is conserved. */
  readonly redundant: number;
  /** The unknowns of all spins along a unit vector. */
  start(direction: Vector3): bigint[];
  read(unknowns: readonly bigint[]): ReferenceState;
}

/** Adds to an entry of a row under construction. */
export function addTo(row: Map<number, bigint>, column: number, value: bigint): void {
  if (value !== 0n) row.set(column, (row.get(column) ?? 0n) + value);
}
