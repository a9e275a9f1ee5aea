/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 64;

/**
 * Cholesky's factor L of A - shift (A symmetric, row-major, of order `size`, lower triangle read) into the lower triangle of `factor`.
 *
 * @returns -1, or the row in which a pivot was not positive: then the rows before it are those of L, and that row holds its entries left
 * of the diagonal, so that L^T x = row gives a direction along which A - shift is not positive; null where `expired` became true
 */
export function choleskyShifted(
  size: number,
  matrix: Float64Array,
  shift: number,
  factor: Float64Array,
  expired: () => boolean,
): number | null {
  for (let i = 0; i < size; i++) {
    if (i % ROWS_AT_ONCE === 0 && expired()) return null;
    const row = i * size;
    for (let j = 0; j < i; j++) {
      const other = j * size;
      factor[row + j] = (matrix[row + j]! - dot(factor, row, other, j)) * factor[other + j]!;
    }
    const pivot = matrix[row + i]! - shift - dot(factor, row, row, i);
    if (!(pivot > 0)) return i;
    // The inverse of the diagonal entry, which is only divided by.
    factor[row + i] = 1 / Math.sqrt(pivot);
  }
  return -1;
}

/** sum_k values[a + k] values[b + k], k < length, in four strands. */
function dot(values: Float64Array, a: number, b: number, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    first += values[a + k]! * values[b + k]!;
    second += values[a + k + 1]! * values[b + k + 1]!;
    third += values[a + k + 2]! * values[b + k + 2]!;
    fourth += values[a + k + 3]! * values[b + k + 3]!;
  }
  for (; k < length; k++) first += values[a + k]! * values[b + k]!;
  return first + second + (third + fourth);
}

/** Solves (A - shift) x = b in place. */
export function choleskySolve(size: number, factor: Float64Array, x: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let value = x[i]!;
    const row = i * size;
    for (let k = 0; k < i; k++) value -= factor[row + k]! * x[k]!;
    x[i] = value * factor[row + i]!;
  }
  solveTransposed(size, size, factor, x);
}

/** The direction that a failed factorisation found in row `failed`: x of that entry 1 with (A - shift) x orthogonal to the rows before it. */
export function failedDirection(size: number, factor: Float64Array, failed: number): Float64Array {
  const x = new Float64Array(size);
  for (let k = 0; k < failed; k++) x[k] = -factor[failed * size + k]!;
  solveTransposed(size, failed, factor, x);
  x[failed] = 1;
  return x;
}

/** L^T x = b of the leading `count` rows, in place. */
function solveTransposed(size: number, count: number, factor: Float64Array, x: Float64Array): void {
  for (let i = count - 1; i >= 0; i--) {
    const row = i * size;
    x[i]! *= factor[row + i]!;
    const value = x[i]!;
    for (let k = 0; k < i; k++) x[k]! -= factor[row + k]! * value;
  }
}
