import { directPlan } from "./direct/directSolver.ts";
import type { PatternElements } from "./direct/elements.ts";
import { symmetricGraph } from "./direct/graph.ts";
import { minimumDegreeOrdering } from "./direct/minimumDegree.ts";
import { analyze, type SymbolicFactorization } from "./direct/symbolic.ts";
import { krylovPlan } from "./iterative/krylovSolver.ts";
import type { SolverPlan } from "./linearSolver.ts";
import type { SparsityPattern } from "./sparse.ts";

export type { PatternElements } from "./direct/elements.ts";
export type { FactorOptions, LinearSolver, SolveReport, SolverPlan } from "./linearSolver.ts";

/** "auto" takes "direct" while the factors are cheap, else "krylov". */
export type SolverMethod = "auto" | "direct" | "krylov";

export interface SolverOptions {
  readonly method?: SolverMethod;
  /** Bytes that the factors may take, those of a preconditioner or those of a direct solve after it; 2 GiB by default. */
  readonly memoryLimit?: number;
  /** Dense blocks whose union the pattern is: with them a direct solve is faster. */
  readonly elements?: PatternElements | undefined;
}

const DEFAULT_MEMORY = 2 ** 31;

/**
 * "auto" is direct up to so many floating-point operations of a factorisation (about two seconds), and beyond while they are no more than so many an
 * entry of the matrix: a Krylov solve takes about as long as 40,000 operations an entry, some times that where it is difficult. Measured in the ball: 20,497
 * unknowns of degree 1 with 6e9 operations 1.7 s against 5.9, 35,553 of degree 4 with 27e9 (10,600 an entry) 3.5 s against 10.6.
 */
const DIRECT_OPERATIONS = 2e10;
const DIRECT_OPERATIONS_PER_ENTRY = 25_000;

/**
 * Analyses a square pattern, once for all matrices on it. The direct method is the multifrontal LU of lu.ts, the Krylov method GMRES with an incomplete LU,
 * which turns to the direct one where it stalls and memory allows.
 */
export function planSolver(pattern: SparsityPattern, options: SolverOptions = {}): SolverPlan {
  const { method = "auto", memoryLimit = DEFAULT_MEMORY, elements } = options;
  const symbolic = analyze(pattern, { elements });
  const needed = directMemory(symbolic);
  const cheap = Math.max(DIRECT_OPERATIONS, DIRECT_OPERATIONS_PER_ENTRY * pattern.columnIndices.length);
  const direct = method === "auto" ? symbolic.operations <= cheap && needed <= memoryLimit : method === "direct";
  if (direct) return directPlan(symbolic);
  const order = minimumDegreeOrdering(symmetricGraph(pattern, symbolic.byColumns));
  return krylovPlan(pattern, order, { memoryLimit, direct: { memory: needed, plan: () => directPlan(symbolic) } });
}

/** Bytes of a factorisation: the factors, the front in hand and the blocks that wait. */
const directMemory = ({ factorSize, largestFront, stackSize }: SymbolicFactorization): number =>
  8 * (1.3 * factorSize + 2 * largestFront ** 2 + stackSize);
