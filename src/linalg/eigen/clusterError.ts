import { inverse, Matrix } from "ml-matrix";
import type { SparseMatrix } from "../sparse.ts";
import type { ComplexVector } from "./denseSpectrum.ts";
import { type EntryRounding, residualOf } from "./eigenvalueError.ts";
import type { RitzPair } from "./ritz.ts";

/**
 * Error of m eigenvalues that are too close for each to be treated alone, from bases X and Y of their right and left
 * eigenvectors. They are those of C = (Y^* X)^-1 Y^* A X, which rounding changes by D, |D| <= |(Y^* X)^-1| |Y|^T |E| |X|, and with it
 * each of them by no more than (2 |C - lambda| + |D|)^(1 - 1/m) |D|^(1/m) (L. Elsner, doi:10.1016/0024-3795(85)90258-7). Infinite
 * where left and right do not fit together.
 */
export function clusterError(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  eigenvalue: { readonly real: number; readonly imaginary: number },
  right: readonly RitzPair[],
  left: readonly RitzPair[],
): number {
  const m = right.length;
  if (m === 0 || left.length !== m) return Number.POSITIVE_INFINITY;
  const rights = right.map((pair) => pair.vector());
  const lefts = left.map((pair) => pair.vector());
  const overlap = Matrix.zeros(2 * m, 2 * m);
  const deviation = Matrix.zeros(2 * m, 2 * m);
  let squares = 0;
  for (const [j, x] of rights.entries()) {
    const { residual, change } = residualOf(matrix, rounding, eigenvalue, x);
    for (const [i, y] of lefts.entries()) {
      putComplex(overlap, i, j, m, product(y, x));
      putComplex(deviation, i, j, m, product(y, residual));
      let sum = 0;
      for (let k = 0; k < change.length; k++) sum += Math.hypot(y.real[k]!, y.imaginary[k]!) * change[k]!;
      squares += sum * sum;
    }
  }
  try {
    const inverted = inverse(overlap, true);
    // The embedding of a complex number holds it twice.
    const perturbation = (inverted.norm() / Math.SQRT2) * Math.sqrt(squares);
    const spread = inverted.mmul(deviation).norm() / Math.SQRT2;
    const error = (2 * spread + perturbation) ** (1 - 1 / m) * perturbation ** (1 / m) + spread;
    return Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** y^* x. */
function product(y: ComplexVector, x: ComplexVector): readonly [number, number] {
  let [re, im] = [0, 0];
  for (let k = 0; k < x.real.length; k++) {
    re += y.real[k]! * x.real[k]! + y.imaginary[k]! * x.imaginary[k]!;
    im += y.real[k]! * x.imaginary[k]! - y.imaginary[k]! * x.real[k]!;
  }
  return [re, im];
}

function putComplex(into: Matrix, i: number, j: number, m: number, [re, im]: readonly [number, number]): void {
  into.set(i, j, re);
  into.set(m + i, m + j, re);
  into.set(i, m + j, -im);
  into.set(m + i, j, im);
}
