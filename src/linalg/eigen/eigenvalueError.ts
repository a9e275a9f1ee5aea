import type { SparseMatrix } from "../sparse.ts";
import type { ComplexVector } from "./denseSpectrum.ts";

/**
 * How far the entries of a matrix may be off: |E_ij| <= relative |A_ij| + row max_k |A_ik| in its pattern, and on the diagonal `diagonal` on
 * top, where terms cancel.
 */
export interface EntryRounding {
  readonly relative: number;
  readonly row: number;
  readonly diagonal: number;
}

/** Entries that are the sum of a few products of rounded numbers. */
export const ordinaryRounding: EntryRounding = { relative: 8 * Number.EPSILON, row: 0, diagonal: 0 };

export interface RefinedEigenvalue {
  readonly real: number;
  readonly imaginary: number;
  /** First-order bound of the absolute error; infinite for a defective eigenvalue. */
  readonly error: number;
}

/** What the products of the Rayleigh quotient leave, relative to the sum of their moduli: a row has some 20 entries. */
const QUOTIENT_ROUNDING = 8 * Number.EPSILON;

/**
 * The two-sided Rayleigh quotient y^* A x / y^* x, wrong by the product of the errors of both vectors only, and
 *
 *     |y|^T |E| |x| / |y^* x|,
 *
 * the largest change that entries off by |E_ij| make to a simple eigenvalue (its condition number, entry by entry: no scaling
 * of the unknowns changes it; N. J. Higham and D. J. Higham, doi:10.1137/S0895479896314188). The step from the eigenvalue given to the
 * quotient is added: what is left after it is far smaller where the vectors are any good.
 */
export function refineEigenvalue(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  eigenvalue: { readonly real: number; readonly imaginary: number },
  right: ComplexVector,
  left: ComplexVector,
): RefinedEigenvalue {
  const { real: re, imaginary: im } = eigenvalue;
  const { residual, change } = residualOf(matrix, rounding, eigenvalue, right);
  let [overlapReal, overlapImaginary, residualReal, residualImaginary, changed] = [0, 0, 0, 0, 0];
  for (let i = 0; i < change.length; i++) {
    const [yr, yi] = [left.real[i]!, left.imaginary[i]!];
    overlapReal += yr * right.real[i]! + yi * right.imaginary[i]!;
    overlapImaginary += yr * right.imaginary[i]! - yi * right.real[i]!;
    residualReal += yr * residual.real[i]! + yi * residual.imaginary[i]!;
    residualImaginary += yr * residual.imaginary[i]! - yi * residual.real[i]!;
    changed += Math.hypot(yr, yi) * change[i]!;
  }
  const squared = overlapReal ** 2 + overlapImaginary ** 2;
  const stepReal = (residualReal * overlapReal + residualImaginary * overlapImaginary) / squared;
  const stepImaginary = (residualImaginary * overlapReal - residualReal * overlapImaginary) / squared;
  const error = changed / Math.sqrt(squared) + Math.hypot(stepReal, stepImaginary);
  if (!Number.isFinite(error)) return { real: re, imaginary: im, error: Number.POSITIVE_INFINITY };
  // A real eigenvalue stays real.
  return { real: re + stepReal, imaginary: im === 0 ? 0 : im + stepImaginary, error };
}

/** A x - lambda x, and a bound of what rounding changes in each entry of it. */
export function residualOf(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  { real: re, imaginary: im }: { readonly real: number; readonly imaginary: number },
  x: ComplexVector,
): { readonly residual: ComplexVector; readonly change: Float64Array } {
  const modulus = Math.hypot(re, im);
  const image = imageOf(matrix, rounding, x);
  for (let i = 0; i < image.change.length; i++) {
    const [xr, xi] = [x.real[i]!, x.imaginary[i]!];
    image.real[i]! -= re * xr - im * xi;
    image.imaginary[i]! -= re * xi + im * xr;
    image.change[i]! += modulus * QUOTIENT_ROUNDING * Math.hypot(xr, xi);
  }
  return { residual: image, change: image.change };
}

interface Image extends ComplexVector {
  /** Bound of what rounding changes in each entry. */
  readonly change: Float64Array;
}

function imageOf(
  { pattern, values }: SparseMatrix,
  rounding: EntryRounding,
  { real, imaginary }: ComplexVector,
): Image {
  const { rows, rowStarts, columnIndices } = pattern;
  const sizes = real.map((value, i) => Math.hypot(value, imaginary[i]!));
  const image = { real: new Float64Array(rows), imaginary: new Float64Array(rows), change: new Float64Array(rows) };
  for (let i = 0; i < rows; i++) {
    let [re, im, entries, largest, total] = [0, 0, 0, 0, 0];
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      const value = values[k]!;
      const j = columnIndices[k]!;
      re += value * real[j]!;
      im += value * imaginary[j]!;
      entries += Math.abs(value) * sizes[j]!;
      total += sizes[j]!;
      largest = Math.max(largest, Math.abs(value));
    }
    image.real[i] = re;
    image.imaginary[i] = im;
    image.change[i] =
      (rounding.relative + QUOTIENT_ROUNDING) * entries +
      rounding.row * largest * total +
      rounding.diagonal * sizes[i]!;
  }
  return image;
}
