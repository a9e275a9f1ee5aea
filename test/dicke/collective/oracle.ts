import { Matrix } from "ml-matrix";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";

/** Dense complex matrix. */
export interface Complex {
  readonly re: Matrix;
  readonly im: Matrix;
}

export const add = (a: Complex, b: Complex): Complex => ({ re: Matrix.add(a.re, b.re), im: Matrix.add(a.im, b.im) });

export const times = (a: Complex, b: Complex): Complex => ({
  re: Matrix.sub(a.re.mmul(b.re), a.im.mmul(b.im)),
  im: Matrix.add(a.re.mmul(b.im), a.im.mmul(b.re)),
});

export const scale = (a: Complex, re: number, im = 0): Complex => ({
  re: Matrix.sub(Matrix.mul(a.re, re), Matrix.mul(a.im, im)),
  im: Matrix.add(Matrix.mul(a.re, im), Matrix.mul(a.im, re)),
});

export const adjoint = (a: Complex): Complex => ({ re: a.re.transpose(), im: Matrix.mul(a.im.transpose(), -1) });

export const traceOf = (a: Complex): { re: number; im: number } => ({ re: a.re.trace(), im: a.im.trace() });

const real = (re: Matrix): Complex => ({ re, im: Matrix.zeros(re.rows, re.columns) });

/**
 * J_x, J_y, J_z of N spins, from sums of Pauli matrices in the full 2^N-dimensional space, projected on the symmetric
 * subspace: state i is the normalised sum of all basis states with i spins down. No formula for angular momentum enters.
 */
export function projectedSpin(spins: number): readonly [Complex, Complex, Complex] {
  const size = 2 ** spins;
  const isometry = Matrix.zeros(size, spins + 1);
  const counts = new Array<number>(spins + 1).fill(0);
  // Bit n of a basis state is 1 where spin n points down.
  const down = (basis: number) => [...basis.toString(2)].filter((bit) => bit === "1").length;
  for (let basis = 0; basis < size; basis++) counts[down(basis)]!++;
  for (let basis = 0; basis < size; basis++) isometry.set(basis, down(basis), 1 / Math.sqrt(counts[down(basis)]!));
  const x = Matrix.zeros(size, size);
  const y = Matrix.zeros(size, size);
  const z = Matrix.zeros(size, size);
  for (let basis = 0; basis < size; basis++) {
    for (let n = 0; n < spins; n++) {
      const isDown = ((basis >> n) & 1) === 1;
      const flipped = basis ^ (1 << n);
      x.set(flipped, basis, x.get(flipped, basis) + 0.5);
      // sigma_y |up> = i |down>, sigma_y |down> = -i |up>.
      y.set(flipped, basis, y.get(flipped, basis) + (isDown ? -0.5 : 0.5));
      z.set(basis, basis, z.get(basis, basis) + (isDown ? -0.5 : 0.5));
    }
  }
  const project = (matrix: Matrix) => isometry.transpose().mmul(matrix).mmul(isometry);
  const zero = Matrix.zeros(spins + 1, spins + 1);
  return [real(project(x)), { re: zero, im: project(y) }, real(project(z))];
}

/** d rho/dt of docs/physics.md, section 1, collective processes, by dense complex matrix products. */
export function denseDerivative(model: SpinModel, rho: Complex): Complex {
  const [jx, jy, jz] = projectedSpin(model.spins);
  const [bx, by, bz] = model.field;
  const hamiltonian = add(add(scale(jx, bx), scale(jy, by)), scale(jz, bz));
  const raising = add(jx, scale(jy, 0, 1));
  const lowering = add(jx, scale(jy, 0, -1));
  const { dephasing, pump, decay } = model.collective;
  let derivative = add(scale(times(hamiltonian, rho), 0, -1), scale(times(rho, hamiltonian), 0, 1));
  for (const [rate, jump] of [
    [dephasing, jz],
    [pump, raising],
    [decay, lowering],
  ] as const) {
    const product = times(adjoint(jump), jump);
    const sandwich = times(times(jump, rho), adjoint(jump));
    const loss = scale(add(times(product, rho), times(rho, product)), -0.5);
    derivative = add(derivative, scale(add(sandwich, loss), (2 * rate) / model.spins));
  }
  return derivative;
}

export const toComplex = (density: DensityMatrix): Complex => {
  const n = density.spins + 1;
  return { re: Matrix.from1DArray(n, n, [...density.real]), im: Matrix.from1DArray(n, n, [...density.imaginary]) };
};

export const fromComplex = (spins: number, matrix: Complex): DensityMatrix => ({
  spins,
  real: Float64Array.from(matrix.re.to1DArray()),
  imaginary: Float64Array.from(matrix.im.to1DArray()),
});

/** A state from 2 (N + 1)^2 numbers: A A^+ / tr, every entry a different number. */
export function scatteredState(spins: number, phase: number): DensityMatrix {
  const n = spins + 1;
  const fill = (offset: number) => {
    const matrix = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) matrix.set(i, j, Math.sin(phase + offset + 1.3 * i + 2.9 * j + i * j));
    }
    return matrix;
  };
  const root = { re: fill(0), im: fill(0.7) };
  const square = times(root, adjoint(root));
  return fromComplex(spins, scale(square, 1 / square.re.trace()));
}

export const noRates = { dephasing: 0, pump: 0, decay: 0 };
