import { SingularMatrixError } from "../../core/errors.ts";
import type { SparsityPattern } from "../sparse.ts";

/**
 * Powers of two (no rounding) that bring the largest entry of every row, then of every column, to the range (1/2, 1].
 *
 * @throws SingularMatrixError for an entry that is not finite
 */
export function equilibrate(
  pattern: SparsityPattern,
  values: Float64Array,
): { rowScale: Float64Array; columnScale: Float64Array } {
  const { rows, columns, rowStarts, columnIndices } = pattern;
  const rowScale = new Float64Array(rows);
  const largest = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    let rowLargest = 0;
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      const value = Math.abs(values[k]!);
      // The negated comparison also catches NaN.
      if (!(value <= Number.MAX_VALUE)) throw notFinite(i, columnIndices[k]!, values[k]!);
      if (value > rowLargest) rowLargest = value;
    }
    rowScale[i] = powerOfTwo(rowLargest);
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      const value = Math.abs(values[k]!) * rowScale[i]!;
      const j = columnIndices[k]!;
      if (value > largest[j]!) largest[j] = value;
    }
  }
  return { rowScale, columnScale: largest.map(powerOfTwo) };
}

const powerOfTwo = (value: number): number => (value > 0 ? 2 ** -Math.ceil(Math.log2(value)) : 1);

const notFinite = (row: number, column: number, value: number): SingularMatrixError =>
  new SingularMatrixError({
    what: `the matrix entry at row ${row}, column ${column} is ${value}`,
    remedy: "every entry has to be finite: check the model and the mesh that it was assembled from",
    value,
  });

/**
 * Size below which a pivot of the equilibrated matrix (entries of unit size) counts as zero: the rounding error that an
 * elimination of n unknowns leaves behind, with random signs.
 */
export const singularBelow = (n: number): number => 8 * Number.EPSILON * Math.sqrt(n);
