import { Matrix, solve } from "ml-matrix";
import type { SpinEquation } from "../equation.ts";
import { adjoint, type ComplexMatrix, scale, sum, times, zeroMatrix } from "./complexMatrix.ts";
import { along, projectedSpin, sites, spinAt, type Triple, totalSpin } from "./spins.ts";

/*
 * The master equation written out as it is defined, in dense matrices. It shares no formula with the program: no symmetry, no
 * angular momentum, no function on the ball. Meant for N <= 4.
 */

/** A master equation on a space of finite dimension. */
export interface DenseEquation {
  /** J_x, J_y, J_z. */
  readonly spin: Triple;
  /** d rho/dt of a Hermitian rho. */
  derivative(rho: ComplexMatrix): ComplexMatrix;
}

function lindblad(
  hamiltonian: ComplexMatrix,
  jumps: readonly (readonly [number, ComplexMatrix])[],
): DenseEquation["derivative"] {
  const squares = jumps.map(([rate, jump]) => scale(times(adjoint(jump), jump), -rate / 2));
  const half = sum([scale(hamiltonian, 0, -1), ...squares]);
  return (rho) => {
    const left = times(half, rho);
    const gains = jumps.map(([rate, jump]) => scale(times(times(jump, rho), adjoint(jump)), rate));
    return sum([left, adjoint(left), ...gains]);
  };
}

/** In a space that the collective spin acts on; local processes are handed in. */
function equationIn(
  { spins, field, interaction, collective }: SpinEquation,
  spin: Triple,
  local: readonly (readonly [number, ComplexMatrix])[],
): DenseEquation {
  const quadratic = interaction.map((row, a) => scale(times(spin[a]!, along(row, spin)), 1 / spins));
  const hamiltonian = sum([along(field, spin), ...quadratic]);
  const jumps = collective.map(({ rate, operator }) => [(2 * rate) / spins, along(operator, spin)] as const);
  return { spin, derivative: lindblad(hamiltonian, [...jumps, ...local]) };
}

/** In all 2^N dimensions. */
export function explicitEquation(equation: SpinEquation): DenseEquation {
  const { spins } = equation;
  const local = equation.local.flatMap(({ rate, operator }) =>
    sites(spins).map((site) => [rate / 2, along(operator, spinAt(spins, site))] as const),
  );
  return equationIn(equation, totalSpin(spins), local);
}

/** In the N + 1 dimensions of the symmetric subspace, which local processes leave. */
export function symmetricEquation(equation: SpinEquation): DenseEquation {
  if (equation.local.length > 0) throw new Error("local processes leave the symmetric subspace");
  return equationIn(equation, projectedSpin(equation.spins), []);
}

const half = Math.SQRT1_2;

/** A Hermitian matrix as real numbers, row by row: the diagonal, and sqrt 2 times real parts below it and imaginary ones above. */
export function coordinates({ re, im }: ComplexMatrix): number[] {
  const n = re.rows;
  const entry = (i: number, j: number): number => {
    if (i === j) return re.get(i, i);
    return i > j ? (re.get(i, j) + re.get(j, i)) * half : (im.get(j, i) - im.get(i, j)) * half;
  };
  return Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n));
}

export function fromCoordinates(values: readonly number[]): ComplexMatrix {
  const n = Math.round(Math.sqrt(values.length));
  const rho = zeroMatrix(n);
  for (let i = 0; i < n; i++) {
    rho.re.set(i, i, values[i * n + i]!);
    for (let j = 0; j < i; j++) {
      const [re, im] = [values[i * n + j]! * half, values[j * n + i]! * half];
      rho.re.set(i, j, re).set(j, i, re);
      rho.im.set(i, j, im).set(j, i, -im);
    }
  }
  return rho;
}

/** The Liouvillian as a real matrix on coordinates, which are those of an orthonormal basis. */
export function liouvillian({ spin, derivative }: DenseEquation): Matrix {
  const size = spin[0].re.rows ** 2;
  const matrix = Matrix.zeros(size, size);
  for (let column = 0; column < size; column++) {
    const unit = new Array<number>(size).fill(0);
    unit[column] = 1;
    matrix.setColumn(column, coordinates(derivative(fromCoordinates(unit))));
  }
  return matrix;
}

/** The Liouvillian of N spins in all 2^N dimensions, a real matrix of order 4^N. */
export const liouvillian2N = (equation: SpinEquation): Matrix => liouvillian(explicitEquation(equation));

/** A Liouvillian with the equation of rho_00, which follows from the others, put aside for tr rho. */
export function withTrace(matrix: Matrix): Matrix {
  const bordered = matrix.clone();
  const dimension = Math.round(Math.sqrt(matrix.rows));
  for (let k = 0; k < matrix.columns; k++) bordered.set(0, k, k % (dimension + 1) === 0 ? 1 : 0);
  return bordered;
}

/** The state that a Liouvillian leaves as it is, which has to be the only one. */
export function steadyOf(matrix: Matrix): ComplexMatrix {
  const rightHandSide = Matrix.zeros(matrix.rows, 1);
  rightHandSide.set(0, 0, 1);
  return fromCoordinates(solve(withTrace(matrix), rightHandSide).to1DArray());
}

/** Largest sum of absolute values of a row. */
export const rowNorm = (matrix: Matrix): number =>
  Math.max(...matrix.to2DArray().map((row) => row.reduce((total, value) => total + Math.abs(value), 0)));

/** States at the given times, ascending from 0, by Taylor's series in time. */
export function evolve(matrix: Matrix, start: ComplexMatrix, times: readonly number[]): ComplexMatrix[] {
  const norm = rowNorm(matrix);
  let state = Matrix.columnVector(coordinates(start));
  let now = 0;
  return times.map((time) => {
    const steps = Math.ceil(norm * (time - now));
    for (let step = 0; step < steps; step++) {
      let term = state;
      // The first term left out is below 1/19! = 1e-17.
      for (let k = 1; k <= 18; k++) {
        term = Matrix.mul(matrix.mmul(term), (time - now) / (steps * k));
        state = Matrix.add(state, term);
      }
    }
    now = time;
    return fromCoordinates(state.to1DArray());
  });
}

/**
 * The state at `end`, from `start` at 0, of an equation whose Liouvillian changes with time, by the classical Runge-Kutta method of order 4 in equal steps.
 */
export function evolveDriven(
  at: (time: number) => Matrix,
  start: ComplexMatrix,
  { end, steps }: { readonly end: number; readonly steps: number },
): ComplexMatrix {
  const h = end / steps;
  let state = Matrix.columnVector(coordinates(start));
  for (let step = 0; step < steps; step++) {
    const [first, middle, last] = [at(step * h), at((step + 0.5) * h), at((step + 1) * h)];
    const stage = (matrix: Matrix, slope: Matrix, share: number): Matrix =>
      matrix.mmul(Matrix.add(state, Matrix.mul(slope, share * h)));
    const k1 = first.mmul(state);
    const k2 = stage(middle, k1, 0.5);
    const k3 = stage(middle, k2, 0.5);
    const k4 = stage(last, k3, 1);
    const slope = Matrix.add(Matrix.add(k1, k4), Matrix.mul(Matrix.add(k2, k3), 2));
    state = Matrix.add(state, Matrix.mul(slope, h / 6));
  }
  return fromCoordinates(state.to1DArray());
}
