/**
 * A dense real matrix A in balanced upper Hessenberg form, A = D Q H Q^T D^-1 with D diagonal (powers of two, so that nothing
 * is rounded) and Q a product of Householder reflections. Square arrays are row-major.
 */
export interface HessenbergForm {
  readonly order: number;
  readonly hessenberg: Float64Array;
  /** Diagonal of D. */
  readonly scale: Float64Array;
  /** Row k: the unit vector of reflection k, in columns k + 1 and beyond; zero where there is nothing to reflect. */
  readonly reflections: Float64Array;
  /** Frobenius norm of the balanced matrix, which orthogonal transformations keep. */
  readonly norm: number;
}

/** @param matrix row-major, order x order; it is overwritten by the Hessenberg form */
export function hessenbergForm(matrix: Float64Array, order: number): HessenbergForm {
  const scale = balance(matrix, order);
  let squares = 0;
  for (const value of matrix) squares += value * value;
  const reflections = new Float64Array(order * order);
  const sums = new Float64Array(order);
  for (let k = 0; k + 2 < order; k++) {
    const vector = reflections.subarray(k * order, (k + 1) * order);
    if (!reflectionFor(matrix, order, k, vector)) continue;
    applyLeft(matrix, order, k + 1, vector, sums);
    applyRight(matrix, order, k + 1, vector);
    for (let i = k + 2; i < order; i++) matrix[i * order + k] = 0;
  }
  return { order, hessenberg: matrix, scale, reflections, norm: Math.sqrt(squares) };
}

/** Unit vector v with (1 - 2 v v^T) taking column k below the diagonal to a multiple of its first entry; false if it is one. */
function reflectionFor(matrix: Float64Array, order: number, k: number, vector: Float64Array): boolean {
  let largest = 0;
  for (let i = k + 2; i < order; i++) largest = Math.max(largest, Math.abs(matrix[i * order + k]!));
  if (largest === 0) return false;
  largest = Math.max(largest, Math.abs(matrix[(k + 1) * order + k]!));
  let squares = 0;
  for (let i = k + 1; i < order; i++) {
    vector[i] = matrix[i * order + k]! / largest;
    squares += vector[i]! ** 2;
  }
  const length = Math.sqrt(squares);
  const first = vector[k + 1]!;
  vector[k + 1] = first + (first >= 0 ? length : -length);
  const norm = Math.sqrt(2 * length * (length + Math.abs(first)));
  for (let i = k + 1; i < order; i++) vector[i]! /= norm;
  return true;
}

function applyLeft(matrix: Float64Array, order: number, from: number, vector: Float64Array, sums: Float64Array): void {
  sums.fill(0);
  for (let i = from; i < order; i++) {
    const weight = 2 * vector[i]!;
    if (weight === 0) continue;
    for (let j = from - 1, at = i * order + from - 1; j < order; j++, at++) sums[j]! += weight * matrix[at]!;
  }
  for (let i = from; i < order; i++) {
    const weight = vector[i]!;
    if (weight === 0) continue;
    for (let j = from - 1, at = i * order + from - 1; j < order; j++, at++) matrix[at]! -= weight * sums[j]!;
  }
}

function applyRight(matrix: Float64Array, order: number, from: number, vector: Float64Array): void {
  for (let i = 0; i < order; i++) {
    let sum = 0;
    for (let j = from, at = i * order + from; j < order; j++, at++) sum += matrix[at]! * vector[j]!;
    sum *= 2;
    for (let j = from, at = i * order + from; j < order; j++, at++) matrix[at]! -= sum * vector[j]!;
  }
}

/** x <- Q x. */
export function applyReflections({ order, reflections }: HessenbergForm, x: Float64Array): void {
  for (let k = order - 3; k >= 0; k--) {
    let sum = 0;
    for (let i = k + 1, at = k * order + k + 1; i < order; i++, at++) sum += reflections[at]! * x[i]!;
    if (sum === 0) continue;
    for (let i = k + 1, at = k * order + k + 1; i < order; i++, at++) x[i]! -= 2 * sum * reflections[at]!;
  }
}

/** A scaling has to lower the norms of a row and its column together by this factor to be worth it. */
const WORTHWHILE = 0.95;

/** 2-norms of row and column i without the diagonal. */
function normsAcross(matrix: Float64Array, order: number, i: number): readonly [row: number, column: number] {
  let rowLargest = 0;
  let columnLargest = 0;
  for (let j = 0, at = i; j < order; j++, at += order) {
    if (j === i) continue;
    rowLargest = Math.max(rowLargest, Math.abs(matrix[i * order + j]!));
    columnLargest = Math.max(columnLargest, Math.abs(matrix[at]!));
  }
  if (rowLargest === 0 || columnLargest === 0) return [rowLargest, columnLargest];
  let row = 0;
  let column = 0;
  for (let j = 0, at = i; j < order; j++, at += order) {
    if (j === i) continue;
    row += (matrix[i * order + j]! / rowLargest) ** 2;
    column += (matrix[at]! / columnLargest) ** 2;
  }
  return [rowLargest * Math.sqrt(row), columnLargest * Math.sqrt(column)];
}

/**
 * D^-1 A D with rows and columns of like norms, in place; returns D. Norms in the 2-norm, off the diagonal (B. N. Parlett and
 * C. Reinsch, doi:10.1007/BF02165404; R. James, J. Langou and B. R. Lowery, arXiv:1401.5766).
 */
function balance(matrix: Float64Array, order: number): Float64Array {
  const scale = new Float64Array(order).fill(1);
  let changed = true;
  while (changed) {
    changed = false;
    for (let i = 0; i < order; i++) {
      const [row, column] = normsAcross(matrix, order, i);
      if (row === 0 || column === 0) continue;
      const factor = 2 ** Math.round(Math.log2(row / column) / 2);
      if (Math.hypot(column * factor, row / factor) >= WORTHWHILE * Math.hypot(column, row)) continue;
      changed = true;
      scale[i]! *= factor;
      for (let j = 0; j < order; j++) {
        matrix[j * order + i]! *= factor;
        matrix[i * order + j]! /= factor;
      }
    }
  }
  return scale;
}
