/** The direct method in its three steps, all that the other folders know of it: a pattern is analysed, values are factored, right-hand sides solved. */
export { factor, type PivotOptions } from "./factor.ts";
export { type Factorization, release } from "./factorization.ts";
export { type AnalysisOptions, analyze, type SymbolicFactorization } from "./symbolic.ts";
export { solve, solveTransposed } from "./triangular.ts";
