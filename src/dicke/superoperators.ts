import { MlSparseMatrix } from "../linalg/interop.ts";
import type { SpinOperators } from "./spinOperators.ts";

/**
 * Superoperators on a matrix stored row by row, vec(A rho B) = (A (x) B^T) vec(rho), as real sparse matrices of order
 * (N + 1)^2. Entry ((i, j), (k, l)) lies at row i (N + 1) + j and column k (N + 1) + l.
 */

/** rho -> A rho - rho A. */
export function commutator(operators: SpinOperators, a: MlSparseMatrix): MlSparseMatrix {
  const left = a.kroneckerProduct(operators.identity);
  return left.sub(operators.identity.kroneckerProduct(a.transpose()));
}

/** rho -> A rho A^T - (A^T A rho + rho A^T A)/2, the dissipator of a real jump operator. */
export function dissipator(operators: SpinOperators, jump: MlSparseMatrix): MlSparseMatrix {
  const half = scaled(jump.transpose().mmul(jump), 0.5);
  const loss = half.kroneckerProduct(operators.identity).add(operators.identity.kroneckerProduct(half));
  return jump.kroneckerProduct(jump).sub(loss);
}

/** factor * A, leaving A as it is. */
export function scaled(matrix: MlSparseMatrix, factor: number): MlSparseMatrix {
  return MlSparseMatrix.mul(matrix, factor);
}
