/** Sparse matrices, and what solves with them. */

// Sparse matrices by rows.
export { sparseFromTriplets, multiply, multiplyTransposed, type SparseMatrix, type SparsityPattern } from "./sparse.ts";

// From and to the class of ml-sparse-matrix.
export { MlSparseMatrix, toMlSparseMatrix, toSparseMatrix } from "./interop.ts";

// A matrix that is only applied.
export type { LinearMap } from "./linearMap.ts";

// One interface to all solvers: a plan for a pattern factors values, which solve.
export { planSolver, type SolverMethod, type SolverOptions } from "./solver.ts";
export type { SolverPlan, LinearSolver, FactorOptions, SolveReport } from "./linearSolver.ts";

// The direct solver by its steps.
export { type AnalysisOptions, analyze, type SymbolicFactorization } from "./direct/symbolic.ts";
export { factor, type PivotOptions } from "./direct/factor.ts";
export { solve, solveTransposed } from "./direct/triangular.ts";
export { type RefinedSolution, type RefinementOptions, solveRefined } from "./direct/refine.ts";
export { conditionEstimate, solutionError } from "./direct/condition.ts";
export { type SingularVector, singularVector } from "./direct/singularVector.ts";
export type { Factorization, SolveScratch } from "./direct/factorization.ts";
export type { FactorStore, StoreSize } from "./direct/kernel/store.ts";
export type { Children } from "./direct/forest.ts";
export type { PatternElements } from "./direct/elements.ts";
export type { PatternByColumns } from "./direct/graph.ts";

// Complex matrices, A - shift M among them.
export { type ComplexMatrix, type ComplexVectors, shiftedMatrix, withDiagonal } from "./direct/complex/matrix.ts";
export { type ComplexFactorization, type ComplexPivotOptions, factorComplex } from "./direct/complex/factorComplex.ts";
export { type ComplexRightHandSide, solveComplex, solveComplexTransposed } from "./direct/complex/solveComplex.ts";
export { solveComplexRefined } from "./direct/complex/refineComplex.ts";
