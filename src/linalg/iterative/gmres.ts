import { singularValues } from "../dense/singularValues.ts";
import type { LinearMap } from "../linearMap.ts";
import { addScaled, dot, norm, scale } from "../vectorKernels.ts";

export interface GmresOptions {
  /** Euclidean norm of the residual to stop at. */
  readonly tolerance: number;
  /** Steps in total; each multiplies once by the matrix. */
  readonly maximumIterations: number;
  /** Largest Krylov space, after which it starts over from the solution so far; each dimension keeps one vector. By default as many as unknowns. */
  readonly restart?: number;
  /** Right preconditioner, y = B x with B near the inverse of A: residuals are those of A itself. By default none. */
  readonly precondition?: LinearMap;
  /** Vectors to use again; more are added where needed. */
  readonly workspace?: Float64Array[];
}

export interface GmresResult {
  /** "stalled": a whole Krylov space between two restarts gained less than a digit. */
  readonly status: "converged" | "stalled" | "maxIterations";
  readonly solution: Float64Array;
  readonly iterations: number;
  /** Norm of the residual, as the recurrence has it. */
  readonly residual: number;
  /**
   * Smallest singular value of the (preconditioned) matrix on the Krylov space that halved the digits to go, the first one where there was a restart: the
   * error is about the residual divided by it. (Directions that are added last may hold nothing but rounding.)
   */
  readonly smallestSingularValue: () => number;
}

/**
 * A new direction that lost more than this to the old ones is orthogonalised once more. GMRES with modified Gram-Schmidt is
 * backward stable without (Paige, Rozloznik and Strakos, doi:10.1137/050630416); it serves the singular values.
 */
const reorthogonalizeBelow = 0.01;

/** A Krylov space that leaves more than this of the residual is not worth another. */
const STALLED = 0.1;

/**
 * Solves A x = b by GMRES (Saad and Schultz, doi:10.1137/0907058) from x = 0. Without a preconditioner A may be singular where b
 * lies in its range and the range holds no vector of the kernel: then it finds the one solution in the range.
 */
export function gmres(apply: LinearMap, rightHandSide: Float64Array, options: GmresOptions): GmresResult {
  const { tolerance, maximumIterations, precondition, workspace = [] } = options;
  const size = rightHandSide.length;
  const restart = Math.min(options.restart ?? size, size);
  const solution = new Float64Array(size);
  const preconditioned = new Float64Array(precondition === undefined ? 0 : size);
  const operator = precondition === undefined ? apply : composed(apply, precondition, preconditioned);
  let residual = norm(rightHandSide);
  let iterations = 0;
  let firstSpace: KrylovSpace | null = null;
  let status: GmresResult["status"] | null = residual <= tolerance ? "converged" : null;
  while (status === null) {
    const start = vectorAt(workspace, 0, size);
    start.set(rightHandSide);
    if (iterations > 0) {
      const image = vectorAt(workspace, 1, size);
      apply(solution, image);
      addScaled(start, -1, image);
    }
    const before = norm(start);
    const space = buildSpace(operator, workspace, before, tolerance, Math.min(restart, maximumIterations - iterations));
    firstSpace ??= space;
    iterations += space.columns.length;
    residual = space.residual;
    const step = precondition === undefined ? solution : vectorAt(workspace, space.columns.length, size).fill(0);
    const weights = backSubstitute(space.columns, space.reduced);
    for (let k = 0; k < weights.length; k++) addScaled(step, weights[k]!, workspace[k]!);
    if (precondition !== undefined) {
      precondition(step, preconditioned);
      addScaled(solution, 1, preconditioned);
    }
    if (residual <= tolerance) status = "converged";
    else if (iterations >= maximumIterations) status = "maxIterations";
    else if (space.invariant || !(residual < STALLED * before)) status = "stalled";
  }
  const columns = firstSpace === null ? [] : firstSpace.columns.slice(0, firstSpace.meaningful + 1);
  return { status, solution, iterations, residual, smallestSingularValue: () => smallestSingularValue(columns) };
}

const composed =
  (apply: LinearMap, precondition: LinearMap, between: Float64Array): LinearMap =>
  (x, y) => {
    precondition(x, between);
    apply(between, y);
  };

/** The vector of a workspace, made where it is not there yet. */
function vectorAt(workspace: Float64Array[], index: number, size: number): Float64Array {
  workspace[index] ??= new Float64Array(size);
  return workspace[index];
}

interface KrylovSpace {
  /** Columns of the triangle, each with what the rotations left below. */
  readonly columns: readonly Float64Array[];
  /** The residual's norm times the first unit vector, rotated alike. */
  readonly reduced: readonly number[];
  readonly residual: number;
  /** Dimension that halved the digits to go. */
  readonly meaningful: number;
  /** Whether the space holds no more of the solution. */
  readonly invariant: boolean;
}

/** Orthonormal basis, in `basis`, of the Krylov space of basis[0], whose norm is `start`. */
function buildSpace(
  apply: LinearMap,
  basis: Float64Array[],
  start: number,
  tolerance: number,
  maximumSteps: number,
): KrylovSpace {
  const size = basis[0]!.length;
  scale(basis[0]!, 1 / start);
  const columns: Float64Array[] = [];
  const cosines: number[] = [];
  const sines: number[] = [];
  const reduced = [start];
  const halfway = Math.sqrt(start * tolerance);
  let residual = start;
  let meaningful = 0;
  let invariant = false;
  while (residual > tolerance && columns.length < maximumSteps && !invariant) {
    const k = columns.length;
    const next = vectorAt(basis, k + 1, size);
    apply(basis[k]!, next);
    const column = new Float64Array(k + 2);
    const length = orthogonalize(next, basis, k + 1, column);
    column[k + 1] = length;
    for (let i = 0; i < k; i++) rotate(column, i, cosines[i]!, sines[i]!);
    const radius = Math.hypot(column[k]!, length);
    invariant = length === 0;
    if (radius === 0) break;
    cosines.push(column[k]! / radius);
    sines.push(length / radius);
    rotate(column, k, cosines[k]!, sines[k]!);
    columns.push(column);
    reduced.push(-sines[k]! * reduced[k]!);
    reduced[k]! *= cosines[k]!;
    residual = Math.abs(reduced[k + 1]!);
    if (residual >= halfway) meaningful = k + 1;
    if (!invariant) scale(next, 1 / length);
  }
  return { columns, reduced, residual, meaningful, invariant };
}

/** Modified Gram-Schmidt against the first `count` vectors; adds the overlaps to `overlaps` and returns the length of what is left. */
function orthogonalize(
  vector: Float64Array,
  basis: readonly Float64Array[],
  count: number,
  overlaps: Float64Array,
): number {
  const before = norm(vector);
  let after = before;
  for (let round = 0; round < 2; round++) {
    for (let k = 0; k < count; k++) {
      const overlap = dot(basis[k]!, vector);
      addScaled(vector, -overlap, basis[k]!);
      overlaps[k]! += overlap;
    }
    after = norm(vector);
    if (after > reorthogonalizeBelow * before) break;
  }
  return after > 32 * Number.EPSILON * before ? after : 0;
}

function rotate(column: Float64Array, i: number, cosine: number, sine: number): void {
  const [upper, lower] = [column[i]!, column[i + 1]!];
  column[i] = cosine * upper + sine * lower;
  column[i + 1] = cosine * lower - sine * upper;
}

function backSubstitute(columns: readonly Float64Array[], reduced: readonly number[]): Float64Array {
  const n = columns.length;
  const weights = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = reduced[i]!;
    for (let k = i + 1; k < n; k++) sum -= columns[k]![i]! * weights[k]!;
    weights[i] = sum / columns[i]![i]!;
  }
  return weights;
}

function smallestSingularValue(columns: readonly Float64Array[]): number {
  const n = columns.length;
  if (n === 0) return 1;
  const triangle = new Float64Array(n * n);
  for (let k = 0; k < n; k++) for (let i = 0; i <= k; i++) triangle[i * n + k] = columns[k]![i]!;
  return singularValues(n, n, triangle).values[n - 1]!;
}
