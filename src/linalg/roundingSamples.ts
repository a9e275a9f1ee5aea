import { createRandomStream, fillNormal } from "../core/random.ts";
import type { SparseMatrix } from "./sparse.ts";

/**
 * Error of entries that a formula gives, and of elimination and refinement, in eps of the entry: a few roundings each. Seen on 180 models against
 * solutions with 60 digits, and on 10,000 by harmonic against dicke: with 8, errors up to the estimate (test/calibration.test.ts).
 */
export const FORMULA_ROUNDINGS = 24;

/**
 * Directions of perturbation. With three, the estimate of the size of any one functional is ten times too small with probability 1e-3
 * (32 / (3 pi^2 gamma^3) for a factor gamma), and a hundred times too small with probability 1e-6.
 */
const SAMPLES = 3;

/** Any fixed number: the same system has the same estimate. */
const SEED = 8;

/**
 * Small-sample statistical condition estimate (Kenney and Laub, doi:10.1137/0915003) of A x = b with respect to relative errors
 * of the entries of A: samples of
 *
 *     dx = A^{-1} g,   g_i = xi_i sqrt(sum_j (a_ij x_j)^2),   xi_i standard normal,
 *
 * which is the change of x, to first order, where every entry of A carries an independent relative error of standard deviation 1.
 * Rounding makes these errors a few eps. A functional f of x then has an error of about eps sqrt(mean f(dx)^2). One
 * substitution a sample: no transposed solves, however many functionals there are.
 *
 * @param matrix A, or its pattern with the size of each entry's terms where they cancel
 * @param solve writes approximations of A^{-1} g for a block of several g, one behind the other, into the second array; one right digit is enough
 */
export function roundingSamples(
  matrix: SparseMatrix,
  solution: Float64Array,
  solve: (rightHandSide: Float64Array, solution: Float64Array) => void,
  known: KnownErrors = {},
): Float64Array[] {
  const loads = roundingLoads(matrix, solution, known);
  const changes = new Float64Array(loads.length);
  solve(loads, changes);
  return samplesIn(changes);
}

/** What has an error of its own besides the entries: a row without any (`fixed`), such as a condition that stands in it, and a right-hand side. */
export interface KnownErrors {
  readonly fixed?: number;
  readonly rightHandSide?: Float64Array;
}

/** The vectors g of `roundingSamples`, one behind the other: what A is to be solved with. */
export function roundingLoads(
  { pattern, values }: SparseMatrix,
  solution: Float64Array,
  known: KnownErrors = {},
): Float64Array {
  const { rows, rowStarts, columnIndices } = pattern;
  const loads = new Float64Array(SAMPLES * rows);
  for (const [sample, own] of samplesIn(loads).entries()) fillNormal(createRandomStream(SEED, sample), own);
  for (let i = 0; i < rows; i++) {
    let square = (known.rightHandSide?.[i] ?? 0) ** 2;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      square += (values[k]! * solution[columnIndices[k]!]!) ** 2;
    }
    const size = i === known.fixed ? 0 : Math.sqrt(square);
    for (let at = i; at < loads.length; at += rows) loads[at]! *= size;
  }
  return loads;
}

/** The samples that are one behind the other. */
export const samplesIn = (block: Float64Array): Float64Array[] => {
  const rows = block.length / SAMPLES;
  return Array.from({ length: SAMPLES }, (_, sample) => block.subarray(sample * rows, (sample + 1) * rows));
};

/** Root mean square of a functional of the samples. */
export const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
