import { equilibrate, singularBelow } from "../direct/equilibrate.ts";
import type { FactorOptions } from "../linearSolver.ts";
import { multiply, type SparseMatrix } from "../sparse.ts";

/** R A C with powers of two that bring rows and columns to unit size. */
export interface Equilibrated {
  readonly matrix: SparseMatrix;
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
}

export const equilibrated = (matrix: SparseMatrix): Equilibrated => ({
  matrix,
  ...equilibrate(matrix.pattern, matrix.values),
});

/** R (A + shifts S) C. */
export function scaledValues(
  { matrix, rowScale, columnScale }: Equilibrated,
  shifts: number,
  shift: FactorOptions["shift"],
): Float64Array {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const added = shifts > 0 && shift !== undefined ? shift() : null;
  const scaled = matrix.values.slice();
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      if (added !== null) scaled[k]! += shifts * added[k]!;
      scaled[k]! *= rowScale[i]! * columnScale[columnIndices[k]!]!;
    }
  }
  return scaled;
}

/** y = R A C x. The function returned uses scratch of its own. */
export function equilibratedProduct({
  matrix,
  rowScale,
  columnScale,
}: Equilibrated): (x: Float64Array, y: Float64Array) => void {
  const n = rowScale.length;
  const unscaled = new Float64Array(n);
  return (x, y) => {
    for (let i = 0; i < n; i++) unscaled[i] = x[i]! * columnScale[i]!;
    multiply(matrix, unscaled, y);
    for (let i = 0; i < n; i++) y[i]! *= rowScale[i]!;
  };
}

/** residual = R (b - A x); returns the norm of R (|A| |x| + |b|). */
export function residualOf(
  { matrix, rowScale }: Equilibrated,
  b: Float64Array,
  x: Float64Array,
  residual: Float64Array,
): number {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const { values } = matrix;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    let sum = b[i]!;
    let size = Math.abs(sum);
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const product = values[k]! * x[columnIndices[k]!]!;
      sum -= product;
      size += Math.abs(product);
    }
    residual[i] = rowScale[i]! * sum;
    square += (rowScale[i]! * size) ** 2;
  }
  return Math.sqrt(square);
}

/** Whether the solution is so large that, to rounding, it is a null vector (in the units of the equilibrated matrix, as in lu.ts). */
export function looksSingular({ rowScale, columnScale }: Equilibrated, b: Float64Array, x: Float64Array): boolean {
  let right = 0;
  let left = 0;
  for (let i = 0; i < b.length; i++) {
    right += (rowScale[i]! * b[i]!) ** 2;
    left += (x[i]! / columnScale[i]!) ** 2;
  }
  return right < singularBelow(b.length) ** 2 * left;
}
