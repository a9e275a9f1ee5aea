import { Matrix } from "./matrix.ts";
import { solveDense } from "./solve.ts";

/** X with A X + X A^T + D = 0 for small matrices, D symmetric, through the Kronecker sum; A must be stable. Throws SingularMatrixError. */
export function solveLyapunov(a: Matrix, d: Matrix): Matrix {
  const n = a.rows;
  const identity = Matrix.eye(n);
  const sum = Matrix.add(a.kroneckerProduct(identity), identity.kroneckerProduct(a));
  const x = Matrix.from1DArray(
    n,
    n,
    solveDense(
      n * n,
      sum.values,
      1,
      d.values.map((value) => -value),
    ),
  );
  return Matrix.add(x, x.transpose()).mul(0.5);
}
