import { inverse, Matrix } from "ml-matrix";
import { hasLocalRates, type SpinModel } from "../../src/model/spinModel.ts";
import { errorsFromTraceNorm } from "../../src/state/errorEstimate.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import {
  add,
  adjoint,
  type Complex,
  denseDerivative,
  projectedSpin,
  scale,
  times,
  traceOf,
} from "../dicke/collective/oracle.ts";
import { bruteMoments, brutePurity, denseLiouvillian, matrixOf } from "../dicke/symmetric/bruteForce.ts";
import type { Answer } from "./compare.ts";

/**
 * The steady state from the explicit Liouvillian as a dense matrix, built from Pauli matrices: of 2^N states with local rates
 * (N <= 2), of the symmetric subspace without (N <= 4). null for larger N, and where the matrix is so badly conditioned that
 * the answer says little.
 */
export function denseSteady(model: SpinModel): Answer | null {
  if (model.spins > (hasLocalRates(model) ? 2 : 4)) return null;
  // A single spin is the same in both.
  const whole = hasLocalRates(model);
  const dimension = whole ? 2 ** model.spins : model.spins + 1;
  const matrix = whole ? denseLiouvillian(model) : collectiveMatrix(model);
  const norm = Math.max(...matrix.to2DArray().map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  if (!(norm > 0)) return null;
  matrix.div(norm);
  // The equation of Re rho_00 follows from the others: it gives way to the trace, that of Im rho_00 to Im tr = 0.
  for (const part of [0, dimension ** 2]) {
    for (let k = 0; k < matrix.columns; k++) matrix.set(part, k, 0);
    for (let k = 0; k < dimension; k++) matrix.set(part, part + k * dimension + k, 1);
  }
  const inverted = inverse(matrix);
  const condition = Math.max(
    ...inverted.to2DArray().map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)),
  );
  // Elements of the matrix, the elimination and its growth; the trace norm is at most the sum of all elements.
  const error = 8 * matrix.rows * Number.EPSILON * condition * dimension ** 2;
  if (!(error < 1e-3)) return null;
  const packed = inverted.getColumn(0);
  const { observables } = whole ? wholeMoments(model.spins, packed) : collectiveMoments(model.spins, packed);
  return { road: "dense", observables, errorEstimate: errorsFromTraceNorm(error, 1) };
}

const wholeMoments = (spins: number, packed: number[]) => {
  const rho = matrixOf(packed);
  return { observables: { ...bruteMoments(spins, rho), purity: brutePurity(rho) } };
};

const complexOf = (packed: readonly number[]): Complex => {
  const n = Math.sqrt(packed.length / 2);
  return {
    re: Matrix.from1DArray(n, n, packed.slice(0, n * n)),
    im: Matrix.from1DArray(n, n, packed.slice(n * n)),
  };
};

function collectiveMatrix(model: SpinModel): Matrix {
  const size = 2 * (model.spins + 1) ** 2;
  const matrix = Matrix.zeros(size, size);
  for (let column = 0; column < size; column++) {
    const unit = new Array<number>(size).fill(0);
    unit[column] = 1;
    const { re, im } = denseDerivative(model, complexOf(unit));
    matrix.setColumn(column, [...re.to1DArray(), ...im.to1DArray()]);
  }
  return matrix;
}

function collectiveMoments(spins: number, packed: number[]) {
  const rho = complexOf(packed);
  const j = projectedSpin(spins);
  const mean = (k: 0 | 1 | 2) => (2 / spins) * traceOf(times(rho, j[k])).re;
  const second = (k: 0 | 1 | 2, l: 0 | 1 | 2) =>
    (2 / spins ** 2) * traceOf(times(rho, add(times(j[k], j[l]), scale(times(j[l], j[k]), 1)))).re;
  return {
    observables: {
      mean: [mean(0), mean(1), mean(2)] as Vector3,
      square: [second(0, 0), second(1, 1), second(2, 2)] as Vector3,
      cross: [second(0, 1), second(0, 2), second(1, 2)] as Vector3,
      purity: traceOf(times(rho, adjoint(rho))).re,
    },
  };
}
