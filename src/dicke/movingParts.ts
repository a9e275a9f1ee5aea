import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { addScaled } from "../linalg/vectorKernels.ts";
import { isFieldUnit, type MovingModel } from "../model/movingModel.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** d rho/dt of a packed density matrix at a time. */
export type LinearRate = (time: number, density: Float64Array, derivative: Float64Array) => void;

/** Adds what the coefficients that move bring, from a matrix for each; the field, which needs none, is left out. */
export function movingParts({ units, factors }: MovingModel, matrixOf: (unit: SpinModel) => SparseMatrix): LinearRate {
  const matrices = units.map((unit) => (isFieldUnit(unit) ? null : matrixOf(unit)));
  let part = new Float64Array(0);
  return (time, density, derivative) => {
    if (part.length !== density.length) part = new Float64Array(density.length);
    for (const [k, factor] of factors(time).entries()) {
      const matrix = matrices[k]!;
      if (matrix === null || factor === 0) continue;
      multiply(matrix, density, part);
      addScaled(derivative, factor, part);
    }
  };
}
