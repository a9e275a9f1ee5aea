import { SingularMatrixError } from "../../core/errors.ts";
import { identity } from "./identity.ts";

/**
 * X of A X = B for a small dense A (row-major, size x size) and B (size x columns), by elimination with partial pivoting.
 *
 * @throws SingularMatrixError where a pivot is exactly 0
 */
export function solveDense(
  size: number,
  matrix: ArrayLike<number>,
  columns: number,
  right: ArrayLike<number>,
): Float64Array {
  const a = Float64Array.from(matrix);
  const x = Float64Array.from(right);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(a[i * size + k]!) > Math.abs(a[pivot * size + k]!)) pivot = i;
    if (a[pivot * size + k] === 0) throw singular(k);
    if (pivot !== k) {
      swapRows(a, size, k, pivot);
      swapRows(x, columns, k, pivot);
    }
    for (let i = k + 1; i < size; i++) {
      const factor = a[i * size + k]! / a[k * size + k]!;
      if (factor === 0) continue;
      for (let j = k + 1; j < size; j++) a[i * size + j]! -= factor * a[k * size + j]!;
      for (let j = 0; j < columns; j++) x[i * columns + j]! -= factor * x[k * columns + j]!;
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = 0; j < columns; j++) {
      let sum = x[k * columns + j]!;
      for (let i = k + 1; i < size; i++) sum -= a[k * size + i]! * x[i * columns + j]!;
      x[k * columns + j] = sum / a[k * size + k]!;
    }
  }
  return x;
}

/** A^-1, row-major. Throws SingularMatrixError as `solveDense` does. */
export function inverseOf(size: number, matrix: ArrayLike<number>): Float64Array {
  return solveDense(size, matrix, size, identity(size));
}

function swapRows(a: Float64Array, width: number, i: number, j: number): void {
  for (let k = 0; k < width; k++) {
    const kept = a[i * width + k]!;
    a[i * width + k] = a[j * width + k]!;
    a[j * width + k] = kept;
  }
}

const singular = (column: number): SingularMatrixError =>
  new SingularMatrixError({
    what: `pivot ${column} of a dense matrix is 0`,
    remedy: "check the matrix: it has no inverse",
    value: 0,
    limit: 0,
  });
