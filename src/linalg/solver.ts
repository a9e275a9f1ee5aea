import { type Factorization, factor, type SymbolicFactorization, solve } from "./lu.ts";
import { solveRefined } from "./refine.ts";
import { infinityNorm, multiply, type SparseMatrix, type SparsityPattern } from "./sparse.ts";
import { analyze } from "./symbolic.ts";

/** "auto" takes "direct" while the factors are small enough, else "krylov". */
export type SolverMethod = "auto" | "direct" | "krylov";

export interface SolverOptions {
  readonly method?: SolverMethod;
}

/** What a solve reached. */
export interface SolveReport {
  readonly status: "converged" | "stalled" | "maxIterations";
  /** Refinement steps after the direct solve, or steps of the Krylov method. */
  readonly iterations: number;
  /** Backward error: the largest |b - A x| in units of |A| |x| + |b| (norms: infinity). */
  readonly residual: number;
}

/** Solves with one matrix. It uses its own scratch, so one solver serves one caller at a time. */
export interface LinearSolver {
  /** x with A x = b, to rounding level. `rightHandSide` and `solution` (overwritten) have one value an unknown; they may be the same array. */
  readonly solve: (rightHandSide: Float64Array, solution: Float64Array) => SolveReport;
}

export interface FactorOptions {
  /**
   * Whether a direct solve is refined until its componentwise backward error is at rounding level (default). Without, it takes one substitution: enough
   * where the right-hand side carries larger errors anyway, as in a time step.
   */
  readonly refine?: boolean;
}

/** What the matrices of one pattern have in common. */
export interface SolverPlan {
  readonly kind: "direct" | "krylov";
  /**
   * Prepares the matrix with these values, one an entry of the pattern; they are not copied, so they have to stay as they are while the solver is used.
   *
   * @throws SingularMatrixError where no pivot above rounding is left
   */
  readonly factor: (values: Float64Array, options?: FactorOptions) => LinearSolver;
}

/** Analyses a square pattern, once for all matrices on it. */
export function planSolver(pattern: SparsityPattern, _options: SolverOptions = {}): SolverPlan {
  return directPlan(analyze(pattern));
}

/** The plan that uses an existing analysis. */
export const directPlan = (symbolic: SymbolicFactorization): SolverPlan => ({
  kind: "direct",
  factor: (values, { refine = true } = {}) => {
    const matrix = { pattern: symbolic.pattern, values };
    const factorization = factor(symbolic, values);
    return refine ? refinedSolver(matrix, factorization) : plainSolver(matrix, factorization);
  },
});

function refinedSolver(matrix: SparseMatrix, factorization: Factorization): LinearSolver {
  return {
    solve: (rightHandSide, solution) => {
      const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
      const { status, iterations, backwardError } = solveRefined(matrix, factorization, right, solution);
      return { status, iterations, residual: backwardError };
    },
  };
}

function plainSolver(matrix: SparseMatrix, factorization: Factorization): LinearSolver {
  const image = new Float64Array(matrix.pattern.rows);
  const size = infinityNorm(matrix);
  return {
    solve: (rightHandSide, solution) => {
      const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
      solve(factorization, right, solution);
      multiply(matrix, solution, image);
      const residual = backwardError(image, right, solution, size);
      return {
        status: residual <= 2 * image.length * Number.EPSILON ? "converged" : "stalled",
        iterations: 0,
        residual,
      };
    },
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
