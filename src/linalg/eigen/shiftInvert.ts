import { ResourceLimitError } from "../../core/errors.ts";
import type { LinearMap } from "../krylovExponential.ts";
import { analyze, type Factorization, factor, solve, solveTransposed } from "../lu.ts";
import { multiply, multiplyTransposed, type SparseMatrix, sparseFromTriplets } from "../sparse.ts";

/** A x = lambda M x with real sparse matrices; M is the identity where it is null. */
export interface Pencil {
  readonly matrix: SparseMatrix;
  readonly mass: SparseMatrix | null;
}

/**
 * The real part B of (A - sigma M)^-1 M for a complex shift sigma = a + i b (B. N. Parlett and Y. Saad,
 * doi:10.1016/0024-3795(87)90214-1). It is real and has the eigenvectors of the pencil, with the eigenvalues
 *
 *     theta(lambda) = [ 1/(lambda - sigma) + 1/(lambda - sigma*) ] / 2 = (lambda - a)/((lambda - a)^2 + b^2),
 *
 * large next to sigma and to its conjugate.
 */
export interface ShiftInvert {
  readonly shift: readonly [number, number];
  readonly apply: LinearMap;
  /** The same for the transposed pencil, whose eigenvectors are the left ones. */
  readonly applyTransposed: LinearMap;
  readonly factorization: Factorization;
}

/** Bytes a planned value of the factors: delayed pivots, and the copy while the store grows. */
const BYTES_PER_FACTOR_VALUE = 20;

/** @throws SingularMatrixError where sigma is an eigenvalue; ResourceLimitError where the factors would take more than memoryLimit bytes */
export function shiftInvert(pencil: Pencil, [a, b]: readonly [number, number], memoryLimit: number): ShiftInvert {
  const n = pencil.matrix.pattern.rows;
  const parts = b === 0 ? 1 : 2;
  const { pattern, values } = shifted(pencil, a, b);
  const symbolic = analyze(pattern);
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
  const apply = (backSolve: typeof solve, product: typeof multiply, x: Float64Array, y: Float64Array): void => {
    stacked.fill(0);
    if (pencil.mass === null) stacked.set(x);
    else product(pencil.mass, x, stacked.subarray(0, n));
    backSolve(factorization, stacked, stacked);
    y.set(stacked.subarray(0, n));
  };
  return {
    shift: [a, b],
    apply: (x, y) => apply(solve, multiply, x, y),
    applyTransposed: (x, y) => apply(solveTransposed, multiplyTransposed, x, y),
    factorization,
  };
}

/** A - a M, or [[A - a M, b M], [-b M, A - a M]], which solves for real and imaginary part. */
function shifted({ matrix, mass }: Pencil, a: number, b: number): SparseMatrix {
  const n = matrix.pattern.rows;
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  const parts = b === 0 ? 1 : 2;
  const put = (i: number, j: number, value: number): void => {
    rows.push(i);
    columns.push(j);
    values.push(value);
  };
  forEntries(matrix, (i, j, value) => {
    for (let part = 0; part < parts; part++) put(part * n + i, part * n + j, value);
  });
  const putMass = (i: number, j: number, value: number): void => {
    for (let part = 0; part < parts; part++) put(part * n + i, part * n + j, -a * value);
    if (b === 0) return;
    put(i, n + j, b * value);
    put(n + i, j, -b * value);
  };
  if (mass !== null) forEntries(mass, putMass);
  else for (let i = 0; i < n; i++) putMass(i, i, 1);
  return sparseFromTriplets(parts * n, parts * n, rows, columns, values);
}

function forEntries({ pattern, values }: SparseMatrix, visit: (i: number, j: number, value: number) => void): void {
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
      visit(i, pattern.columnIndices[k]!, values[k]!);
  }
}

/** |theta(lambda)|; infinite at the shift. */
export function inverseModulus([a, b]: readonly [number, number], re: number, im: number): number {
  const x = re - a;
  // (lambda - a)^2 + b^2 = (lambda - sigma)(lambda - sigma*)
  return Math.hypot(x, im) / (Math.hypot(x, im - b) * Math.hypot(x, im + b));
}
