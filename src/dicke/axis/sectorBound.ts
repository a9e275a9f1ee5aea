import { SingularMatrixError } from "../../core/errors.ts";
import { analyze, factor, solveTransposed } from "../../linalg/direct/lu.ts";
import { multiplyTransposed, type SparseMatrix } from "../../linalg/sparse.ts";

/**
 * A lower bound of -Re of all eigenvalues of a real matrix M, by weights w > 0 of the rows:
 *
 *     Re lambda <= max_j [ w_j M_jj + sum_{i != j} w_i |M_ij| ] / w_j,
 *
 * the logarithmic norm of the weighted sum of moduli (G. Dahlquist). First equal weights; where these show less than `enough`, the solution
 * of M'^T w = -1, M' with the moduli off its diagonal: the bound is then 1/max w, near the slowest rate of M'.
 *
 * @returns 0 where nothing is shown
 */
export function slowestRateBound(matrix: SparseMatrix, enough: number): number {
  const bounding = withModuli(matrix);
  const plain = rateBound(bounding, new Float64Array(matrix.pattern.rows).fill(1));
  if (plain > enough) return plain;
  const weights = new Float64Array(matrix.pattern.rows).fill(-1);
  try {
    solveTransposed(factor(analyze(bounding.pattern), bounding.values), weights, weights);
  } catch (error) {
    if (error instanceof SingularMatrixError) return plain;
    throw error;
  }
  return Math.max(plain, weights.every((weight) => weight > 0) ? rateBound(bounding, weights) : 0);
}

function withModuli({ pattern, values }: SparseMatrix): SparseMatrix {
  const moduli = values.map(Math.abs);
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      if (pattern.columnIndices[k] === i) moduli[k] = values[k]!;
    }
  }
  return { pattern, values: moduli };
}

/** What rounding leaves of sums of some 20 terms that cancel. */
const ROUNDING = 64 * Number.EPSILON;

function rateBound(bounding: SparseMatrix, weights: Float64Array): number {
  const { rows } = bounding.pattern;
  const sums = new Float64Array(rows);
  const sizes = new Float64Array(rows);
  multiplyTransposed(bounding, weights, sums);
  multiplyTransposed({ ...bounding, values: bounding.values.map(Math.abs) }, weights, sizes);
  let bound = Number.POSITIVE_INFINITY;
  for (let j = 0; j < rows; j++) bound = Math.min(bound, -(sums[j]! + ROUNDING * sizes[j]!) / weights[j]!);
  return Math.max(0, bound);
}
