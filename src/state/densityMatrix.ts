import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError } from "../core/errors.ts";

/**
 * Density matrix in the Dicke basis |N/2, m> of the symmetric subspace, m = N/2, N/2 - 1, ..., -N/2 (all spins up first,
 * so that N = 1 is the usual Pauli basis). Both arrays hold (N + 1)^2 numbers, row by row.
 */
export interface DensityMatrix {
  readonly spins: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** tr rho. */
export function trace(density: DensityMatrix): number {
  const n = density.spins + 1;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += density.real[i * n + i]!;
  return sum;
}

/** tr rho^2 of a Hermitian matrix: the sum of the squared magnitudes of its elements. */
export function purity(density: DensityMatrix): number {
  let sum = 0;
  for (const value of density.real) sum += value * value;
  for (const value of density.imaginary) sum += value * value;
  return sum;
}

/** Smallest eigenvalue of a Hermitian matrix; O(N^3), dense. */
export function smallestEigenvalue(density: DensityMatrix): number {
  const values = new EigenvalueDecomposition(realForm(density, 0), { assumeSymmetric: true }).realEigenvalues;
  return values.reduce((a, b) => Math.min(a, b));
}

/**
 * Whether every eigenvalue is above -tolerance, by a Cholesky factorisation of rho + tolerance: much cheaper than the
 * eigenvalues.
 */
export function isPositive(density: DensityMatrix, tolerance: number): boolean {
  return new CholeskyDecomposition(realForm(density, tolerance)).isPositiveDefinite();
}

/** Largest |rho_ij - conj(rho_ji)|. */
export function hermiticityDefect(density: DensityMatrix): number {
  const n = density.spins + 1;
  let defect = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const real = density.real[i * n + j]! - density.real[j * n + i]!;
      const imaginary = density.imaginary[i * n + j]! + density.imaginary[j * n + i]!;
      defect = Math.max(defect, Math.hypot(real, imaginary));
    }
  }
  return defect;
}

/** @throws InputError where the arrays do not hold (N + 1)^2 numbers */
export function requireShape(density: DensityMatrix): void {
  const size = (density.spins + 1) ** 2;
  if (density.real.length === size && density.imaginary.length === size) return;
  throw new InputError({
    what: `a density matrix of ${density.spins} spins has ${density.real.length} real and ${density.imaginary.length} imaginary parts, not ${size}`,
    remedy: "give (N + 1)^2 numbers in both arrays, row by row",
    value: density.real.length,
    limit: size,
  });
}

/** R + iS Hermitian <-> ((R, -S), (S, R)) real symmetric, with every eigenvalue twice. */
function realForm(density: DensityMatrix, shift: number): Matrix {
  const n = density.spins + 1;
  const matrix = new Matrix(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      // One triangle decides, so that the form is symmetric to the last bit.
      const at = Math.max(i, j) * n + Math.min(i, j);
      const real = density.real[at]! + (i === j ? shift : 0);
      const imaginary = i === j ? 0 : i > j ? density.imaginary[at]! : -density.imaginary[at]!;
      matrix.set(i, j, real);
      matrix.set(n + i, n + j, real);
      matrix.set(n + i, j, imaginary);
      matrix.set(i, n + j, -imaginary);
    }
  }
  return matrix;
}
