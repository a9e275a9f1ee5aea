import { multiply, type SparseMatrix } from "../sparse.ts";
import type { Factorization } from "./factorization.ts";
import { solve, solveTransposed } from "./triangular.ts";

type Map = (x: Float64Array) => void;

const MOST_STEPS = 5;

/**
 * Estimate of the largest column sum of |B|, for a B that is only applied, and applied transposed, in place: steps from one column to a better one
 * (W. W. Hager, doi:10.1137/0905023), and a vector of alternating signs against unlucky cancellation (N. J. Higham, doi:10.1145/50063.214386). It is
 * never above the norm but for rounding, and rarely below a third of it.
 */
function columnSumEstimate(n: number, apply: Map, applyTransposed: Map): number {
  const x = new Float64Array(n).fill(1 / n);
  apply(x);
  if (n === 1) return Math.abs(x[0]!);
  let estimate = absoluteSum(x);
  let column = -1;
  for (let step = 0; step < MOST_STEPS; step++) {
    for (let i = 0; i < n; i++) x[i] = x[i]! >= 0 ? 1 : -1;
    applyTransposed(x);
    const next = x.reduce((best, value, i) => (Math.abs(value) > Math.abs(x[best]!) ? i : best), 0);
    if (next === column) break;
    column = next;
    x.fill(0);
    x[column] = 1;
    apply(x);
    const sum = absoluteSum(x);
    if (!(sum > estimate)) break;
    estimate = sum;
  }
  for (let i = 0; i < n; i++) x[i] = (i % 2 === 0 ? 1 : -1) * (1 + i / (n - 1));
  apply(x);
  return Math.max(estimate, (2 * absoluteSum(x)) / (3 * n));
}

const absoluteSum = (x: Float64Array): number => x.reduce((sum, value) => sum + Math.abs(value), 0);

const columnSum = ({ pattern, values }: SparseMatrix): number => {
  const sums = new Float64Array(pattern.columns);
  for (const [k, j] of pattern.columnIndices.entries()) sums[j]! += Math.abs(values[k]!);
  return Math.max(...sums);
};

/**
 * Estimate of the condition number |A|_1 |A^-1|_1 from the factors of A, by some ten substitutions: relative errors of the entries may show in a solution so
 * many times larger. A lower bound, rarely below a third of the number itself.
 */
export function conditionEstimate(matrix: SparseMatrix, factorization: Factorization): number {
  const n = matrix.pattern.rows;
  const inverse = columnSumEstimate(
    n,
    (x) => solve(factorization, x, x),
    (x) => solveTransposed(factorization, x, x),
  );
  return columnSum(matrix) * inverse;
}

/**
 * Estimate of the largest error of a solution x of A x = b relative to its largest entry, from what it leaves of b and the rounding of that:
 * | |A^-1| (|b - A x| + (m + 1) eps (|A| |x| + |b|)) | / |x|, m entries a row (M. Arioli, J. W. Demmel and I. S. Duff, doi:10.1137/0610013). The norm of
 * the inverse is estimated as in `conditionEstimate`. Infinity where x is 0 and b is not.
 */
export function solutionError(
  matrix: SparseMatrix,
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
): number {
  const { pattern, values } = matrix;
  const n = pattern.rows;
  const sizes = new Float64Array(n);
  multiply(matrix, solution, sizes);
  for (let i = 0; i < n; i++) {
    let size = Math.abs(rightHandSide[i]!);
    const [start, end] = [pattern.rowStarts[i]!, pattern.rowStarts[i + 1]!];
    for (let k = start; k < end; k++) size += Math.abs(values[k]! * solution[pattern.columnIndices[k]!]!);
    sizes[i] = Math.abs(rightHandSide[i]! - sizes[i]!) + (end - start + 1) * Number.EPSILON * size;
  }
  const scale = (x: Float64Array): void => {
    for (let i = 0; i < n; i++) x[i]! *= sizes[i]!;
  };
  // Row sums of |A^-1 D| are column sums of its transpose.
  const error = columnSumEstimate(
    n,
    (x) => {
      solveTransposed(factorization, x, x);
      scale(x);
    },
    (x) => {
      scale(x);
      solve(factorization, x, x);
    },
  );
  const largest = solution.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return error === 0 ? 0 : error / largest;
}
