import { EigenvalueDecomposition, Matrix, solve } from "ml-matrix";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";

/**
 * The master equation in the full space of N spins, 2^N x 2^N, in plain dense matrices: no total spin, no symmetry. Every
 * complex matrix A + iB is written as the real ((A, -B), (B, A)), which multiplies and adds as the complex one does.
 */
type RealForm = Matrix;

const complex = (re: Matrix, im: Matrix): RealForm => {
  const n = re.rows;
  const form = Matrix.zeros(2 * n, 2 * n);
  form.setSubMatrix(re, 0, 0);
  form.setSubMatrix(re, n, n);
  form.setSubMatrix(im, n, 0);
  form.setSubMatrix(Matrix.mul(im, -1), 0, n);
  return form;
};

const realPart = (form: RealForm): Matrix => form.subMatrix(0, form.rows / 2 - 1, 0, form.rows / 2 - 1);
const imaginaryPart = (form: RealForm): Matrix => form.subMatrix(form.rows / 2, form.rows - 1, 0, form.rows / 2 - 1);
const times = (...factors: Matrix[]): Matrix => factors.reduce((a, b) => a.mmul(b));
const plus = (...terms: Matrix[]): Matrix => terms.reduce((a, b) => Matrix.add(a, b));
const scaled = (a: Matrix, factor: number): Matrix => Matrix.mul(a, factor);
const traceOf = (form: RealForm): number => form.trace() / 2;
const imaginaryUnit = (n: number): RealForm => complex(Matrix.zeros(n, n), Matrix.eye(n));

const zero2 = Matrix.zeros(2, 2);
const pauli = {
  x: [
    new Matrix([
      [0, 1],
      [1, 0],
    ]),
    zero2,
  ],
  y: [
    zero2,
    new Matrix([
      [0, -1],
      [1, 0],
    ]),
  ],
  z: [
    new Matrix([
      [1, 0],
      [0, -1],
    ]),
    zero2,
  ],
} as const;

/** sigma of the given axis on spin `site`, the identity on all others. */
function sigma(spins: number, site: number, axis: "x" | "y" | "z"): RealForm {
  const parts = pauli[axis].map((part) => {
    let product = Matrix.eye(1);
    for (let k = 0; k < spins; k++) product = product.kroneckerProduct(k === site ? part : Matrix.eye(2));
    return product;
  });
  return complex(parts[0]!, parts[1]!);
}

const sites = (spins: number): number[] => Array.from({ length: spins }, (_, k) => k);

/** J_x, J_y, J_z. */
export const totalSpin = (spins: number): RealForm[] =>
  (["x", "y", "z"] as const).map((axis) => scaled(plus(...sites(spins).map((site) => sigma(spins, site, axis))), 0.5));

/** d rho/dt, written out from the definition. */
function derivative(model: SpinModel): (rho: RealForm) => RealForm {
  const { spins, field, collective, local } = model;
  const i = imaginaryUnit(2 ** spins);
  const [jx, jy, jz] = totalSpin(spins) as [RealForm, RealForm, RealForm];
  const hamiltonian = plus(scaled(jx, field[0]), scaled(jy, field[1]), scaled(jz, field[2]));
  const jumps: [number, RealForm][] = [
    [(2 * collective.dephasing) / spins, jz],
    [(2 * collective.pump) / spins, plus(jx, times(i, jy))],
    [(2 * collective.decay) / spins, plus(jx, scaled(times(i, jy), -1))],
  ];
  for (const site of sites(spins)) {
    const [x, y, z] = (["x", "y", "z"] as const).map((axis) => sigma(spins, site, axis)) as [Matrix, Matrix, Matrix];
    jumps.push([local.dephasing / 2, z]);
    jumps.push([local.pump / 2, plus(x, times(i, y))]);
    jumps.push([local.decay / 2, plus(x, scaled(times(i, y), -1))]);
  }
  const active = jumps.filter(([rate]) => rate > 0);
  return (rho) => {
    const commutator = plus(times(hamiltonian, rho), scaled(times(rho, hamiltonian), -1));
    let sum = scaled(times(i, commutator), -1);
    for (const [rate, jump] of active) {
      const adjoint = jump.transpose();
      const square = times(adjoint, jump);
      const loss = scaled(plus(times(square, rho), times(rho, square)), -0.5);
      sum = plus(sum, scaled(plus(times(jump, rho, adjoint), loss), rate));
    }
    return sum;
  };
}

const flat = (rho: RealForm): number[] => [...realPart(rho).to1DArray(), ...imaginaryPart(rho).to1DArray()];
export const matrixOf = (values: readonly number[]): RealForm => {
  const n = Math.sqrt(values.length / 2);
  return complex(Matrix.from1DArray(n, n, values.slice(0, n * n)), Matrix.from1DArray(n, n, values.slice(n * n)));
};

/** The Liouvillian as a real matrix of order 2 4^N, column by column. */
export function denseLiouvillian(model: SpinModel): Matrix {
  const size = 2 * 4 ** model.spins;
  const apply = derivative(model);
  const matrix = Matrix.zeros(size, size);
  for (let column = 0; column < size; column++) {
    const unit = new Array<number>(size).fill(0);
    unit[column] = 1;
    matrix.setColumn(column, flat(apply(matrixOf(unit))));
  }
  return matrix;
}

/** exp(A t) by Taylor's series on a short time and repeated squaring. */
function exponential(a: Matrix, time: number): Matrix {
  const norm = Math.max(...a.to2DArray().map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0))) * time;
  const squarings = Math.max(0, Math.ceil(Math.log2(norm / 0.5)));
  const step = scaled(a, time / 2 ** squarings);
  let result = Matrix.eye(a.rows);
  // The first term left out is below 0.5^16/16! = 1e-18.
  for (let k = 15; k >= 1; k--) result = plus(Matrix.eye(a.rows), scaled(times(step, result), 1 / k));
  for (let k = 0; k < squarings; k++) result = times(result, result);
  return result;
}

/** The product of N copies of (1 + r . sigma)/2. */
export function productMatrix(spins: number, [x, y, z]: Vector3): RealForm {
  const re = new Matrix([
    [(1 + z) / 2, x / 2],
    [x / 2, (1 - z) / 2],
  ]);
  const im = new Matrix([
    [0, -y / 2],
    [y / 2, 0],
  ]);
  let product = complex(Matrix.eye(1), Matrix.zeros(1, 1));
  for (let k = 0; k < spins; k++) {
    const [a, b] = [realPart(product), imaginaryPart(product)];
    product = complex(
      Matrix.sub(a.kroneckerProduct(re), b.kroneckerProduct(im)),
      plus(a.kroneckerProduct(im), b.kroneckerProduct(re)),
    );
  }
  return product;
}

export function bruteSteady(model: SpinModel): RealForm {
  const matrix = denseLiouvillian(model);
  const n = 2 ** model.spins;
  // Hermitian null vectors only: the equation of Re rho_00 gives way to the trace, that of Im rho_00 to Im tr = 0.
  for (const part of [0, n * n]) {
    for (let k = 0; k < matrix.columns; k++) matrix.set(part, k, 0);
    for (let k = 0; k < n; k++) matrix.set(part, part + k * n + k, 1);
  }
  const rightHandSide = Matrix.zeros(matrix.rows, 1);
  rightHandSide.set(0, 0, 1);
  return matrixOf(solve(matrix, rightHandSide).to1DArray());
}

export const bruteEvolve = (model: SpinModel, start: RealForm, time: number): RealForm =>
  matrixOf(times(exponential(denseLiouvillian(model), time), Matrix.columnVector(flat(start))).to1DArray());

export function bruteMoments(spins: number, rho: RealForm): SpinMoments {
  const j = totalSpin(spins);
  const mean = (k: number): number => (2 / spins) * traceOf(times(rho, j[k]!));
  const second = (k: number, l: number): number =>
    (2 / spins ** 2) * traceOf(times(rho, plus(times(j[k]!, j[l]!), times(j[l]!, j[k]!))));
  return {
    mean: [mean(0), mean(1), mean(2)],
    square: [second(0, 0), second(1, 1), second(2, 2)],
    cross: [second(0, 1), second(0, 2), second(1, 2)],
  };
}

export const brutePurity = (rho: RealForm): number => traceOf(times(rho, rho));

export function bruteEntropy(rho: RealForm): number {
  const values = new EigenvalueDecomposition(rho, { assumeSymmetric: true }).realEigenvalues;
  // Each eigenvalue comes twice in real form.
  return values.reduce((sum, value) => (value > 0 ? sum - (value * Math.log(value)) / 2 : sum), 0);
}

/** The state of the first `kept` spins: the partial trace over all others. Real and imaginary part, row by row. */
export function bruteReduced(spins: number, rho: RealForm, kept: number): { real: number[]; imaginary: number[] } {
  const rest = 2 ** (spins - kept);
  const order = 2 ** kept;
  const reduce = (part: Matrix): number[] =>
    Array.from({ length: order * order }, (_, k) => {
      const [row, column] = [Math.floor(k / order), k % order];
      let sum = 0;
      for (let e = 0; e < rest; e++) sum += part.get(row * rest + e, column * rest + e);
      return sum;
    });
  return { real: reduce(realPart(rho)), imaginary: reduce(imaginaryPart(rho)) };
}

/** <n|rho|n> with the product state along n. */
export const bruteHusimi = (spins: number, rho: RealForm, direction: Vector3): number =>
  traceOf(times(rho, productMatrix(spins, direction)));
