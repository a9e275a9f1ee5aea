import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { LinearMap } from "../../linalg/krylovExponential.ts";
import { addScaled, dot, norm, scale } from "../../linalg/vectorKernels.ts";

export interface GmresOptions {
  /** Euclidean norm of the residual to stop at. */
  readonly tolerance: number;
  /** Largest Krylov space; each dimension keeps one vector. */
  readonly maximumIterations: number;
}

export interface GmresResult {
  readonly status: "converged" | "maxIterations";
  readonly solution: Float64Array;
  readonly iterations: number;
  /** Norm of the residual, as the recurrence has it. */
  readonly residual: number;
  /**
   * Smallest singular value of the matrix on the Krylov space that halved the digits to go: the error is about the residual
   * divided by it. (Directions that are added last may hold nothing but rounding.)
   */
  readonly smallestSingularValue: number;
}

/**
 * A new direction that lost more than this to the old ones is orthogonalised once more. GMRES with modified Gram-Schmidt is
 * backward stable without (Paige, Rozloznik and Strakos, doi:10.1137/050630416); it serves the singular values.
 */
const reorthogonalizeBelow = 0.01;

/**
 * Solves A x = b by GMRES (Saad and Schultz, doi:10.1137/0907058) from x = 0, without restart. A may be singular where b
 * lies in its range and the range holds no vector of the kernel: then it finds the one solution in the range.
 */
export function gmres(apply: LinearMap, rightHandSide: Float64Array, options: GmresOptions): GmresResult {
  const size = rightHandSide.length;
  const solution = new Float64Array(size);
  const start = norm(rightHandSide);
  if (start <= options.tolerance) {
    return { status: "converged", solution, iterations: 0, residual: start, smallestSingularValue: 1 };
  }
  const first = rightHandSide.slice();
  scale(first, 1 / start);
  const basis = [first];
  const columns: Float64Array[] = [];
  const cosines: number[] = [];
  const sines: number[] = [];
  const reduced = [start];
  const halfway = Math.sqrt(start * options.tolerance);
  let residual = start;
  let meaningful = 0;
  while (residual > options.tolerance && columns.length < Math.min(options.maximumIterations, size)) {
    const k = columns.length;
    const next = new Float64Array(size);
    apply(basis[k]!, next);
    const column = new Float64Array(k + 2);
    const length = orthogonalize(next, basis, column);
    column[k + 1] = length;
    for (let i = 0; i < k; i++) rotate(column, i, cosines[i]!, sines[i]!);
    const radius = Math.hypot(column[k]!, length);
    // A vanishing column: the space is invariant and holds no more of the solution.
    if (radius === 0) break;
    cosines.push(column[k]! / radius);
    sines.push(length / radius);
    rotate(column, k, cosines[k]!, sines[k]!);
    columns.push(column);
    reduced.push(-sines[k]! * reduced[k]!);
    reduced[k]! *= cosines[k]!;
    residual = Math.abs(reduced[k + 1]!);
    if (residual >= halfway) meaningful = k + 1;
    if (length === 0) break;
    scale(next, 1 / length);
    basis.push(next);
  }
  const iterations = columns.length;
  const weights = backSubstitute(columns, reduced);
  for (let k = 0; k < iterations; k++) addScaled(solution, weights[k]!, basis[k]!);
  return {
    status: residual <= options.tolerance ? "converged" : "maxIterations",
    solution,
    iterations,
    residual,
    smallestSingularValue: smallestSingularValue(columns.slice(0, meaningful + 1)),
  };
}

/** Modified Gram-Schmidt; adds the overlaps to `overlaps` and returns the length of what is left. */
function orthogonalize(vector: Float64Array, basis: readonly Float64Array[], overlaps: Float64Array): number {
  const before = norm(vector);
  let after = before;
  for (let round = 0; round < 2; round++) {
    for (let k = 0; k < basis.length; k++) {
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
  const triangle = Matrix.zeros(n, n);
  for (let k = 0; k < n; k++) for (let i = 0; i <= k; i++) triangle.set(i, k, columns[k]![i]!);
  return Math.min(...new SingularValueDecomposition(triangle).diagonal);
}
