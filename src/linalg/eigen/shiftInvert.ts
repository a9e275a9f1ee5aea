import { ResourceLimitError } from "../../core/errors.ts";
import { factorComplex } from "../direct/complex/factorComplex.ts";
import { shiftedMatrix, withDiagonal } from "../direct/complex/matrix.ts";
import { solveComplex, solveComplexTransposed } from "../direct/complex/solveComplex.ts";
import { analyze, factor, solve, solveTransposed } from "../direct/lu.ts";
import type { SymbolicFactorization } from "../direct/symbolic.ts";
import type { LinearMap } from "../linearMap.ts";
import type { SparseMatrix } from "../sparse.ts";

/**
 * The real part B of (A - sigma)^-1 for a complex shift sigma = a + i b (B. N. Parlett and Y. Saad,
 * doi:10.1016/0024-3795(87)90214-1). It is real and has the eigenvectors of A, with the eigenvalues
 *
 *     theta(lambda) = [ 1/(lambda - sigma) + 1/(lambda - sigma*) ] / 2 = (lambda - a)/((lambda - a)^2 + b^2),
 *
 * large next to sigma and to its conjugate.
 */
export interface ShiftInvert {
  readonly shift: readonly [number, number];
  readonly apply: LinearMap;
  /** The same for the transposed matrix, whose eigenvectors are the left ones. */
  readonly applyTransposed: LinearMap;
}

/** Bytes a planned value of the factors: delayed pivots, and the copy while the store grows. */
const BYTES_PER_FACTOR_VALUE = 20;

/** What all shifts of a matrix share. */
export interface ShiftedPattern {
  /** The matrix with an entry for each of its diagonal. */
  readonly whole: SparseMatrix;
  readonly symbolic: SymbolicFactorization;
}

export function shiftedPattern(matrix: SparseMatrix): ShiftedPattern {
  const whole = withDiagonal(matrix);
  return { whole, symbolic: analyze(whole.pattern) };
}

/**
 * @throws SingularMatrixError where sigma is an eigenvalue; ResourceLimitError where the factors would take more than memoryLimit bytes
 */
export function shiftInvert(
  { whole, symbolic }: ShiftedPattern,
  [a, b]: readonly [number, number],
  memoryLimit: number,
): ShiftInvert {
  const n = whole.pattern.rows;
  const isReal = b === 0;
  const bytes = BYTES_PER_FACTOR_VALUE * (isReal ? 1 : 2) * symbolic.factorSize;
  if (bytes > memoryLimit) {
    throw new ResourceLimitError({
      what: `the factors of a matrix of order ${n} would take about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(memoryLimit / 2 ** 20)} MiB`,
      remedy: "raise the limit on the memory, or take a smaller model",
      value: bytes,
      limit: memoryLimit,
    });
  }
  const shifted = shiftedMatrix(whole, null, [a, b]);
  if (isReal) {
    const factorization = factor(symbolic, shifted.real);
    return {
      shift: [a, b],
      apply: (x, y) => solve(factorization, x, y),
      applyTransposed: (x, y) => solveTransposed(factorization, x, y),
    };
  }
  const factorization = factorComplex(symbolic, shifted);
  const imaginary = new Float64Array(n);
  return {
    shift: [a, b],
    apply: (x, y) => solveComplex(factorization, { real: x }, { real: y, imaginary }),
    applyTransposed: (x, y) => solveComplexTransposed(factorization, { real: x }, { real: y, imaginary }),
  };
}

/** |theta(lambda)|; infinite at the shift. */
export function inverseModulus([a, b]: readonly [number, number], re: number, im: number): number {
  const x = re - a;
  // (lambda - a)^2 + b^2 = (lambda - sigma)(lambda - sigma*)
  return Math.hypot(x, im) / (Math.hypot(x, im - b) * Math.hypot(x, im + b));
}
