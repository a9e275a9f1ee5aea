import { SingularMatrixError } from "../core/errors.ts";
import { createRandomStream, fillNormal } from "../core/random.ts";
import { analyze, type Factorization, factor, solve, solveTransposed } from "../linalg/direct/lu.ts";
import { FORMULA_ROUNDINGS, rootMeanSquare } from "../linalg/roundingSamples.ts";
import { multiply, type SparseMatrix, sparseFromTriplets } from "../linalg/sparse.ts";
import { dot } from "../linalg/vectorKernels.ts";
import type { Complex } from "./poles.ts";

/** An eigenvalue of a generator, by parameters. */
export interface EigenvalueSlopes {
  readonly value: Complex;
  /** Of the eigenvalue. */
  readonly error: number;
  /** 1 / cos of the angle between left and right eigenvector: relative errors of the generator show in the eigenvalue so many times larger. null where it is refused. */
  readonly condition: number | null;
  /** d lambda / d theta of each parameter. */
  readonly slopes: readonly Complex[];
  readonly errors: readonly number[];
  /** Why it has no derivative, or none that double precision knows; null where it has. */
  readonly refusal: string | null;
}

/** Where an eigenvalue is, and how far the next one is from it. */
export interface EigenvaluePlace {
  readonly at: Complex;
  readonly error: number;
  readonly apart: number;
}

/** Steps of inverse iteration: the shift is a millionth of the distance to the next eigenvalue away, so that three are enough. */
const STEPS = 4;

/** Of the distance to the next eigenvalue: what the shift is away from the eigenvalue itself, where the matrix would be singular. */
const OFFSET = 1e-6;

/** Two starts whose eigenvectors are this far apart: there is more than one. */
const APART = 1e-4;

const SAMPLES = 3;

/** Any fixed number: the same question has the same estimate. */
const SEED = 15;

/**
 * d lambda / d theta = w^H (dL/d theta) v / w^H v of a simple eigenvalue with right vector v and left vector w, both by inverse iteration on the real matrix of (L - lambda) for real and imaginary
 * parts. The errors are what happens to eigenvalue and derivative where every entry of L carries an independent error of the size of its rounding, through vectors of
 * their own: it grows with the condition number, and near another eigenvalue.
 *
 * @param slopes dL/d theta of each parameter
 */
export function eigenvalueSlopes(
  generator: SparseMatrix,
  { at, error, apart }: EigenvaluePlace,
  slopes: readonly SparseMatrix[],
): EigenvalueSlopes {
  const refused = (refusal: string): EigenvalueSlopes => ({
    value: at,
    error,
    condition: null,
    slopes: [],
    errors: [],
    refusal,
  });
  if (!(apart > DISTINCT * error)) return refused("it is degenerate: another eigenvalue lies within its error");
  const shifted: Complex = [at[0] + OFFSET * apart, at[1]];
  const start = [0, 1].map((k) => randomStart(generator.pattern.rows, at[1] !== 0, k));
  let found: Pair;
  let other: Pair;
  let samples: Answer[];
  try {
    const problem = shiftedProblem(generator, shifted);
    found = eigenpair(problem, start[0]!, start[0]!, STEPS);
    other = eigenpair(problem, start[1]!, start[1]!, STEPS);
    samples = Array.from({ length: SAMPLES }, (_, sample) => {
      const noisy = withNoise(generator, sample);
      const pair = eigenpair(shiftedProblem(noisy, shifted), found.right, found.left, STEPS - 1);
      return answer(noisy, pair, slopes);
    });
  } catch (failure) {
    if (!(failure instanceof SingularMatrixError)) throw failure;
    return refused("it is too nearly degenerate: the generator less the eigenvalue is singular to working precision");
  }
  const n = generator.pattern.rows;
  if (angle(found.right, other.right, n) > APART || angle(found.left, other.left, n) > APART)
    return refused(
      "it is degenerate: it has more than one eigenvector, and splits in a way that depends on the parameter",
    );
  const { value, condition, slopes: values, rounding } = answer(generator, found, slopes);
  // What is left of other vectors, where one is nearer than was thought.
  const again = answer(generator, other, slopes);
  const moved = distance(again.value, value) + rootMeanSquare(samples.map((one) => distance(one.value, value)));
  const own = moved + condition * Number.EPSILON * Math.hypot(...value);
  if (!(distance(value, at) <= error + 10 * own + OFFSET * apart))
    return refused(
      `its vectors belong to another eigenvalue, ${value[0]} ${value[1] < 0 ? "-" : "+"} ${Math.abs(value[1])} i`,
    );
  return {
    value,
    error: own,
    condition,
    slopes: values,
    errors: values.map(
      (slope, k) =>
        rounding[k]! +
        distance(again.slopes[k]!, slope) +
        rootMeanSquare(samples.map((one) => distance(one.slopes[k]!, slope))),
    ),
    refusal: null,
  };
}

/** Eigenvalues less than this many errors apart are not told from one. */
const DISTINCT = 4;

/** Real parts, then imaginary ones where the eigenvalue has one. */
type Vector = Float64Array;

interface ShiftedProblem {
  readonly factorization: Factorization;
  readonly order: number;
}

/** (L - a) or, on pairs, (L - a - i b). */
function shiftedProblem({ pattern, values }: SparseMatrix, [a, b]: Complex): ShiftedProblem {
  const n = pattern.rows;
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  const add = (row: number, column: number, value: number): void => {
    rows.push(row);
    columns.push(column);
    entries.push(value);
  };
  for (const offset of b === 0 ? [0] : [0, n]) {
    for (let i = 0; i < n; i++) {
      for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++)
        add(offset + i, offset + pattern.columnIndices[k]!, values[k]!);
      add(offset + i, offset + i, -a);
      if (b !== 0) add(offset + i, n - offset + i, offset === 0 ? b : -b);
    }
  }
  const order = b === 0 ? n : 2 * n;
  const matrix = sparseFromTriplets(order, order, rows, columns, entries);
  return { factorization: factor(analyze(matrix.pattern), matrix.values), order };
}

interface Pair {
  readonly right: Vector;
  readonly left: Vector;
}

function eigenpair({ factorization, order }: ShiftedProblem, right: Vector, left: Vector, steps: number): Pair {
  const pair = { right: right.slice(), left: left.slice() };
  const image = new Float64Array(order);
  for (let step = 0; step < steps; step++) {
    solve(factorization, pair.right, image);
    normalise(image, pair.right);
    solveTransposed(factorization, pair.left, image);
    normalise(image, pair.left);
  }
  return pair;
}

function randomStart(n: number, isComplex: boolean, sample: number): Vector {
  const vector = new Float64Array(isComplex ? 2 * n : n);
  fillNormal(createRandomStream(SEED, sample), vector);
  return vector;
}

function normalise(from: Vector, to: Vector): void {
  // Before the square: what is nearly singular gives large vectors.
  const largest = from.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let square = 0;
  for (let i = 0; i < from.length; i++) square += (from[i]! / largest) ** 2;
  const factor = 1 / (largest * Math.sqrt(square));
  for (let i = 0; i < from.length; i++) to[i] = from[i]! * factor;
}

interface Answer {
  readonly value: Complex;
  readonly condition: number;
  readonly slopes: readonly Complex[];
  /** What rounding of the entries of each dL/d theta does. */
  readonly rounding: readonly number[];
}

function answer(generator: SparseMatrix, { right, left }: Pair, slopes: readonly SparseMatrix[]): Answer {
  const n = generator.pattern.rows;
  const overlap = inner(left, right, n);
  const condition = 1 / Math.hypot(...overlap);
  return {
    value: plusZero(quotient(inner(left, image(generator, right), n), overlap)),
    condition,
    slopes: slopes.map((slope) => quotient(inner(left, image(slope, right), n), overlap)),
    rounding: slopes.map((slope) => FORMULA_ROUNDINGS * Number.EPSILON * condition * absoluteForm(slope, left, right)),
  };
}

/** A v, of real and imaginary parts. */
function image(matrix: SparseMatrix, vector: Vector): Vector {
  const n = matrix.pattern.rows;
  const result = new Float64Array(vector.length);
  for (let at = 0; at < vector.length; at += n)
    multiply(matrix, vector.subarray(at, at + n), result.subarray(at, at + n));
  return result;
}

/** w^H v of vectors on n unknowns. */
function inner(w: Vector, v: Vector, n: number): Complex {
  if (w.length === n) return [dot(w, v), 0];
  const [wr, wi, vr, vi] = [w.subarray(0, n), w.subarray(n), v.subarray(0, n), v.subarray(n)];
  return [dot(wr, vr) + dot(wi, vi), dot(wr, vi) - dot(wi, vr)];
}

/** Root of the sum of squares of the terms of w^H A v: of independent errors of the entries, as the sum itself is of them. */
function absoluteForm({ pattern, values }: SparseMatrix, w: Vector, v: Vector): number {
  const n = pattern.rows;
  const size = (x: Vector, i: number): number => (x.length === n ? Math.abs(x[i]!) : Math.hypot(x[i]!, x[n + i]!));
  let square = 0;
  for (let i = 0; i < n; i++) {
    for (let k = pattern.rowStarts[i]!, end = pattern.rowStarts[i + 1]!; k < end; k++)
      square += (size(w, i) * values[k]! * size(v, pattern.columnIndices[k]!)) ** 2;
  }
  return Math.sqrt(square);
}

/** The generator with an independent relative error of each entry. */
function withNoise({ pattern, values }: SparseMatrix, sample: number): SparseMatrix {
  const noise = new Float64Array(values.length);
  fillNormal(createRandomStream(SEED, 2 + sample), noise);
  return { pattern, values: values.map((value, k) => value * (1 + FORMULA_ROUNDINGS * Number.EPSILON * noise[k]!)) };
}

/** Sine of the angle between two directions. */
function angle(a: Vector, b: Vector, n: number): number {
  const [re, im] = inner(a, b, n);
  return Math.sqrt(Math.max(0, 1 - re * re - im * im));
}

const quotient = ([a, b]: Complex, [c, d]: Complex): Complex => {
  const square = c * c + d * d;
  return [(a * c + b * d) / square, (b * c - a * d) / square];
};

/** A real eigenvalue has no sign of its imaginary part. */
const plusZero = ([re, im]: Complex): Complex => [re, im === 0 ? 0 : im];

const distance = (a: Complex, b: Complex): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
