import { analyze } from "../direct/lu.ts";
import type { SparseMatrix } from "../sparse.ts";
import type { EntryRounding } from "./eigenvalueError.ts";
import { invariantSpace } from "./invariantSpace.ts";
import type { Eigenvalue } from "./order.ts";
import { type RitzPair, ritzPairs } from "./ritz.ts";
import { shiftInvert } from "./shiftInvert.ts";
import { errorsOfPairs } from "./sparseErrors.ts";

export interface SmallestEigenvalues {
  /** With imaginary part >= 0: all with a modulus below `completeBelow`, `count` of them or more. */
  readonly eigenvalues: readonly Eigenvalue[];
  readonly completeBelow: number;
}

/** Krylov dimensions to a value: neighbours of 0 that are apart from the rest converge in a few steps. */
const STEPS_OF_A_VALUE = 2;

/** The largest modulus of what is left is known roughly. */
const MARGIN = 0.05;

/** Of a vector: an eigenvalue is off by as much as this times its condition number before its Rayleigh quotient is taken, and that step counts as an error. */
const VECTOR_TOLERANCE = 1e-12;

/**
 * The eigenvalues nearest to 0 of a real matrix that has none there, by Arnoldi's method for its inverse: one factorisation serves
 * right and left vectors, from which the errors are.
 *
 * @param order in which the unknowns are eliminated; null where it is to be found
 * @throws SingularMatrixError where 0 is an eigenvalue; ResourceLimitError where the factors would take more than memoryLimit bytes
 * @throws ConvergenceError where they do not converge
 */
export function smallestEigenvalues(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  count: number,
  memoryLimit: number,
  order: Int32Array | null = null,
): SmallestEigenvalues {
  const inverse = shiftInvert({ whole: matrix, symbolic: analyze(matrix.pattern, { order }) }, [0, 0], memoryLimit);
  const size = matrix.pattern.rows;
  for (let wanted = count; ; wanted = Math.min(size, 2 * wanted)) {
    const options = { count: wanted, firstCheck: STEPS_OF_A_VALUE * wanted, tolerance: VECTOR_TOLERANCE };
    const { basis, largestLeft } = invariantSpace(inverse.apply, size, options);
    const completeBelow = largestLeft === 0 ? Number.POSITIVE_INFINITY : 1 / ((1 + MARGIN) * largestLeft);
    const isCertain = ({ real, imaginary }: RitzPair): boolean => Math.hypot(real, imaginary) < completeBelow;
    const right = ritzPairs(matrix, basis, "right");
    // A pair stands once and counts twice.
    const certain = right.filter(isCertain).reduce((sum, { imaginary }) => sum + (imaginary > 0 ? 2 : 1), 0);
    if (certain < count && wanted < size) continue;
    // What is certain of the right vectors need not be asked for again.
    const left = invariantSpace(inverse.applyTransposed, size, { ...options, count: basis.length, certain: false });
    const eigenvalues = errorsOfPairs(matrix, rounding, right, ritzPairs(matrix, left.basis, "left"));
    return { eigenvalues: eigenvalues.filter((_, k) => isCertain(right[k]!)), completeBelow };
  }
}
