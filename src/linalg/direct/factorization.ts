import { type FactorStore, giveBack } from "./kernel/store.ts";
import type { SymbolicFactorization } from "./symbolic.ts";

/**
 * P R A C Q = L U, front by front; R and C are powers of two that bring rows and columns to unit size. Treat as opaque:
 * it is valid for `solve` and `solveTransposed`, which use its scratch, so one factorization serves one caller at a time.
 */
export interface Factorization {
  readonly symbolic: SymbolicFactorization;
  /** For each front: L (order x pivots, column-major), then U right of the pivots (pivots x rest, column-major). */
  readonly values: Float64Array;
  readonly valueStarts: Float64Array;
  /** Rows and columns of each front (elimination positions), pivots first. */
  readonly rowIds: Int32Array;
  readonly columnIds: Int32Array;
  readonly idStarts: Int32Array;
  readonly pivots: Int32Array;
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
  /** Smallest pivot magnitude of the scaled matrix, whose entries are of unit size. */
  readonly smallestPivot: number;
  /** Number of pivots taken in a later front than planned, for stability. */
  readonly delayed: number;
  readonly scratch: SolveScratch;
  /** The memory of WebAssembly that all of this is in, null where it is in ordinary arrays. */
  readonly store: FactorStore | null;
  /** Of the store, when this was put into it: another one says that it went to another matrix. */
  readonly generation: number;
}

/** The memory of a factorisation that is no longer needed; null where it has none, or it went to another matrix before. */
export const ownStore = ({ store, generation }: Pick<Factorization, "store" | "generation">): FactorStore | null =>
  store !== null && store.generation === generation ? store : null;

/** Gives the memory to whatever is factored next, which saves a new one. The factorisation is of no use afterwards. */
export function release(factorization: Factorization): void {
  const store = ownStore(factorization);
  if (store !== null) giveBack(store);
}

/** Work arrays of a solve: one value a row, a column, and a row of the largest front, or more. */
export interface SolveScratch {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly front: Float64Array;
}

export const solveScratch = (unknowns: number, largestFront: number): SolveScratch => ({
  rows: new Float64Array(unknowns),
  columns: new Float64Array(unknowns),
  front: new Float64Array(largestFront),
});
