import { InputError, SingularMatrixError } from "../../core/errors.ts";
import type { FactorStore } from "./kernel/store.ts";
import type { SymbolicFactorization } from "./symbolic.ts";

/** A matrix to factor, and how. */
export interface FactorTask {
  readonly symbolic: SymbolicFactorization;
  /** One value an entry of the pattern. */
  readonly values: Float64Array;
  /** Of each row and column, as unknowns are numbered. */
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
  /** Least accepted ratio of a pivot to the largest entry of its column. */
  readonly pivotThreshold: number;
  /** A pivot of this magnitude, or below, counts as zero. */
  readonly smallestAllowed: number;
  /** Memory that the factors may take, null where there is none yet. */
  readonly reuse: FactorStore | null;
  /** 2 where an unknown is complex, and its real and imaginary parts are unknowns of a real matrix. */
  readonly numbersPerUnknown: 1 | 2;
}

/**
 * No pivot is left at a root of the tree of fronts.
 *
 * @param column what is left of the column that was tried last
 * @param position of its unknown in the order of elimination
 */
export function singularFront(
  { symbolic, smallestAllowed, numbersPerUnknown }: FactorTask,
  column: Float64Array,
  position: number,
): SingularMatrixError {
  const magnitude = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unknown = Math.floor(symbolic.order[position]! / numbersPerUnknown);
  return new SingularMatrixError({
    what: `the matrix is singular to working precision: at unknown ${unknown}${placeOf(symbolic, unknown)} the largest remaining pivot is ${magnitude.toExponential(1)} of an equilibrated matrix (limit ${smallestAllowed.toExponential(1)})`,
    remedy: "check that the problem has a unique solution, and that enough unknowns are fixed",
    value: magnitude,
    limit: smallestAllowed,
  });
}

/** Where an unknown is, as far as the places of its elements tell. */
function placeOf({ elements }: SymbolicFactorization, unknown: number): string {
  if (elements === null) return "";
  const element = Math.floor(elements.unknowns.indexOf(unknown) / elements.size);
  const place = elements.places.subarray(3 * element, 3 * element + 3);
  return ` near (${[...place].map((value) => value.toFixed(3)).join(", ")})`;
}

export const unknownEntry = ({ pattern }: SymbolicFactorization): InputError =>
  new InputError({
    what: `an entry of the pattern (${pattern.rows} rows, ${pattern.columnIndices.length} entries) is in none of the elements that its analysis was given`,
    remedy: "analyse the pattern with elements whose blocks make it up, or without elements",
  });
