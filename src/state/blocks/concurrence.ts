import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from "ml-matrix";
import { InputError } from "../../core/errors.ts";
import type { FewSpinState } from "./reduced.ts";

/**
 * Concurrence of a state of two spins, 0 (separable) to 1: Wootters, doi:10.1103/PhysRevLett.80.2245, max(0, l_1 - l_2 - l_3 -
 * l_4) with the l_k the singular values of sqrt(rho)^T (sigma_y (x) sigma_y) sqrt(rho), descending. In this form no root
 * is taken of a small eigenvalue of a product. The concurrence itself is no smooth function: an error e of the state can
 * change it by sqrt(e) where a population vanishes.
 *
 * @throws InputError for a state of one spin
 */
export function concurrence(state: FewSpinState): number {
  if (state.order !== 4) {
    throw new InputError({
      what: `the concurrence is asked for of a state of order ${state.order}`,
      remedy: "give a state of two spins, of order 4",
      value: state.order,
      limit: 4,
    });
  }
  const root = squareRoot(state);
  // The complex transpose without conjugation is, in real form, the transpose between two conjugations.
  const conjugation = Matrix.diag([1, 1, 1, 1, -1, -1, -1, -1]);
  const transposed = conjugation.mmul(root.transpose()).mmul(conjugation);
  const product = transposed.mmul(spinFlip()).mmul(root);
  const singular = [...new SingularValueDecomposition(product).diagonal].sort((a, b) => b - a);
  // Each comes twice in real form.
  return Math.max(0, singular[0]! - singular[2]! - singular[4]! - singular[6]!);
}

/** The root of the positive part, in the real form ((R, -S), (S, R)) of order 8. */
function squareRoot({ real, imaginary }: FewSpinState): Matrix {
  const form = new Matrix(8, 8);
  for (let a = 0; a < 4; a++) {
    for (let b = 0; b < 4; b++) {
      form.set(a, b, real[4 * a + b]!);
      form.set(4 + a, 4 + b, real[4 * a + b]!);
      form.set(4 + a, b, imaginary[4 * a + b]!);
      form.set(a, 4 + b, -imaginary[4 * a + b]!);
    }
  }
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(form, { assumeSymmetric: true });
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

/** sigma_y (x) sigma_y is real: -1, 1, 1, -1 on the antidiagonal. */
function spinFlip(): Matrix {
  const flip = Matrix.zeros(8, 8);
  for (const shift of [0, 4]) {
    for (let a = 0; a < 4; a++) flip.set(shift + a, shift + 3 - a, a === 0 || a === 3 ? -1 : 1);
  }
  return flip;
}
