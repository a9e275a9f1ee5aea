import { multiplyBlock } from "./multiplyBlock.ts";

const PANEL = 64;

/** Stands for an infinite pivot: the unknown that belongs to it becomes 0. */
const INFINITE_PIVOT = 1e128;

/**
 * A = L L^T in place: of a symmetric positive matrix by columns (entry (i, j) at j * order + i) the lower triangle is read and overwritten
 * by L. What is left of a row that depends on those before it is rounding: a pivot below `negligible` of its diagonal entry is taken for
 * infinite, which sets that unknown to 0 (S. J. Wright, SIAM J. Optim. 9, 1159 (1999), doi:10.1137/S1052623496304712).
 *
 * @returns how many pivots were so; NaN among the entries leaves all of them so, never NaN in L
 */
export function factorCholesky(order: number, a: Float64Array, negligible: number): number {
  const limits = Float64Array.from({ length: order }, (_, k) => negligible * a[k * order + k]!);
  const left = new Float64Array(4 * PANEL * ((order + 3) >> 2));
  const right = new Float64Array(4 * PANEL);
  let dropped = 0;
  for (let begin = 0; begin < order; begin += PANEL) {
    const end = Math.min(order, begin + PANEL);
    for (let k = begin; k < end; k++) {
      const column = k * order;
      for (let j = begin; j < k; j++) {
        const factor = a[j * order + k]!;
        if (factor === 0) continue;
        for (let i = k, from = j * order; i < order; i++) a[column + i]! -= factor * a[from + i]!;
      }
      const pivot = a[column + k]!;
      if (!(pivot > limits[k]! && pivot > 0 && pivot < INFINITE_PIVOT)) {
        dropped++;
        a[column + k] = INFINITE_PIVOT;
        a.fill(0, column + k + 1, column + order);
        continue;
      }
      const root = Math.sqrt(pivot);
      a[column + k] = root;
      for (let i = k + 1; i < order; i++) a[column + i]! /= root;
    }
    if (end < order) updateTrailing(order, a, begin, end, left, right);
  }
  return dropped;
}

/** A22 -= L21 L21^T, the lower triangle and what its blocks of four add to it. */
function updateTrailing(
  order: number,
  a: Float64Array,
  begin: number,
  end: number,
  left: Float64Array,
  right: Float64Array,
): void {
  const depth = end - begin;
  const rows = order - end;
  const whole = rows >> 2;
  for (let strip = 0; strip < whole; strip++) {
    for (let k = 0, at = 4 * depth * strip; k < depth; k++, at += 4) {
      const from = (begin + k) * order + end + 4 * strip;
      for (let r = 0; r < 4; r++) left[at + r] = a[from + r]!;
    }
  }
  for (let strip = 0; strip < whole; strip++) {
    right.set(left.subarray(4 * depth * strip, 4 * depth * (strip + 1)));
    for (let row = strip; row < whole; row++) {
      multiplyBlock(left, 4 * depth * row, right, depth, a, (end + 4 * strip) * order + end + 4 * row, order);
    }
  }
  for (let i = end + 4 * whole; i < order; i++) {
    for (let j = end; j <= i; j++) {
      let sum = 0;
      for (let k = begin; k < end; k++) sum += a[k * order + i]! * a[k * order + j]!;
      a[j * order + i]! -= sum;
    }
  }
}

/** x <- A^-1 x with the factor of `factorCholesky`. */
export function solveCholesky(order: number, factor: Float64Array, x: Float64Array): void {
  for (let k = 0; k < order; k++) {
    const value = x[k]! / factor[k * order + k]!;
    x[k] = value;
    if (value === 0) continue;
    for (let i = k + 1, at = k * order; i < order; i++) x[i]! -= value * factor[at + i]!;
  }
  for (let k = order - 1; k >= 0; k--) {
    let sum = x[k]!;
    for (let i = k + 1, at = k * order; i < order; i++) sum -= factor[at + i]! * x[i]!;
    x[k] = sum / factor[k * order + k]!;
  }
}
