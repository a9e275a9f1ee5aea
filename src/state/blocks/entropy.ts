import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type DensityMatrix, trace } from "../densityMatrix.ts";
import { type BlockDensityMatrix, requireBlockShape } from "./blockDensity.ts";
import { logDegeneracies } from "./degeneracy.ts";

/**
 * Von Neumann entropy -tr rho ln rho in nats, 0 for a pure state and N ln 2 at most:
 * the sum over j of p_j ln d_j - tr rho_j ln rho_j, each of d_j copies holding rho_j/d_j. Dense, O(N^4) in all.
 *
 * @throws InputError where the blocks do not fit N
 */
export function vonNeumannEntropy(density: BlockDensityMatrix | DensityMatrix): number {
  if (!("blocks" in density)) return entropyOfMatrix(density);
  requireBlockShape(density);
  const logs = logDegeneracies(density.spins);
  return density.blocks.reduce((sum, block, k) => sum + trace(block) * logs[k]! + entropyOfMatrix(block), 0);
}

/** -tr rho ln rho of one matrix, of any trace; in nats. Eigenvalues that rounding makes negative count as zero. */
export function entropyOfMatrix(density: DensityMatrix): number {
  let entropy = 0;
  for (const value of eigenvalues(density)) if (value > 0) entropy -= value * Math.log(value);
  return entropy;
}

/** Eigenvalues of a Hermitian matrix, each once, ascending. */
export function eigenvalues({ spins, real, imaginary }: DensityMatrix): Float64Array {
  const n = spins + 1;
  if (imaginary.every((value) => value === 0)) return sortedEigenvalues(Matrix.from1DArray(n, n, real));
  // R + iS <-> ((R, -S), (S, R)), with every eigenvalue twice.
  const form = new Matrix(2 * n, 2 * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      form.set(a, b, real[a * n + b]!);
      form.set(n + a, n + b, real[a * n + b]!);
      form.set(n + a, b, imaginary[a * n + b]!);
      form.set(a, n + b, -imaginary[a * n + b]!);
    }
  }
  return sortedEigenvalues(form).filter((_, k) => k % 2 === 0);
}

const sortedEigenvalues = (matrix: Matrix): Float64Array =>
  Float64Array.from(new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues).sort();
