/** Sparse matrices, and what solves with them. */

// The direct solver by its steps.
export { analyze, type Factorization, factor, type SymbolicFactorization } from "./direct/lu.ts";
export { solve, solveTransposed } from "./direct/triangular.ts";
// From and to the class of ml-sparse-matrix.
export { MlSparseMatrix, toMlSparseMatrix, toSparseMatrix } from "./interop.ts";
// One interface to all solvers: a plan for a pattern factors values, which solve.
export type { LinearSolver, SolveReport, SolverPlan } from "./linearSolver.ts";
export { planSolver, type SolverMethod, type SolverOptions } from "./solver.ts";
// Sparse matrices by rows.
export {
  multiply,
  multiplyTransposed,
  type SparseMatrix,
  type SparsityPattern,
  sparseFromTriplets,
} from "./sparse.ts";
