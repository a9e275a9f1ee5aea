import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { InputError, ResourceLimitError } from "../../core/errors.ts";
import { symmetricEigen } from "../../linalg/dense/symmetricEigen.ts";
import { type DensityMatrix, trace } from "../../state/densityMatrix.ts";
import type { Vector3 } from "../../state/moments.ts";
import type { SymmetricMatrix3 } from "../../state/squeezing.ts";
import { requireErrorBound } from "../requireErrorBound.ts";
import { type AnyDensity, blocksOf } from "./blocksOf.ts";
import { provenDepth } from "./depth.ts";
import { turnedReal } from "./realPhase.ts";
import { requireElements } from "./requireState.ts";

/** Quantum Fisher information about angles of rotation of all spins together. */
export interface FisherInformation {
  /** Of rotations about any axis n: F = n^T matrix n; N for a coherent state across its direction, N^2 at most. */
  readonly matrix: SymmetricMatrix3;
  /** F about the best axis. */
  readonly largest: number;
  readonly axis: Vector3;
  /** How far F about any axis may be off. */
  readonly errorBound: number;
  /** Number of spins that are entangled with one another, at least, as `largest` proves beyond its error; 1 where it proves nothing. */
  readonly depth: number;
}

export interface FisherOptions {
  /** Bound of the trace norm of what the density matrix is off by; default 0. */
  readonly error?: number;
  /** Largest predicted number of multiplications; default 3e11, minutes. */
  readonly workLimit?: number;
}

const DEFAULT_WORK = 3e11;

/** Multiplications over the order cubed: eigenvalues and vectors, and three operators between the vectors. */
const WORK = 12;

/**
 * F_kl = 2 sum_ij (p_i - p_j)^2/(p_i + p_j) Re <i|J_k|j> <j|J_l|i> over the eigenvalues and vectors of rho: S. L. Braunstein and C. M. Caves,
 * doi:10.1103/PhysRevLett.72.3439. For a pure state 4 times the covariance matrix of J, else at most that.
 *
 * Error: F about an axis is the largest value over Hermitian X of tr rho (2 i [J, X] - X^2), reached at an X with |X|_op <= |X|_2 <= x = 2 |J|_2, and is convex. With
 * sigma = rho + P - Q, P, Q >= 0 of trace E/2 each, F of rho + P = sigma + Q is at most F(rho) + N^2 E/2 and at least F(sigma) - (2 N x + x^2) E/2, so that
 * |F(sigma) - F(rho)| <= (N + x)^2 E/2, x^2 = N (N + 1)(N + 2)/3. (Continuity of F is shown otherwise, with the square root of E, by R. Augusiak et al.,
 * doi:10.1103/PhysRevA.94.012339.)
 *
 * @throws InputError for a state without trace, with elements that are no numbers, or whose blocks do not fit N; an error that is no bound
 * @throws ResourceLimitError where the predicted work is above `workLimit`, before any of it
 */
export function quantumFisherInformation(density: AnyDensity, options: FisherOptions = {}): FisherInformation {
  const state = blocksOf(density);
  requireErrorBound(options.error ?? 0);
  requireElements(state.blocks);
  const { spins } = state;
  const { blocks, isReal, angle, dropped } = turnedReal(state.blocks);
  requireWork(spins, blocks, isReal, options.workLimit ?? DEFAULT_WORK);
  const weight = blocks.reduce((sum, block) => sum + trace(block), 0);
  if (!(weight > 0)) {
    throw new InputError({
      what: `the density matrix has trace ${weight}`,
      remedy: "give a state, of trace 1",
      value: weight,
      limit: 1,
    });
  }
  const sum = new Float64Array(9);
  let moved = (options.error ?? 0) + dropped;
  let positive = 0;
  for (const block of blocks) {
    if (block.real.every((value) => value === 0) && block.imaginary.every((value) => value === 0)) continue;
    const part = isReal ? fisherOfReal(block) : fisherOfComplex(block);
    for (const [k, value] of part.matrix.entries()) sum[k]! += value;
    moved += part.moved;
    positive += part.positive;
  }
  const matrix = turnAboutZ(
    sum.map((value) => value / positive),
    angle,
  );
  const { values, vectors } = symmetricEigen(3, matrix);
  const reach = spins + Math.sqrt((spins * (spins + 1) * (spins + 2)) / 3);
  const errorBound = (reach ** 2 / 2) * (moved + Math.abs(positive - 1)) + 16 * Number.EPSILON * values[2]!;
  return {
    matrix: {
      square: [matrix[0]!, matrix[4]!, matrix[8]!],
      cross: [matrix[1]!, matrix[2]!, matrix[5]!],
    },
    largest: values[2]!,
    axis: [vectors[2]!, vectors[5]!, vectors[8]!],
    errorBound,
    depth: provenDepth(spins, values[2]! - errorBound),
  };
}

interface BlockFisher {
  /** 3 x 3, row by row. */
  readonly matrix: Float64Array;
  /** Sum of the eigenvalues that are positive. */
  readonly positive: number;
  /** Trace norm of what was changed: negative eigenvalues, and rounding. */
  readonly moved: number;
}

/** Elements <a|J_k|b> of spin j, a and b with a <= b <= a + 1, as what they are times: `real` and i times `imaginary` (antisymmetric). */
const ladder = (order: number, a: number): number => Math.sqrt((a + 1) * (order - 1 - a)) / 2;

/** J_x V, V by rows. */
function timesX(order: number, vectors: Matrix, first: number, target: Matrix, to: number): void {
  for (let a = 0; a + 1 < order; a++) {
    addRow(target, to + a, vectors, first + a + 1, ladder(order, a));
    addRow(target, to + a + 1, vectors, first + a, ladder(order, a));
  }
}

/** Im J_y V, times `sign`: <a|J_y|a + 1> = -i <a|J_x|a + 1>. */
function timesImaginaryY(
  order: number,
  vectors: Matrix,
  first: number,
  target: Matrix,
  to: number,
  sign: number,
): void {
  for (let a = 0; a + 1 < order; a++) {
    addRow(target, to + a, vectors, first + a + 1, -sign * ladder(order, a));
    addRow(target, to + a + 1, vectors, first + a, sign * ladder(order, a));
  }
}

/** J_z V. */
function timesZ(order: number, vectors: Matrix, first: number, target: Matrix, to: number): void {
  for (let a = 0; a < order; a++) addRow(target, to + a, vectors, first + a, (order - 1) / 2 - a);
}

function addRow(target: Matrix, to: number, source: Matrix, from: number, factor: number): void {
  for (let k = 0; k < source.columns; k++) target.set(to, k, target.get(to, k) + factor * source.get(from, k));
}

/** A real matrix: its vectors are real, <i|J_y|j> is imaginary and the others are real. */
function fisherOfReal({ spins, real }: DensityMatrix): BlockFisher {
  const order = spins + 1;
  const form = new Matrix(order, order);
  for (let a = 0; a < order; a++)
    for (let b = 0; b < order; b++) form.set(a, b, real[Math.max(a, b) * order + Math.min(a, b)]!);
  const { values, vectors } = decompose(form);
  const elements = [timesX, timesImaginaryY, timesZ].map((times) => {
    const applied = Matrix.zeros(order, order);
    times(order, vectors, 0, applied, 0, 1);
    return vectors.transpose().mmul(applied);
  });
  const matrix = weighted(values, elements);
  // Re (i s) t = 0 for real s and t.
  matrix[1] = matrix[3] = matrix[5] = matrix[7] = 0;
  return { matrix, ...changed(values, order) };
}

/** R + iS as ((R, -S), (S, R)): each eigenvalue comes twice, and traces are doubled. */
function fisherOfComplex({ spins, real, imaginary }: DensityMatrix): BlockFisher {
  const order = spins + 1;
  const form = new Matrix(2 * order, 2 * order);
  for (let a = 0; a < order; a++) {
    for (let b = 0; b < order; b++) {
      const at = Math.max(a, b) * order + Math.min(a, b);
      const im = a === b ? 0 : a > b ? imaginary[at]! : -imaginary[at]!;
      form.set(a, b, real[at]!);
      form.set(order + a, order + b, real[at]!);
      form.set(order + a, b, im);
      form.set(a, order + b, -im);
    }
  }
  const { values, vectors } = decompose(form);
  const elements = [0, 1, 2].map((k) => {
    const applied = Matrix.zeros(2 * order, 2 * order);
    for (const half of [0, order]) {
      if (k === 0) timesX(order, vectors, half, applied, half);
      else if (k === 2) timesZ(order, vectors, half, applied, half);
      // i Im J_y: ((0, -Im), (Im, 0)).
      else timesImaginaryY(order, vectors, order - half, applied, half, half === 0 ? -1 : 1);
    }
    return vectors.transpose().mmul(applied);
  });
  const { positive, moved } = changed(values, 2 * order);
  return { matrix: weighted(values, elements).map((value) => value / 2), positive: positive / 2, moved: moved / 2 };
}

function decompose(form: Matrix): { readonly values: readonly number[]; readonly vectors: Matrix } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(form, { assumeSymmetric: true });
  return { values: realEigenvalues, vectors: eigenvectorMatrix };
}

/** Negative eigenvalues count as 0; the decomposition is that of a matrix that differs by its rounding. */
function changed(values: readonly number[], order: number): Pick<BlockFisher, "positive" | "moved"> {
  let [positive, negative, square] = [0, 0, 0];
  for (const value of values) {
    if (value > 0) positive += value;
    else negative -= value;
    square += value * value;
  }
  return { positive, moved: negative + 4 * order ** 1.5 * Number.EPSILON * Math.sqrt(square) };
}

/** 2 sum (p_i - p_j)^2/(p_i + p_j) A_ij B_ij. */
function weighted(values: readonly number[], elements: readonly Matrix[]): Float64Array {
  const sum = new Float64Array(9);
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < i; j++) {
      const [p, q] = [Math.max(0, values[i]!), Math.max(0, values[j]!)];
      if (p + q === 0) continue;
      const weight = (4 * (p - q) ** 2) / (p + q);
      const three = elements.map((element) => element.get(i, j));
      for (let k = 0; k < 3; k++) for (let l = 0; l < 3; l++) sum[3 * k + l]! += weight * three[k]! * three[l]!;
    }
  }
  return sum;
}

/** R M R^T, R the turn about z by `angle`. */
function turnAboutZ(matrix: Float64Array, angle: number): Float64Array {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn = new Matrix([
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ]);
  const turned = turn.mmul(Matrix.from1DArray(3, 3, matrix)).mmul(turn.transpose());
  return Float64Array.from(turned.to1DArray());
}

function requireWork(spins: number, blocks: readonly DensityMatrix[], isReal: boolean, limit: number): void {
  const work = blocks.reduce((sum, block) => sum + WORK * ((isReal ? 1 : 2) * (block.spins + 1)) ** 3, 0);
  if (work <= limit) return;
  throw new ResourceLimitError({
    what: `the Fisher information of ${spins} spins would take ${work.toExponential(1)} multiplications, above the limit ${limit.toExponential(1)}`,
    remedy: "raise workLimit, or take N / xi_R^2, which it is never below",
    value: work,
    limit,
  });
}
