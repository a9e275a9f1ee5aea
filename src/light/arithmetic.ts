import { createRandomStream, fillNormal, type RandomStream } from "../core/random.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare } from "../linalg/roundingSamples.ts";
import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { addScaled, dot } from "../linalg/vectorKernels.ts";
import {
  type LightSystem,
  load,
  solveAdjoint,
  solveTraceless,
  substitute,
  substituteTraceless,
  substituteTransposed,
} from "./system.ts";

/**
 * The operations that answers are made of. There are exact ones (to rounding), and samples in which every entry of every matrix carries an independent error of the size
 * that formulas and rounding leave: how far the answers of these spread is how far rounding may have moved the answer, through every solve that it took.
 */
export interface Arithmetic {
  readonly system: LightSystem;
  readonly steady: Float64Array;
  /** x of trace 0 with L x = b, for a b of trace 0. */
  readonly solve: (right: Float64Array) => Float64Array;
  /** The same by one substitution: what its rounding adds is among that of the entries. */
  readonly approximate: (right: Float64Array) => Float64Array;
  /** w with L^T w = f - (f . steady) weights: f . (the x of trace 0 with L x = b) is w . b for every b of trace 0. */
  readonly adjoint: (functional: Float64Array) => Float64Array;
  /** A x. */
  readonly times: (matrix: SparseMatrix, x: Float64Array) => Float64Array;
  /** mass x. */
  readonly load: (x: Float64Array) => Float64Array;
}

export const plainArithmetic = (system: LightSystem): Arithmetic => ({
  system,
  steady: system.steady,
  solve: (right) => solveTraceless(system, system.steady, right),
  approximate: (right) => substituteTraceless(system, system.steady, right),
  adjoint: (functional) => solveAdjoint(system, functional),
  times: product,
  load: (x) => load(system, x),
});

/** Any fixed number: the same question has the same estimate. */
const SEED = 14;

/**
 * Arithmetic with errors of first order (small-sample statistical condition estimation, Kenney and Laub, doi:10.1137/0915003): a solution x gets A^{-1} g,
 * g_i = xi_i sqrt(sum_j (a_ij x_j)^2), a product g itself.
 */
export function noisyArithmetic(system: LightSystem, sample: number): Arithmetic {
  const stream = createRandomStream(SEED, sample);
  const { sizes, pin, weights } = system;
  const disturb = (x: Float64Array, steady: Float64Array): void => {
    const noise = noiseOf(sizes, x, stream);
    noise[pin] = 0;
    const change = substitute(system, noise);
    addScaled(change, -dot(weights, change), steady);
    addScaled(x, 1, change);
  };
  const steady = system.steady.slice();
  disturb(steady, system.steady);
  const times = (matrix: SparseMatrix, x: Float64Array): Float64Array => {
    const image = product(matrix, x);
    addScaled(image, 1, noiseOf(matrix, x, stream));
    return image;
  };
  const { mass } = system.space;
  return {
    system,
    steady,
    solve: (right) => {
      const solution = solveTraceless(system, steady, right);
      disturb(solution, steady);
      return solution;
    },
    approximate: (right) => {
      const solution = substituteTraceless(system, steady, right);
      disturb(solution, steady);
      return solution;
    },
    adjoint: (functional) => {
      const solution = solveAdjoint(system, functional);
      const noise = columnNoiseOf(system.space.sizes ?? system.space.generator, solution, stream);
      addScaled(solution, 1, substituteTransposed(system, noise));
      solution[pin] = 0;
      return solution;
    },
    times,
    load: (x) => (mass === null ? x.slice() : times(mass, x)),
  };
}

/** An answer in numbers, each with what rounding may have done to it. */
export interface Rounded {
  readonly values: Float64Array;
  readonly rounding: Float64Array;
}

/**
 * No estimate is below this share of the largest value: the roundings of long sums, of which the samples know nothing, and of integrals where there is a mass
 * matrix.
 */
export const leastError = ({ space }: LightSystem): number => (space.mass === null ? 1e-12 : 1e-11);

/** The numbers of an answer, and the spread of them over samples of rounding errors. */
export function rounded(system: LightSystem, ask: (arithmetic: Arithmetic) => Float64Array): Rounded {
  const values = ask(plainArithmetic(system));
  if (system.samples === 0) return { values, rounding: new Float64Array(values.length) };
  const others = Array.from({ length: system.samples }, (_, sample) => ask(noisyArithmetic(system, sample)));
  const rounding = values.map((value, k) => rootMeanSquare(others.map((other) => other[k]! - value)));
  return { values, rounding };
}

/** Estimates of at least `leastError` times the largest value. */
export function withLeastError(system: LightSystem, { values, rounding }: Rounded): Rounded {
  const least = leastError(system) * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { values, rounding: rounding.map((error) => error + least) };
}

function product(matrix: SparseMatrix, x: Float64Array): Float64Array {
  const image = new Float64Array(matrix.pattern.rows);
  multiply(matrix, x, image);
  return image;
}

/** xi_i sqrt(sum_j (a_ij x_j)^2), in roundings. */
function noiseOf({ pattern, values }: SparseMatrix, x: Float64Array, stream: RandomStream): Float64Array {
  const { rows, rowStarts, columnIndices } = pattern;
  const noise = new Float64Array(rows);
  fillNormal(stream, noise);
  for (let i = 0; i < rows; i++) {
    let square = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++)
      square += (values[k]! * x[columnIndices[k]!]!) ** 2;
    noise[i]! *= FORMULA_ROUNDINGS * Number.EPSILON * Math.sqrt(square);
  }
  return noise;
}

/** xi_j sqrt(sum_i (a_ij x_i)^2), in roundings. */
function columnNoiseOf({ pattern, values }: SparseMatrix, x: Float64Array, stream: RandomStream): Float64Array {
  const { rows, columns, rowStarts, columnIndices } = pattern;
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++)
      squares[columnIndices[k]!]! += (values[k]! * x[i]!) ** 2;
  }
  const noise = new Float64Array(columns);
  fillNormal(stream, noise);
  for (let j = 0; j < columns; j++) noise[j]! *= FORMULA_ROUNDINGS * Number.EPSILON * Math.sqrt(squares[j]!);
  return noise;
}
