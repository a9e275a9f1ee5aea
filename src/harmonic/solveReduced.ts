import { type Factorization, solve } from "../linalg/direct/lu.ts";
import { solveRefined } from "../linalg/direct/refine.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare, roundingSamples } from "../linalg/roundingSamples.ts";
import { infinityNorm, multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { norm, scale } from "../linalg/vectorKernels.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { notUniqueInPractice } from "../model/uniqueness.ts";

/** Relative error of the solution beyond which it is taken to be undetermined. */
const LARGEST_ROUNDING = 1e-3;

/**
 * The solution of A x + source = 0 into `solution`, refined to rounding.
 *
 * @returns |A x + source|, and the estimated error of x: that over the smallest singular value, and what errors of the entries do; and that of each
 *   unknown, where |A^-1 (A x + source)| takes the place of the first: far less where unknowns are of very different sizes
 * @throws NotUniqueError where A is singular to working precision
 */
export function solveReduced(
  model: SpinModel,
  matrix: SparseMatrix,
  factorization: Factorization,
  source: Float64Array,
  solution: Float64Array,
): { readonly residual: number; readonly roundingError: number; readonly errors: Float64Array } {
  const rightHandSide = source.map((value) => -value);
  solveRefined(matrix, factorization, rightHandSide, solution);
  const inverse = inverseNorm(factorization, source.length);
  const condition = infinityNorm(matrix) * inverse;
  if (!(condition * Number.EPSILON <= LARGEST_ROUNDING)) {
    const least = Number.EPSILON / LARGEST_ROUNDING;
    throw notUniqueInPractice(model, "smallest over largest singular value", 1 / condition, least);
  }
  const rate = new Float64Array(source.length);
  multiply(matrix, solution, rate);
  for (let i = 0; i < rate.length; i++) rate[i]! += source[i]!;
  const residual = norm(rate);
  const changes = roundingSamples(matrix, solution, (right, left) => solve(factorization, right, left), {
    rightHandSide: source,
  });
  const unit = FORMULA_ROUNDINGS * Number.EPSILON;
  const entries = unit * rootMeanSquare(changes.map(norm));
  solve(factorization, rate, rate);
  const errors = rate.map((left, i) => Math.abs(left) + unit * rootMeanSquare(changes.map((change) => change[i]!)));
  return { residual, roundingError: residual * inverse + entries, errors };
}

/** Largest growth of a vector under three steps of inverse iteration: a lower estimate of |A^-1|, sharp to a small factor. */
function inverseNorm(factorization: Factorization, size: number): number {
  const vector = Float64Array.from({ length: size }, (_, i) => 1 + (i % 7) / 7);
  let growth = 0;
  for (let k = 0; k < 3; k++) {
    scale(vector, 1 / norm(vector));
    solve(factorization, vector, vector);
    growth = norm(vector);
  }
  return growth;
}
