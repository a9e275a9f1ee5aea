import { ConvergenceError } from "../core/errors.ts";
import { roundingLoads, roundingSamples, samplesIn } from "../linalg/roundingSamples.ts";
import type { LinearSolver, SolverPlan } from "../linalg/solver.ts";
import type { SparseMatrix, SparsityPattern } from "../linalg/sparse.ts";
import { addScaled, dot, indexOfLargest, scale } from "../linalg/vectorKernels.ts";

export interface NullVector {
  /** Normalised: mass . vector = 1. */
  readonly vector: Float64Array;
  /** Backward error: the largest |L P| relative to the largest of |L| |P|. */
  readonly residual: number;
  /** Unknown that was fixed to find the direction. */
  readonly pinned: number;
  /**
   * Samples of the change of the vector where entries of the matrix carry relative errors of size 1 (see `roundingSamples`), mass 0; empty
   * where they were not asked for.
   */
  readonly changes: readonly Float64Array[];
  readonly seconds: { readonly factorization: number; readonly solve: number };
}

export interface NullVectorOptions {
  /**
   * Whether another unknown may be pinned where the density turns out to be small at this one (default); no where only the
   * pinned row is redundant, as in a band of harmonics.
   */
  readonly mayMove?: boolean;
  /** Values S on the same pattern such that matrix + S is easier to precondition (see `FactorOptions`); called where needed. */
  readonly shift?: () => Float64Array;
  /**
   * Sizes of the terms of each entry of the matrix (its own values where they do not cancel), for which `changes` are wanted; each takes a solve.
   */
  readonly entrySizes?: Float64Array;
}

/** A pinned value below this share of the largest one magnifies rounding; then the largest is pinned instead. */
const SMALL_PIN = 1e-2;

/** Backward error above which a null vector is not one. Rounding leaves about 1e-15. */
const RESIDUAL_LIMIT = 1e-10;

/**
 * Null vector of a generator whose rows add up to zero (mass conservation): one row is the negative sum of the others, so
 * it may be replaced by "P = 1 at the pinned unknown". That keeps the pattern, unlike a border with the mass condition.
 *
 * @param pin unknown where the density is expected to be large
 * @throws SingularMatrixError where a second null vector exists
 * @throws ConvergenceError where the residual stays above rounding level, or the mass vanishes
 */
export function nullVector(
  matrix: SparseMatrix,
  plan: SolverPlan,
  mass: Float64Array,
  pin: number,
  { mayMove = true, shift, entrySizes }: NullVectorOptions = {},
): NullVector {
  const started = performance.now();
  let factorSeconds = 0;
  let pinned = pin;
  for (let attempt = 0; ; attempt++) {
    const fixed = pinRow(matrix, pinned);
    const before = performance.now();
    const row = pinned;
    const options = shift === undefined ? {} : { shift: () => withoutRow(matrix.pattern, shift(), row) };
    const solver = plan.factor(fixed.values, options);
    factorSeconds += (performance.now() - before) / 1000;
    const right = new Float64Array(mass.length);
    right[pinned] = 1;
    const vector = new Float64Array(mass.length);
    const sizes = entrySizes === undefined ? null : { pattern: matrix.pattern, values: entrySizes };
    const samples = sizes === null ? solved(solver, right, vector) : sampled(solver, right, vector, sizes, pinned);
    const largest = indexOfLargest(vector);
    if (mayMove && attempt === 0 && Math.abs(vector[largest]!) * SMALL_PIN > 1) {
      solver.release?.();
      pinned = largest;
      continue;
    }
    const total = normalise(vector, mass);
    const residual = backwardError(matrix, vector);
    if (!(residual < RESIDUAL_LIMIT)) {
      throw new ConvergenceError({
        what: `the steady state leaves a relative residual of ${residual.toExponential(1)} (limit ${RESIDUAL_LIMIT})`,
        remedy: "the linear system is too ill-conditioned at these rates: compare the orders of magnitude of the rates",
        value: residual,
        limit: RESIDUAL_LIMIT,
      });
    }
    // The pinned value is kept; the mass is to be kept instead.
    for (const change of samples) {
      scale(change, 1 / total);
      addScaled(change, -dot(mass, change), vector);
    }
    solver.release?.();
    const seconds = (performance.now() - started) / 1000;
    return {
      vector,
      residual,
      pinned,
      changes: samples,
      seconds: { factorization: factorSeconds, solve: seconds - factorSeconds },
    };
  }
}

function solved(solver: LinearSolver, right: Float64Array, vector: Float64Array): Float64Array[] {
  solver.solve(right, vector);
  return [];
}

/** Where refinement changes no more than this share of the largest value, samples are as large as those of what it ends with. */
const NEAR = 0.01;

/** Solves, and samples the changes of the solution; from its first approximation where that can be done along with its refinement. */
function sampled(
  solver: LinearSolver,
  right: Float64Array,
  vector: Float64Array,
  sizes: SparseMatrix,
  fixed: number,
): Float64Array[] {
  if (solver.solveAlong === undefined) {
    solver.solve(right, vector);
    return roundingSamples(sizes, vector, solver.approximate, { fixed });
  }
  let loads: Float64Array = new Float64Array(0);
  let first: Float64Array = loads;
  solver.solveAlong(right, vector, (approximation) => {
    first = approximation.slice();
    loads = roundingLoads(sizes, approximation, { fixed });
    return loads;
  });
  const largest = Math.abs(vector[indexOfLargest(vector)]!);
  const isNear = vector.every((value, i) => Math.abs(value - first[i]!) <= NEAR * largest);
  return isNear ? samplesIn(loads) : roundingSamples(sizes, vector, solver.approximate, { fixed });
}

/** The matrix with one row replaced by that of the unit matrix. */
export function pinRow(matrix: SparseMatrix, row: number): SparseMatrix {
  const { rowStarts, columnIndices } = matrix.pattern;
  const values = matrix.values.slice();
  for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) values[k] = columnIndices[k] === row ? 1 : 0;
  return { pattern: matrix.pattern, values };
}

function withoutRow({ rowStarts }: SparsityPattern, values: Float64Array, row: number): Float64Array {
  return values.slice().fill(0, rowStarts[row]!, rowStarts[row + 1]!);
}

/** Divides by the mass, which it returns. */
function normalise(vector: Float64Array, mass: Float64Array): number {
  let total = 0;
  let absolute = 0;
  for (let i = 0; i < vector.length; i++) {
    total += mass[i]! * vector[i]!;
    absolute += Math.abs(mass[i]! * vector[i]!);
  }
  if (!(Math.abs(total) > 1e-8 * absolute)) {
    throw new ConvergenceError({
      what: `the mass of the steady density is ${total}, against ${absolute} of its absolute value`,
      remedy: "the discrete density cancels itself: refine the mesh",
      value: total,
    });
  }
  for (let i = 0; i < vector.length; i++) vector[i]! /= total;
  return total;
}

function backwardError({ pattern, values }: SparseMatrix, vector: Float64Array): number {
  const { rows, rowStarts, columnIndices } = pattern;
  let worst = 0;
  let norm = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    let size = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const product = values[k]! * vector[columnIndices[k]!]!;
      sum += product;
      size += Math.abs(product);
    }
    // Math.max keeps a NaN, which an ordinary comparison would lose.
    norm = Math.max(norm, size);
    worst = Math.max(worst, Math.abs(sum));
  }
  return norm === 0 ? 0 : worst / norm;
}
