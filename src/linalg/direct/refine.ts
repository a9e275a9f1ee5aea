import type { SparseMatrix } from "../sparse.ts";
import type { Factorization } from "./lu.ts";
import { solve } from "./triangular.ts";

export interface RefinedSolution {
  readonly status: "converged" | "stalled";
  readonly iterations: number;
  /** Largest componentwise backward error: |b - A x|_i / (|A| |x| + |b|)_i. */
  readonly backwardError: number;
}

/** Rounding of the residual itself leaves about this much: more refinement would gain nothing. */
const REACHABLE = 2 * Number.EPSILON;

/**
 * Solves A x = b and refines until the componentwise backward error is at rounding level or no longer halves
 * (Arioli, Demmel and Duff, doi:10.1137/0610013). "stalled" means that it stopped above 2 n eps.
 */
export function solveRefined(
  matrix: SparseMatrix,
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  maximumIterations = 8,
): RefinedSolution {
  const n = matrix.pattern.rows;
  const residual = new Float64Array(n);
  const previous = new Float64Array(n);
  solve(factorization, rightHandSide, solution);
  let backwardError = residualOf(matrix, rightHandSide, solution, residual);
  let iterations = 0;
  while (iterations < maximumIterations && backwardError > REACHABLE) {
    previous.set(solution);
    solve(factorization, residual, residual);
    for (let i = 0; i < n; i++) solution[i]! += residual[i]!;
    iterations++;
    const next = residualOf(matrix, rightHandSide, solution, residual);
    if (!(next < 0.5 * backwardError)) {
      if (!(next < backwardError)) solution.set(previous);
      else backwardError = next;
      break;
    }
    backwardError = next;
  }
  return { status: backwardError <= 2 * n * Number.EPSILON ? "converged" : "stalled", iterations, backwardError };
}

/** residual = b - A x; returns the componentwise backward error. */
function residualOf(
  { pattern, values }: SparseMatrix,
  b: Float64Array,
  x: Float64Array,
  residual: Float64Array,
): number {
  const { rows, rowStarts, columnIndices } = pattern;
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    let scale = Math.abs(b[i]!);
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const product = values[k]! * x[columnIndices[k]!]!;
      sum += product;
      scale += Math.abs(product);
    }
    residual[i] = b[i]! - sum;
    if (scale > 0) worst = Math.max(worst, Math.abs(residual[i]!) / scale);
  }
  return worst;
}
