import { type LinearSolver, planSolver, type SolverOptions, type SolverPlan } from "../../linalg/solver.ts";
import type { SparseMatrix, SparsityPattern } from "../../linalg/sparse.ts";
import { dot } from "../../linalg/vectorKernels.ts";

/**
 * M dP/dt = L(t) P with its load p = M P as the state, so that a delta (p_i = phi_i(r0)) needs no smoothing. M and L share
 * one pattern.
 */
export interface LinearSystem {
  readonly pattern: SparsityPattern;
  readonly plan: SolverPlan;
  readonly mass: SparseMatrix;
  readonly massSolver: LinearSolver;
  /** Writes the values of L at time t. */
  readonly generator: (time: number, values: Float64Array) => void;
  readonly autonomous: boolean;
  /** Observed integrals as functionals of the load: int P f = loadFunctional . p. The first is the mass. */
  readonly loadFunctionals: readonly Float64Array[];
}

/** Rounding in a solve is far below the error of a time step. */
const unrefined = { refine: false };

/** System from its matrices; `functionals` act on nodal values (int P f = functional . P). */
export function linearSystem(
  mass: SparseMatrix,
  generator: (time: number, values: Float64Array) => void,
  autonomous: boolean,
  functionals: readonly Float64Array[],
  options: SolverOptions = {},
): LinearSystem {
  const plan = planSolver(mass.pattern, options);
  const massSolver = plan.factor(mass.values, unrefined);
  // M is symmetric: functional . M^-1 p = (M^-1 functional) . p.
  const n = mass.pattern.rows;
  const duals = new Float64Array(functionals.length * n);
  for (const [k, functional] of functionals.entries()) duals.set(functional, k * n);
  massSolver.solve(duals, duals);
  const loadFunctionals = functionals.map((_, k) => duals.slice(k * n, (k + 1) * n));
  return { pattern: mass.pattern, plan, mass, massSolver, generator, autonomous, loadFunctionals };
}

/** The observed integrals of a load. */
export const observe = (system: LinearSystem, load: Float64Array): Float64Array =>
  Float64Array.from(system.loadFunctionals, (functional) => dot(functional, load));
