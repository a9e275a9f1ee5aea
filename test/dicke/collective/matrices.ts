import { Matrix } from "ml-matrix";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import { adjoint, type ComplexMatrix, scale, times } from "../../reference/explicit/complexMatrix.ts";

export const toComplex = (density: DensityMatrix): ComplexMatrix => {
  const n = density.spins + 1;
  return { re: Matrix.from1DArray(n, n, [...density.real]), im: Matrix.from1DArray(n, n, [...density.imaginary]) };
};

export const fromComplex = (spins: number, matrix: ComplexMatrix): DensityMatrix => ({
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
