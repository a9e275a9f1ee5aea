import { multiplyBlock } from "./multiplyBlock.ts";

/**
 * A dense matrix in strips of four rows, as the product kernel reads them: entry (i, k) at 4 (floor(i / 4) columns + k) + i mod 4, the rows
 * that the last strip has too many are zero.
 */
export interface StripMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export const stripMatrix = (rows: number, columns: number): StripMatrix => ({
  rows,
  columns,
  values: new Float64Array(4 * ((rows + 3) >> 2) * columns),
});

/** y = A x. */
export function multiplyStrips({ rows, columns, values }: StripMatrix, x: Float64Array, y: Float64Array): void {
  for (let row = 0, at = 0; row < rows; row += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < columns; k++, at += 4) {
      const factor = x[k]!;
      s0 += values[at]! * factor;
      s1 += values[at + 1]! * factor;
      s2 += values[at + 2]! * factor;
      s3 += values[at + 3]! * factor;
    }
    y[row] = s0;
    if (row + 1 < rows) y[row + 1] = s1;
    if (row + 2 < rows) y[row + 2] = s2;
    if (row + 3 < rows) y[row + 3] = s3;
  }
}

/** x = A^T y. */
export function multiplyStripsTransposed(
  { rows, columns, values }: StripMatrix,
  y: Float64Array,
  x: Float64Array,
): void {
  x.fill(0, 0, columns);
  for (let row = 0, at = 0; row < rows; row += 4) {
    const f0 = y[row]!;
    const f1 = row + 1 < rows ? y[row + 1]! : 0;
    const f2 = row + 2 < rows ? y[row + 2]! : 0;
    const f3 = row + 3 < rows ? y[row + 3]! : 0;
    for (let k = 0; k < columns; k++, at += 4) {
      x[k]! += values[at]! * f0 + values[at + 1]! * f1 + (values[at + 2]! * f2 + values[at + 3]! * f3);
    }
  }
}

/** Columns that one pass takes: what it reads again and again stays in the cache. */
const DEPTH = 256;

/**
 * The lower triangle of A diag(d) A^T by columns, entry (i, j) at j * rows + i, into `product` (rows^2 entries; what stands above the
 * diagonal is of no use). rows^2 columns / 2 multiplications.
 */
export function weightedGram({ rows, columns, values }: StripMatrix, d: Float64Array, product: Float64Array): void {
  product.fill(0);
  const right = new Float64Array(4 * DEPTH);
  const edge = new Float64Array(16);
  for (let begin = 0; begin < columns; begin += DEPTH) {
    const depth = Math.min(DEPTH, columns - begin);
    for (let column = 0; column < rows; column += 4) {
      for (let k = 0, at = 4 * ((column >> 2) * columns + begin); k < depth; k++, at += 4) {
        // Negative, because the kernel subtracts.
        const factor = -d[begin + k]!;
        for (let c = 0; c < 4; c++) right[4 * k + c] = factor * values[at + c]!;
      }
      for (let row = column; row < rows; row += 4) {
        const from = 4 * ((row >> 2) * columns + begin);
        if (row + 4 <= rows) {
          multiplyBlock(values, from, right, depth, product, column * rows + row, rows);
          continue;
        }
        edge.fill(0);
        multiplyBlock(values, from, right, depth, edge, 0, 4);
        for (let c = 0; c < 4 && column + c < rows; c++)
          for (let r = 0; row + r < rows; r++) product[(column + c) * rows + row + r]! += edge[4 * c + r]!;
      }
    }
  }
}
