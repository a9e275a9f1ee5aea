import { ConvergenceError, SingularMatrixError } from "../../core/errors.ts";
import { equilibrate, singularBelow } from "../direct/equilibrate.ts";
import type { FactorOptions, LinearSolver, SolveReport, SolverPlan } from "../linearSolver.ts";
import { multiply, type SparseMatrix, type SparsityPattern } from "../sparse.ts";
import { norm } from "../vectorKernels.ts";
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
 * Restarted GMRES with an incomplete LU as right preconditioner, refined to rounding level. Where it stalls, a better preconditioner is made; the plan
 * starts the next matrix with the one that did.
 */
export function krylovPlan(
  pattern: SparsityPattern,
  order: Int32Array,
  { memoryLimit, direct }: KrylovOptions,
): SolverPlan {
  const workspace: Float64Array[] = [];
  // The rung that did for the matrix before, of either ladder.
  const firstRung = new Map<readonly Rung[], number>();
  return {
    kind: "krylov",
    factor: (values, factorOptions = {}) => {
      const ladder = factorOptions.shift === undefined ? plainLadder : shiftedLadder;
      let rung = firstRung.get(ladder) ?? 0;
      const system = equilibrated({ pattern, values });
      let preconditioner = precondition(rung);
      let fallback: LinearSolver | null = null;

      function precondition(k: number): IncompleteFactorization | null {
        const { dropTolerance, shifts, fill } = ladder[k]!;
        const scaled = scaledValues(system, shifts, factorOptions.shift);
        const room = Math.max(FEW_ENTRIES, fill * values.length);
        const maximumEntries = Math.min(room, memoryLimit / ENTRY_BYTES);
        return factorIncomplete(pattern, order, scaled, { dropTolerance, maximumEntries });
      }

      const solver: LinearSolver = {
        solve: (rightHandSide, solution) => {
          const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
          if (fallback !== null) return fallback.solve(right, solution);
          solution.fill(0);
          let iterations = 0;
          let best: SolveReport = { status: "stalled", iterations: 0, residual: 1 };
          let singular = false;
          for (;;) {
            if (preconditioner !== null) {
              best = refined(system, preconditioner, right, solution, workspace);
              iterations += best.iterations;
              singular = looksSingular(system, right, solution);
              if (best.residual <= ACCEPTED && !singular) return { ...best, status: "converged", iterations };
            }
            if (singular || rung + 1 >= ladder.length) break;
            preconditioner = null;
            preconditioner = precondition(++rung);
            firstRung.set(ladder, rung);
          }
          preconditioner = null;
          if (direct.memory > memoryLimit) {
            throw singular ? singularMatrix() : notConverged({ ...best, iterations }, direct.memory, memoryLimit);
          }
          fallback = direct.plan().factor(values);
          return fallback.solve(right, solution);
        },
        approximate: (rightHandSide, solution) => {
          const right = rightHandSide === solution ? rightHandSide.slice() : rightHandSide;
          if (fallback !== null) fallback.approximate(right, solution);
          else if (preconditioner === null || !reduced(system, preconditioner, right, solution, workspace)) {
            solver.solve(right, solution);
          }
        },
      };
      return solver;
    },
  };
}

/** R A C with powers of two that bring rows and columns to unit size. */
interface Equilibrated {
  readonly matrix: SparseMatrix;
  readonly rowScale: Float64Array;
  readonly columnScale: Float64Array;
}

const equilibrated = (matrix: SparseMatrix): Equilibrated => ({
  matrix,
  ...equilibrate(matrix.pattern, matrix.values),
});

/** R (A + shifts S) C. */
function scaledValues(
  { matrix, rowScale, columnScale }: Equilibrated,
  shifts: number,
  shift: FactorOptions["shift"],
): Float64Array {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const added = shifts > 0 && shift !== undefined ? shift() : null;
  const scaled = matrix.values.slice();
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      if (added !== null) scaled[k]! += shifts * added[k]!;
      scaled[k]! *= rowScale[i]! * columnScale[columnIndices[k]!]!;
    }
  }
  return scaled;
}

/** Improves `solution` until its backward error is at rounding level, or no longer halves. */
function refined(
  system: Equilibrated,
  preconditioner: IncompleteFactorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  workspace: Float64Array[],
): SolveReport {
  const { matrix, rowScale, columnScale } = system;
  const n = solution.length;
  const residual = new Float64Array(n);
  const unscaled = new Float64Array(n);
  const previous = new Float64Array(n);
  const apply = (x: Float64Array, y: Float64Array): void => {
    for (let i = 0; i < n; i++) unscaled[i] = x[i]! * columnScale[i]!;
    multiply(matrix, unscaled, y);
    for (let i = 0; i < n; i++) y[i]! *= rowScale[i]!;
  };
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
  { matrix, rowScale, columnScale }: Equilibrated,
  preconditioner: IncompleteFactorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  workspace: Float64Array[],
): boolean {
  const n = solution.length;
  const scaled = rightHandSide.map((value, i) => value * rowScale[i]!);
  const unscaled = new Float64Array(n);
  const apply = (x: Float64Array, y: Float64Array): void => {
    for (let i = 0; i < n; i++) unscaled[i] = x[i]! * columnScale[i]!;
    multiply(matrix, unscaled, y);
    for (let i = 0; i < n; i++) y[i]! *= rowScale[i]!;
  };
  const found = gmres(apply, scaled, {
    tolerance: APPROXIMATE * norm(scaled),
    maximumIterations: MAXIMUM_ITERATIONS,
    restart: RESTART,
    precondition: (x, y) => solveIncomplete(preconditioner, x, y),
    workspace,
  });
  for (let i = 0; i < n; i++) solution[i] = columnScale[i]! * found.solution[i]!;
  return found.status === "converged";
}

/** residual = R (b - A x); returns the norm of R (|A| |x| + |b|). */
function residualOf(
  { matrix, rowScale }: Equilibrated,
  b: Float64Array,
  x: Float64Array,
  residual: Float64Array,
): number {
  const { rows, rowStarts, columnIndices } = matrix.pattern;
  const { values } = matrix;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    let sum = b[i]!;
    let size = Math.abs(sum);
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const product = values[k]! * x[columnIndices[k]!]!;
      sum -= product;
      size += Math.abs(product);
    }
    residual[i] = rowScale[i]! * sum;
    square += (rowScale[i]! * size) ** 2;
  }
  return Math.sqrt(square);
}

/** Whether the solution is so large that, to rounding, it is a null vector (in the units of the equilibrated matrix, as in lu.ts). */
function looksSingular({ rowScale, columnScale }: Equilibrated, b: Float64Array, x: Float64Array): boolean {
  let right = 0;
  let left = 0;
  for (let i = 0; i < b.length; i++) {
    right += (rowScale[i]! * b[i]!) ** 2;
    left += (x[i]! / columnScale[i]!) ** 2;
  }
  return right < singularBelow(b.length) ** 2 * left;
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
