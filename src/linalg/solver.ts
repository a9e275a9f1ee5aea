import { directPlan } from "./direct/directSolver.ts";
import { type EliminationOrder, eliminationOrder } from "./direct/eliminationOrder.ts";
import { analyze } from "./direct/symbolic.ts";
import { krylovPlan } from "./iterative/krylovSolver.ts";
import type { SolverPlan } from "./linearSolver.ts";
import type { SparsityPattern } from "./sparse.ts";

export type { FactorOptions, LinearSolver, SolveReport, SolverPlan } from "./linearSolver.ts";

/** "auto" takes "direct" while the factors are cheap, else "krylov". */
export type SolverMethod = "auto" | "direct" | "krylov";

export interface SolverOptions {
  readonly method?: SolverMethod;
  /** Bytes that the factors may take, those of a preconditioner or those of a direct solve after it; 2 GiB by default. */
  readonly memoryLimit?: number;
}

const DEFAULT_MEMORY = 2 ** 31;

/**
 * "auto" is direct up to so many floating-point operations of a factorisation (one or two seconds), and beyond while they are no more than so many an
 * entry of the matrix: a Krylov solve takes about as long as 3,000 operations an entry, some times that where it is difficult. Meshes of the sphere stay below
 * up to 160,000 unknowns, those of the ball are above from about 10,000 on.
 */
const DIRECT_OPERATIONS = 5e9;
const DIRECT_OPERATIONS_PER_ENTRY = 8000;

/**
 * Analyses a square pattern, once for all matrices on it. The direct method is the multifrontal LU of lu.ts, the Krylov method GMRES with an incomplete LU,
 * which turns to the direct one where it stalls and memory allows.
 */
export function planSolver(pattern: SparsityPattern, options: SolverOptions = {}): SolverPlan {
  const { method = "auto", memoryLimit = DEFAULT_MEMORY } = options;
  const ordering = eliminationOrder(pattern);
  const needed = directMemory(ordering);
  const cheap = Math.max(DIRECT_OPERATIONS, DIRECT_OPERATIONS_PER_ENTRY * pattern.columnIndices.length);
  const direct = method === "auto" ? ordering.operations <= cheap && needed <= memoryLimit : method === "direct";
  if (direct) return directPlan(analyze(pattern, ordering));
  const plan = (): SolverPlan => directPlan(analyze(pattern));
  return krylovPlan(pattern, ordering.order, { memoryLimit, direct: { memory: needed, plan } });
}

/** Bytes of a factorisation: the factors, and the fronts at the root of the tree. */
const directMemory = ({ factorSize, largestColumn }: EliminationOrder): number =>
  8 * (1.3 * factorSize + 3 * largestColumn ** 2);
