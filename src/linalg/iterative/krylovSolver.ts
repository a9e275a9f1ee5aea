import { ConvergenceError, SingularMatrixError } from "../../core/errors.ts";
import type { FactorOptions, LinearSolver, SolveReport, SolverPlan } from "../linearSolver.ts";
import { partByPart } from "../partByPart.ts";
import type { SparseMatrix, SparsityPattern } from "../sparse.ts";
import { norm } from "../vectorKernels.ts";
import {
  type Equilibrated,
  equilibrated,
  equilibratedProduct,
  looksSingular,
  residualOf,
  scaledValues,
} from "./equilibrated.ts";
import { gmres } from "./gmres.ts";
import { factorIncomplete, type IncompleteFactorization, solveIncomplete } from "./ilu.ts";

export interface KrylovOptions {
  /** Bytes that the factors of a preconditioner, or of a direct solve instead, may take. */
  readonly memoryLimit: number;
  /** Bytes of a direct solve, and its plan. */
  readonly direct: { readonly memory: number; readonly plan: () => SolverPlan };
}

/** Bytes of an entry of the incomplete factors: a column and a value. */
const ENTRY_BYTES = 8;

/** A preconditioner. */
interface Rung {
  readonly dropTolerance: number;
  /** How many times the shift is added. */
  readonly shifts: number;
  /** Entries that it may have, in units of those of the matrix: with more the next one is better. */
  readonly fill: number;
}

/**
 * Preconditioners in the order in which they are tried. Seen in the ball: where the cells resolve P the first takes twice the room of the matrix, and
 * 10 to 50 steps, 80 at degree 5. Where transport dominates within the cells its entries, or their number, grow without bound; a shift holds them,
 * a larger one with certainty, at the price of 100 steps or more.
 */
const shiftedLadder: readonly Rung[] = [
  { dropTolerance: 3e-3, shifts: 0, fill: 4 },
  { dropTolerance: 1e-2, shifts: 1, fill: 6 },
  { dropTolerance: 1e-2, shifts: 3, fill: 6 },
  { dropTolerance: 1e-3, shifts: 1, fill: 12 },
];
const plainLadder: readonly Rung[] = [
  { dropTolerance: 3e-3, shifts: 0, fill: 6 },
  { dropTolerance: 3e-4, shifts: 0, fill: 12 },
];

/** Entries for which no limit on the fill is needed. */
const FEW_ENTRIES = 1e6;

/** Dimension of a Krylov space, and steps of one preconditioner before the next one is tried. */
const RESTART = 100;
const MAXIMUM_ITERATIONS = 300;

/** First reduction asked for; the next rounds start from the residual that is really left. */
const FIRST_REDUCTION = 1e-12;

/** Backward error (Euclidean, equilibrated) that rounding leaves, and the largest that passes for it where refinement gains no more. */
const SUFFICIENT = 2 * Number.EPSILON;
const ACCEPTED = 100 * Number.EPSILON;

/** Residual, relative to the right-hand side, of an approximate solution: slow modes, which enlarge it, are to have two digits. */
const APPROXIMATE = 1e-8;

/**
 * Restarted GMRES with an incomplete LU as right preconditioner, refined to rounding level. Where it stalls, a better preconditioner is made, and kept for the
 * matrix. Every matrix starts anew: what a solve gives depends on its matrix, not on those before.
 */
export function krylovPlan(pattern: SparsityPattern, order: Int32Array, options: KrylovOptions): SolverPlan {
  const workspace: Float64Array[] = [];
  return {
    kind: "krylov",
    factor: (values, factorOptions = {}) =>
      oneByOne(pattern.rows, krylovSolver({ pattern, values }, order, options, factorOptions, workspace)),
  };
}

/** The right-hand sides of a block one after the other; the report is that of the worst. */
function oneByOne(unknowns: number, { solve, approximate }: LinearSolver): LinearSolver {
  return {
    solve: (rightHandSide, solution) => {
      let report: SolveReport = { status: "converged", iterations: 0, residual: 0 };
      const each = partByPart(unknowns, (right, left) => {
        const own = solve(right, left);
        report = {
          status: report.status === "converged" ? own.status : report.status,
          iterations: report.iterations + own.iterations,
          residual: Math.max(report.residual, own.residual),
        };
      });
      each(rightHandSide, solution);
      return report;
    },
    approximate: partByPart(unknowns, approximate),
  };
}

/** One function in spite of its length: what it returns shares one preconditioner, which a solve replaces or gives up for good. */
function krylovSolver(
  matrix: SparseMatrix,
  order: Int32Array,
  { memoryLimit, direct }: KrylovOptions,
  { shift }: FactorOptions,
  workspace: Float64Array[],
): LinearSolver {
  const ladder = shift === undefined ? plainLadder : shiftedLadder;
  const system = equilibrated(matrix);
  let rung = 0;
  let preconditioner = precondition(ladder[rung]!);
  let fallback: LinearSolver | null = null;

  function precondition({ dropTolerance, shifts, fill }: Rung): IncompleteFactorization | null {
    const room = Math.max(FEW_ENTRIES, fill * matrix.values.length);
    const maximumEntries = Math.min(room, memoryLimit / ENTRY_BYTES);
    return factorIncomplete(matrix.pattern, order, scaledValues(system, shifts, shift), {
      dropTolerance,
      maximumEntries,
    });
  }

  /** Tries one preconditioner after another, from the one that did last. */
  function climb(right: Float64Array, solution: Float64Array): Attempt {
    let iterations = 0;
    let best: SolveReport = { status: "stalled", iterations: 0, residual: 1 };
    for (;;) {
      if (preconditioner !== null) {
        best = refined(system, preconditioner, right, solution, workspace);
        iterations += best.iterations;
        if (looksSingular(system, right, solution)) return { outcome: "singular", report: { ...best, iterations } };
        if (best.residual <= ACCEPTED) {
          return { outcome: "solved", report: { ...best, status: "converged", iterations } };
        }
      }
      if (rung + 1 >= ladder.length) return { outcome: "stalled", report: { ...best, iterations } };
      // The old one makes room for the next.
      preconditioner = null;
      preconditioner = precondition(ladder[++rung]!);
    }
  }

  const solve = (rightHandSide: Float64Array, solution: Float64Array): SolveReport => {
    const right = rightHandSide.buffer === solution.buffer ? rightHandSide.slice() : rightHandSide;
    if (fallback !== null) return fallback.solve(right, solution);
    solution.fill(0);
    const { outcome, report } = climb(right, solution);
    if (outcome === "solved") return report;
    preconditioner = null;
    if (direct.memory > memoryLimit) {
      throw outcome === "singular" ? singularMatrix() : notConverged(report, direct.memory, memoryLimit);
    }
    fallback = direct.plan().factor(matrix.values);
    return fallback.solve(right, solution);
  };

  return {
    solve,
    approximate: (rightHandSide, solution) => {
      const right = rightHandSide.buffer === solution.buffer ? rightHandSide.slice() : rightHandSide;
      if (fallback !== null) fallback.approximate(right, solution);
      else if (preconditioner === null || !reduced(system, preconditioner, right, solution, workspace)) {
        solve(right, solution);
      }
    },
  };
}

/** How the preconditioners of a ladder fared, and what the last one reached. */
interface Attempt {
  readonly outcome: "solved" | "stalled" | "singular";
  readonly report: SolveReport;
}

/** Improves `solution` until its backward error is at rounding level, or no longer halves. */
function refined(
  system: Equilibrated,
  preconditioner: IncompleteFactorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  workspace: Float64Array[],
): SolveReport {
  const { columnScale } = system;
  const n = solution.length;
  const residual = new Float64Array(n);
  const previous = new Float64Array(n);
  const apply = equilibratedProduct(system);
  let iterations = 0;
  let scale = residualOf(system, rightHandSide, solution, residual);
  let error = scale > 0 ? norm(residual) / scale : 0;
  let status: SolveReport["status"] = "converged";
  while (error > SUFFICIENT && status === "converged" && iterations < MAXIMUM_ITERATIONS) {
    const length = norm(residual);
    const found = gmres(apply, residual, {
      tolerance: Math.max(Number.EPSILON * scale, FIRST_REDUCTION * length),
      maximumIterations: MAXIMUM_ITERATIONS - iterations,
      restart: RESTART,
      precondition: (x, y) => solveIncomplete(preconditioner, x, y),
      workspace,
    });
    iterations += found.iterations;
    previous.set(solution);
    for (let i = 0; i < n; i++) solution[i]! += columnScale[i]! * found.solution[i]!;
    scale = residualOf(system, rightHandSide, solution, residual);
    const next = norm(residual) / scale;
    if (!(next < error)) {
      solution.set(previous);
      status = "stalled";
    } else {
      status = found.status === "converged" && !(next < 0.5 * error) ? "stalled" : found.status;
      error = next;
    }
  }
  if (error > SUFFICIENT && status === "converged") status = "maxIterations";
  return { status, iterations, residual: error };
}

/** A solution with a residual of APPROXIMATE times the right-hand side; false where it is not found at once. */
function reduced(
  system: Equilibrated,
  preconditioner: IncompleteFactorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  workspace: Float64Array[],
): boolean {
  const { rowScale, columnScale } = system;
  const scaled = rightHandSide.map((value, i) => value * rowScale[i]!);
  const found = gmres(equilibratedProduct(system), scaled, {
    tolerance: APPROXIMATE * norm(scaled),
    maximumIterations: MAXIMUM_ITERATIONS,
    restart: RESTART,
    precondition: (x, y) => solveIncomplete(preconditioner, x, y),
    workspace,
  });
  for (let i = 0; i < solution.length; i++) solution[i] = columnScale[i]! * found.solution[i]!;
  return found.status === "converged";
}

const singularMatrix = (): SingularMatrixError =>
  new SingularMatrixError({
    what: "the matrix is singular to working precision: the solution of the Krylov iteration is a null vector",
    remedy: "check that the problem has a unique solution, and that enough unknowns are fixed",
    value: 0,
  });

const notConverged = (reached: SolveReport, needed: number, limit: number): ConvergenceError =>
  new ConvergenceError({
    what: `the Krylov iteration stopped at a backward error of ${reached.residual.toExponential(1)} after ${reached.iterations} steps, and a direct solve would take ${gibibytes(needed)} GiB (limit ${gibibytes(limit)})`,
    remedy: "use a coarser mesh or a lower degree, refine where the density varies",
    value: reached.residual,
    limit: ACCEPTED,
  });

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toPrecision(2);
