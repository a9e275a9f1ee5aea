import { ResourceLimitError } from "../../core/errors.ts";
import { analyze, factor, solve, solveTransposed } from "../direct/lu.ts";
import type { LinearMap } from "../linearMap.ts";
import { type SparseMatrix, sparseFromTriplets } from "../sparse.ts";

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

/**
 * @param order in which the unknowns of a real shift are eliminated; null where it is to be found
 * @throws SingularMatrixError where sigma is an eigenvalue; ResourceLimitError where the factors would take more than memoryLimit bytes
 */
export function shiftInvert(
  matrix: SparseMatrix,
  [a, b]: readonly [number, number],
  memoryLimit: number,
  order: Int32Array | null = null,
): ShiftInvert {
  const n = matrix.pattern.rows;
  const parts = b === 0 ? 1 : 2;
  const { pattern, values } = a === 0 && b === 0 ? matrix : shifted(matrix, a, b);
  const symbolic = analyze(pattern, { order });
  const bytes = BYTES_PER_FACTOR_VALUE * symbolic.factorSize;
  if (bytes > memoryLimit) {
    throw new ResourceLimitError({
      what: `the factors of a matrix of order ${n} would take about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(memoryLimit / 2 ** 20)} MiB`,
      remedy: "raise the limit on the memory, or take a smaller model",
      value: bytes,
      limit: memoryLimit,
    });
  }
  const factorization = factor(symbolic, values);
  const stacked = new Float64Array(parts * n);
  const apply = (backSolve: typeof solve, x: Float64Array, y: Float64Array): void => {
    stacked.fill(0);
    stacked.set(x);
    backSolve(factorization, stacked, stacked);
    y.set(stacked.subarray(0, n));
  };
  return {
    shift: [a, b],
    apply: (x, y) => apply(solve, x, y),
    applyTransposed: (x, y) => apply(solveTransposed, x, y),
  };
}

/** A - a, or [[A - a, b], [-b, A - a]], which solves for real and imaginary part. */
function shifted({ pattern, values: entries }: SparseMatrix, a: number, b: number): SparseMatrix {
  const n = pattern.rows;
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  const put = (i: number, j: number, value: number): void => {
    rows.push(i);
    columns.push(j);
    values.push(value);
  };
  const parts = b === 0 ? 1 : 2;
  for (let part = 0; part < parts; part++) {
    const start = part * n;
    for (let i = 0; i < n; i++) {
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
        put(start + i, start + pattern.columnIndices[k]!, entries[k]!);
      put(start + i, start + i, -a);
      if (b !== 0) put(start + i, n - start + i, part === 0 ? b : -b);
    }
  }
  return sparseFromTriplets(parts * n, parts * n, rows, columns, values);
}

/** |theta(lambda)|; infinite at the shift. */
export function inverseModulus([a, b]: readonly [number, number], re: number, im: number): number {
  const x = re - a;
  // (lambda - a)^2 + b^2 = (lambda - sigma)(lambda - sigma*)
  return Math.hypot(x, im) / (Math.hypot(x, im - b) * Math.hypot(x, im + b));
}
