import { stableOrder } from "../core/stableOrder.ts";

/**
 * Compressed sparse rows on typed arrays. A pattern is shared by every matrix assembled on the same space; only the
 * values differ.
 */
export interface SparsityPattern {
  readonly rows: number;
  readonly columns: number;
  /** Length rows + 1; row i owns the entries rowStarts[i] .. rowStarts[i + 1] - 1. */
  readonly rowStarts: Int32Array;
  /** Column of each entry, strictly increasing within a row. */
  readonly columnIndices: Int32Array;
}

export interface SparseMatrix {
  readonly pattern: SparsityPattern;
  /** One value an entry of the pattern. */
  readonly values: Float64Array;
}

/**
 * Matrix from triplets; entries at the same place are added up, explicit zeros are kept.
 * `rowIndices`, `columnIndices` and `values` have equal length.
 */
export function sparseFromTriplets(
  rows: number,
  columns: number,
  rowIndices: ArrayLike<number>,
  columnIndices: ArrayLike<number>,
  values: ArrayLike<number>,
): SparseMatrix {
  const count = rowIndices.length;
  // Two stable counting sorts, by column and then by row, leave each row sorted by column.
  const byColumn = stableOrder(columns, columnIndices, null);
  const order = stableOrder(rows, rowIndices, byColumn);
  const rowStarts = new Int32Array(rows + 1);
  const merged = new Int32Array(count);
  const mergedValues = new Float64Array(count);
  let size = 0;
  let row = 0;
  for (let k = 0; k < count; k++) {
    const t = order[k]!;
    const i = rowIndices[t]!;
    while (row < i) rowStarts[++row] = size;
    const j = columnIndices[t]!;
    if (size > rowStarts[row]! && merged[size - 1] === j) mergedValues[size - 1]! += values[t]!;
    else {
      merged[size] = j;
      mergedValues[size++] = values[t]!;
    }
  }
  while (row < rows) rowStarts[++row] = size;
  return {
    pattern: { rows, columns, rowStarts, columnIndices: merged.slice(0, size) },
    values: mergedValues.slice(0, size),
  };
}

/** y = A x. `x` has length columns, `y` length rows; y is overwritten. */
export function multiply(matrix: SparseMatrix, x: Float64Array, y: Float64Array): void {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const values = matrix.values;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) sum += values[k]! * x[columnIndices[k]!]!;
    y[i] = sum;
  }
}

/** y = A^T x. `x` has length rows, `y` length columns; y is overwritten. */
export function multiplyTransposed(matrix: SparseMatrix, x: Float64Array, y: Float64Array): void {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const values = matrix.values;
  y.fill(0);
  for (let i = 0; i < rows; i++) {
    const xi = x[i]!;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) y[columnIndices[k]!]! += values[k]! * xi;
  }
}

/** Largest row sum of absolute values. */
export function infinityNorm(matrix: SparseMatrix): number {
  const { rows, rowStarts } = matrix.pattern;
  let norm = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) sum += Math.abs(matrix.values[k]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}

/** A bound on the spectral norm: the root of the largest sum of |entries| of a row times that of a column. */
export function spectralNormBound(matrix: SparseMatrix): number {
  const sums = new Float64Array(matrix.pattern.columns);
  for (const [k, column] of matrix.pattern.columnIndices.entries()) sums[column]! += Math.abs(matrix.values[k]!);
  return Math.sqrt(infinityNorm(matrix) * sums.reduce((largest, sum) => Math.max(largest, sum), 0));
}

/** Position of entry (row, column) in the pattern, or -1 where the pattern has none. Binary search. */
export function entryIndex(pattern: SparsityPattern, row: number, column: number): number {
  let low = pattern.rowStarts[row]!;
  let high = pattern.rowStarts[row + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = pattern.columnIndices[middle]!;
    if (found === column) return middle;
    if (found < column) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
