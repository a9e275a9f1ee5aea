import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { logGamma } from "../../../src/core/gamma.ts";
import { coupling } from "../../../src/diagnose/entanglement/coupling.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";

const logFactorial = (k: number): number => logGamma(k + 1);
const logBinomial = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * The least eigenvalue of the partial transpose across floor(N/2) | ceil(N/2) in units of that of white noise, from the elements of rho: the
 * transposed side turned by pi about y, so that both couple to a total spin J, in which the transpose of white noise is diagonal,
 * A! B!/((N/2 - J)! (N/2 + J + 1)!).
 */
export function leastTransposed({ spins, real, imaginary }: DensityMatrix): number {
  const first = Math.floor(spins / 2);
  const second = spins - first;
  const width = second + 1;
  const n = (first + 1) * width;
  const share = (a: number, b: number): number =>
    Math.exp((logBinomial(first, a) + logBinomial(second, b) - logBinomial(spins, a + b)) / 2);
  const re = new Matrix(n, n);
  const im = new Matrix(n, n);
  for (let a = 0; a <= first; a++) {
    for (let b = 0; b <= second; b++) {
      for (let c = 0; c <= first; c++) {
        for (let d = 0; d <= second; d++) {
          // <a b|rho^T|c d> = <a d|rho|c b>; b stands at second - b with the sign (-1)^b.
          const factor = ((b + d) % 2 === 0 ? 1 : -1) * share(a, d) * share(c, b);
          const from = (a + d) * (spins + 1) + c + b;
          re.set(a * width + second - b, c * width + second - d, factor * real[from]!);
          im.set(a * width + second - b, c * width + second - d, factor * imaginary[from]!);
        }
      }
    }
  }
  const { tables } = coupling(first, second);
  const rows: number[][] = [];
  for (const [k, table] of tables.entries()) {
    const white = Math.exp(
      (logFactorial(first) + logFactorial(second) - logFactorial(k) - logFactorial(spins - k + 1)) / 2,
    );
    for (let sum = k; sum <= spins - k; sum++) {
      const row = new Array<number>(n).fill(0);
      for (let a = 0; a <= first; a++) {
        const b = sum - a;
        if (b >= 0 && b <= second) row[a * width + b] = table[a * width + b]! / white;
      }
      rows.push(row);
    }
  }
  const turn = new Matrix(rows);
  const back = turn.transpose();
  const [x, y] = [turn.mmul(re).mmul(back), turn.mmul(im).mmul(back)];
  const form = new Matrix(2 * n, 2 * n);
  form.setSubMatrix(x, 0, 0).setSubMatrix(x, n, n);
  form.setSubMatrix(y, n, 0).setSubMatrix(Matrix.mul(y, -1), 0, n);
  return Math.min(...new EigenvalueDecomposition(form, { assumeSymmetric: true }).realEigenvalues);
}
