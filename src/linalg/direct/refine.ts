import type { SparseMatrix } from "../sparse.ts";
import type { Factorization } from "./lu.ts";
import { solve } from "./triangular.ts";

export interface RefinedSolution {
  readonly status: "converged" | "stalled";
  readonly iterations: number;
  /** Largest componentwise backward error: |b - A x|_i / (|A| |x| + |b|)_i. */
  readonly backwardError: number;
}

export interface RefinementOptions {
  /** Most corrections; 8 by default. */
  readonly maximumIterations?: number;
  /** Right-hand sides that follow from the first approximation, overwritten with one substitution: together with the first corrections they take less time. */
  readonly others?: (approximation: Float64Array) => Float64Array;
}

/** Rounding of the residual itself leaves about this much: more refinement would gain nothing. */
const REACHABLE = 2 * Number.EPSILON;

/**
 * Solves A x = b and refines until the componentwise backward error is at rounding level or no longer halves
 * (Arioli, Demmel and Duff, doi:10.1137/0610013). "stalled" means that it stopped above 2 n eps.
 *
 * Several right-hand sides, one behind the other as in `solve`, are refined together, each until it is done; the report is that of the worst.
 */
export function solveRefined(
  matrix: SparseMatrix,
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
  { maximumIterations = 8, others }: RefinementOptions = {},
): RefinedSolution {
  const n = matrix.pattern.rows;
  solve(factorization, rightHandSide, solution);
  const along = others === undefined ? new Float64Array(0) : others(solution);
  const corrections = new Float64Array(rightHandSide.length + along.length);
  const errors: number[] = [];
  let open: number[] = [];
  const part = (block: Float64Array, k: number): Float64Array => block.subarray(k * n, (k + 1) * n);
  for (let k = 0; k * n < rightHandSide.length; k++) {
    errors[k] = residualOf(matrix, part(rightHandSide, k), part(solution, k), part(corrections, open.length));
    if (errors[k]! > REACHABLE) open.push(k);
  }
  if (open.length === 0 || maximumIterations === 0) solve(factorization, along, along);
  else corrections.set(along, open.length * n);
  const [residual, previous] = [0, 1].map(() => new Float64Array(open.length > 0 ? n : 0)) as [
    Float64Array,
    Float64Array,
  ];
  let iterations = 0;
  while (iterations < maximumIterations && open.length > 0) {
    const refined = open.length * n;
    const block = corrections.subarray(0, iterations === 0 ? refined + along.length : refined);
    solve(factorization, block, block);
    if (iterations === 0) along.set(block.subarray(refined));
    iterations++;
    const next: number[] = [];
    for (const [slot, k] of open.entries()) {
      const x = part(solution, k);
      const correction = part(corrections, slot);
      previous.set(x);
      for (let i = 0; i < n; i++) x[i]! += correction[i]!;
      const before = errors[k]!;
      const now = residualOf(matrix, part(rightHandSide, k), x, residual);
      if (now < before) errors[k] = now;
      else x.set(previous);
      if (!(now < 0.5 * before) || now <= REACHABLE) continue;
      // Slots before this one are done with.
      part(corrections, next.length).set(residual);
      next.push(k);
    }
    open = next;
  }
  const backwardError = Math.max(...errors);
  return { status: backwardError <= 2 * n * Number.EPSILON ? "converged" : "stalled", iterations, backwardError };
}

/** residual = b - A x; returns the componentwise backward error. */
function residualOf(
  { pattern, values }: SparseMatrix,
  b: Float64Array,
  x: Float64Array,
  residual: Float64Array,
): number {
  const { rows, rowStarts, columnIndices } = pattern;
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    let scale = Math.abs(b[i]!);
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const product = values[k]! * x[columnIndices[k]!]!;
      sum += product;
      scale += Math.abs(product);
    }
    residual[i] = b[i]! - sum;
    if (scale > 0) worst = Math.max(worst, Math.abs(residual[i]!) / scale);
  }
  return worst;
}
