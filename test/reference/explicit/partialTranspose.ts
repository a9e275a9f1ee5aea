import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { ComplexMatrix } from "./complexMatrix.ts";

/** The matrix of N spins in all 2^N dimensions with all but the first `kept` spins transposed. */
export function partialTransposeOf(spins: number, kept: number, rho: ComplexMatrix): ComplexMatrix {
  const rest = 2 ** (spins - kept);
  const transposed = (part: Matrix): Matrix => {
    const result = Matrix.zeros(part.rows, part.rows);
    for (let i = 0; i < part.rows; i++) {
      for (let j = 0; j < part.rows; j++) {
        const [a, b] = [Math.floor(i / rest), i % rest];
        const [c, d] = [Math.floor(j / rest), j % rest];
        result.set(i, j, part.get(a * rest + d, c * rest + b));
      }
    }
    return result;
  };
  return { re: transposed(rho.re), im: transposed(rho.im) };
}

/** Eigenvalues of a Hermitian matrix, ascending. */
export function hermitianEigenvalues({ re, im }: ComplexMatrix): number[] {
  const n = re.rows;
  const doubled = Matrix.zeros(2 * n, 2 * n);
  doubled.setSubMatrix(re, 0, 0).setSubMatrix(re, n, n);
  doubled.setSubMatrix(im, n, 0).setSubMatrix(Matrix.mul(im, -1), 0, n);
  const { realEigenvalues } = new EigenvalueDecomposition(doubled, { assumeSymmetric: true });
  return realEigenvalues.sort((a, b) => a - b).filter((_, k) => k % 2 === 0);
}
