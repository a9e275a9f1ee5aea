import type { LinearSolver, SolveReport, SolverPlan } from "../linearSolver.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../sparse.ts";
import { type Factorization, factor, release, type SymbolicFactorization, solve } from "./lu.ts";
import { solveRefined } from "./refine.ts";

/** Multifrontal LU on an analysis made before. */
export const directPlan = (symbolic: SymbolicFactorization): SolverPlan => ({
  kind: "direct",
  factor: (values, { refine = true } = {}) => {
    const matrix = { pattern: symbolic.pattern, values };
    const factorization = factor(symbolic, values);
    return refine ? refinedSolver(matrix, factorization) : plainSolver(matrix, factorization);
  },
});

function refinedSolver(matrix: SparseMatrix, factorization: Factorization): LinearSolver {
  const refined = (
    rightHandSide: Float64Array,
    solution: Float64Array,
    others?: (approximation: Float64Array) => Float64Array,
  ): SolveReport => {
    const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
    const options = others === undefined ? {} : { others };
    const { status, iterations, backwardError } = solveRefined(matrix, factorization, right, solution, options);
    return { status, iterations, residual: backwardError };
  };
  return {
    solve: (rightHandSide, solution) => refined(rightHandSide, solution),
    solveAlong: refined,
    approximate: (rightHandSide, solution) => solve(factorization, rightHandSide, solution),
    release: () => release(factorization),
  };
}

function plainSolver(matrix: SparseMatrix, factorization: Factorization): LinearSolver {
  const n = matrix.pattern.rows;
  const image = new Float64Array(n);
  const size = infinityNorm(matrix);
  return {
    solve: (rightHandSide, solution) => {
      const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
      solve(factorization, right, solution);
      let residual = 0;
      for (let at = 0; at < right.length; at += n) {
        const x = solution.subarray(at, at + n);
        multiply(matrix, x, image);
        residual = Math.max(residual, backwardError(image, right.subarray(at, at + n), x, size));
      }
      return { status: residual <= 2 * n * Number.EPSILON ? "converged" : "stalled", iterations: 0, residual };
    },
    approximate: (rightHandSide, solution) => solve(factorization, rightHandSide, solution),
    release: () => release(factorization),
  };
}

/** max |b - A x| / (|A| max |x| + max |b|), 0 where both are 0. */
function backwardError(image: Float64Array, b: Float64Array, x: Float64Array, matrixNorm: number): number {
  let worst = 0;
  let right = 0;
  let left = 0;
  for (let i = 0; i < b.length; i++) {
    worst = Math.max(worst, Math.abs(b[i]! - image[i]!));
    right = Math.max(right, Math.abs(b[i]!));
    left = Math.max(left, Math.abs(x[i]!));
  }
  const scale = matrixNorm * left + right;
  return scale > 0 ? worst / scale : 0;
}
