/** What a solve reached. */
export interface SolveReport {
  readonly status: "converged" | "stalled" | "maxIterations";
  /** Refinement steps after the direct solve, or steps of the Krylov method. */
  readonly iterations: number;
  /** Backward error: |b - A x| in units of |A| |x| + |b|, by component or by norm; rounding leaves about 1e-16. */
  readonly residual: number;
}

/** Solves with one matrix. It uses its own scratch, so one solver serves one caller at a time. */
export interface LinearSolver {
  /**
   * x with A x = b, to rounding level. `rightHandSide` and `solution` (overwritten) have one value an unknown; they may be the same array. Several
   * right-hand sides are one behind the other, and take less time together; the report is that of the worst.
   *
   * @throws ConvergenceError where no Krylov method converges and the factors do not fit into the memory allowed
   */
  readonly solve: (rightHandSide: Float64Array, solution: Float64Array) => SolveReport;
  /**
   * x with A x = b to two digits or more, for estimates: one substitution, or a short Krylov iteration. Arrays and errors as `solve`.
   */
  readonly approximate: (rightHandSide: Float64Array, solution: Float64Array) => void;
  /**
   * `solve` of one right-hand side, and `approximate` of others that follow from a first approximation of its solution: a block, overwritten with its
   * solutions. Together they take less time, where the method knows how.
   */
  readonly solveAlong?: (
    rightHandSide: Float64Array,
    solution: Float64Array,
    others: (approximation: Float64Array) => Float64Array,
  ) => SolveReport;
  /** Gives the memory of its factors to the next factorisation, where it has any; it solves no more afterwards. */
  readonly release?: () => void;
}

export interface FactorOptions {
  /**
   * Whether a direct solve is refined until its componentwise backward error is at rounding level (default). Without, it takes one substitution: enough
   * where the right-hand side carries larger errors anyway, as in a time step.
   */
  readonly refine?: boolean;
  /**
   * Values, on the same pattern, of a matrix S such that A + S is easier to precondition and still near A: -sigma M for a generator A with mass matrix M
   * and a sigma about as large as its slowest rates. A direct solve has no use for it. Called where needed.
   */
  readonly shift?: () => Float64Array;
}

/** What the matrices of one pattern have in common. */
export interface SolverPlan {
  readonly kind: "direct" | "krylov";
  /**
   * Prepares the matrix with these values, one an entry of the pattern; they are not copied, so they have to stay as they are while the solver is used.
   *
   * @throws SingularMatrixError where no pivot above rounding is left (a Krylov solve finds out later, if at all: where the system has solutions it takes one)
   */
  readonly factor: (values: Float64Array, options?: FactorOptions) => LinearSolver;
}
