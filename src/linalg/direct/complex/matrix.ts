import { InputError } from "../../../core/errors.ts";
import { entryIndex, type SparseMatrix, type SparsityPattern, sparseFromTriplets } from "../../sparse.ts";

/** A complex sparse matrix: one real and one imaginary part an entry of the pattern. */
export interface ComplexMatrix {
  readonly pattern: SparsityPattern;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** One complex number an unknown; several vectors one behind the other. */
export interface ComplexVectors {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The same matrix with a place for every entry of the diagonal, zero where there was none. */
export function withDiagonal(matrix: SparseMatrix): SparseMatrix {
  const { pattern, values } = matrix;
  const missing: number[] = [];
  for (let i = 0; i < pattern.rows; i++) if (entryIndex(pattern, i, i) < 0) missing.push(i);
  if (missing.length === 0) return matrix;
  const rows = new Int32Array(values.length + missing.length);
  for (let i = 0; i < pattern.rows; i++) rows.fill(i, pattern.rowStarts[i]!, pattern.rowStarts[i + 1]!);
  const columns = new Int32Array(rows.length);
  const entries = new Float64Array(rows.length);
  columns.set(pattern.columnIndices);
  entries.set(values);
  rows.set(missing, values.length);
  columns.set(missing, values.length);
  return sparseFromTriplets(pattern.rows, pattern.columns, rows, columns, entries);
}

/**
 * A - shift M of real matrices on one pattern; M is the unit matrix where it is null.
 *
 * @param shift real and imaginary part
 * @throws InputError where M is on another pattern, or without M where the pattern has no place for a diagonal entry
 */
export function shiftedMatrix(
  { pattern, values }: SparseMatrix,
  mass: SparseMatrix | null,
  [re, im]: readonly [number, number],
): ComplexMatrix {
  const imaginary = new Float64Array(values.length);
  if (mass === null) {
    const real = values.slice();
    for (let i = 0; i < pattern.rows; i++) {
      const at = entryIndex(pattern, i, i);
      if (at < 0) throw noDiagonal(i);
      real[at]! -= re;
      imaginary[at] = -im;
    }
    return { pattern, real, imaginary };
  }
  requireSame(pattern, mass.pattern);
  const real = values.map((value, k) => value - re * mass.values[k]!);
  for (let k = 0; k < imaginary.length; k++) imaginary[k] = -im * mass.values[k]!;
  return { pattern, real, imaginary };
}

const noDiagonal = (row: number): InputError =>
  new InputError({
    what: `the pattern has no entry at row ${row}, column ${row}, where a shift goes`,
    remedy: "put an explicit zero there: `withDiagonal` does, and sparseFromTriplets keeps it",
    value: row,
  });

function requireSame(pattern: SparsityPattern, other: SparsityPattern): void {
  const isEqual = (a: Int32Array, b: Int32Array): boolean =>
    a === b || (a.length === b.length && a.every((value, k) => value === b[k]));
  if (isEqual(pattern.rowStarts, other.rowStarts) && isEqual(pattern.columnIndices, other.columnIndices)) return;
  throw new InputError({
    what: `the mass matrix has another pattern (${other.columnIndices.length} entries) than the matrix (${pattern.columnIndices.length})`,
    remedy: "both have to have the same entries: put explicit zeros where one of them has none",
  });
}
