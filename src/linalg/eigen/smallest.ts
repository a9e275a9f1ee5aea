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

/** Of a vector: the error of its Rayleigh quotient is that of the right one times that of the left one. */
const VECTOR_TOLERANCE = 1e-8;

/**
 * The eigenvalues nearest to 0 of a real matrix that has none there, by Arnoldi's method for its inverse: one factorisation serves
 * right and left vectors, from which the errors are.
 *
 * @throws SingularMatrixError where 0 is an eigenvalue; ResourceLimitError where the factors would take more than memoryLimit bytes
 * @throws ConvergenceError where they do not converge
 */
export function smallestEigenvalues(
  matrix: SparseMatrix,
  rounding: EntryRounding,
  count: number,
  memoryLimit: number,
): SmallestEigenvalues {
  const inverse = shiftInvert(matrix, [0, 0], memoryLimit);
  const size = matrix.pattern.rows;
  for (let wanted = Math.min(size, count + 1); ; wanted = Math.min(size, 2 * wanted)) {
    const options = { count: wanted, firstCheck: STEPS_OF_A_VALUE * wanted, tolerance: VECTOR_TOLERANCE };
    const { basis, completeAbove } = invariantSpace(inverse.apply, size, options);
    const completeBelow = completeAbove === 0 ? Number.POSITIVE_INFINITY : 1 / completeAbove;
    const isCertain = ({ real, imaginary }: RitzPair): boolean => Math.hypot(real, imaginary) < completeBelow;
    const right = ritzPairs(matrix, basis, "right");
    // A pair stands once and counts twice.
    const certain = right.filter(isCertain).reduce((sum, { imaginary }) => sum + (imaginary > 0 ? 2 : 1), 0);
    if (certain < count && wanted < size) continue;
    const left = ritzPairs(matrix, invariantSpace(inverse.applyTransposed, size, options).basis, "left");
    const eigenvalues = errorsOfPairs(matrix, rounding, right, left);
    return { eigenvalues: eigenvalues.filter((_, k) => isCertain(right[k]!)), completeBelow };
  }
}
