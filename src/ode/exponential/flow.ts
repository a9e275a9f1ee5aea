import { Matrix } from "ml-matrix";
import { multiplyDense } from "../../linalg/dense/multiply.ts";
import { denseExponential } from "./dense.ts";

/** exp(t A) b of a small matrix for many times up to a span. */
export interface Flow {
  /** A new vector. */
  readonly at: (time: number) => Float64Array;
  /** The vectors at `SAMPLES`, in units of the span: they cost little. */
  readonly samples: () => readonly Float64Array[];
  /** What rounding may do to what a flow conserves, relative to it: that of the smallest part of the span, doubled by each square. */
  readonly rounding: number;
}

/** Uniform samples of a span, a power of two. */
const UNIFORM = 32;
const OCTAVES = 12;

/** Ascending: the first part of the span in octaves, the rest evenly. */
export const SAMPLES: readonly number[] = [
  ...Array.from({ length: OCTAVES - Math.log2(UNIFORM) }, (_, k) => 2 ** (k - OCTAVES)),
  ...Array.from({ length: UNIFORM }, (_, k) => (k + 1) / UNIFORM),
];

/** 1-norm of the part whose exponential is not the square of another, and terms that a series needs up to it. */
const SMALLEST_NORM = 4;
const TERMS = 40;

/**
 * The powers of one exponential serve all times: each is a sum of binary parts of the span, and what is left is summed as a series. The vector at a time
 * does not depend on which others are asked for.
 *
 * @param matrix order x order, row-major
 */
export function exponentialFlow(matrix: Float64Array, order: number, start: Float64Array, span: number): Flow {
  const squarings = Math.max(OCTAVES, Math.ceil(Math.log2((oneNorm(matrix, order) * span) / SMALLEST_NORM)));
  const smallest = span * 2 ** -squarings;
  const parts = [exponentialOf(matrix, order, smallest)];
  for (let k = 0; k < squarings; k++) parts.push(multiplyDense(order, order, order, parts[k]!, parts[k]!));
  return {
    rounding: Number.EPSILON * 2 ** squarings,
    samples: () => {
      const found: Float64Array[] = [];
      const step = parts[squarings - Math.log2(UNIFORM)]!;
      for (const sample of SAMPLES) {
        const part = parts[squarings + Math.log2(sample)];
        const last = found.at(-1);
        found.push(sample <= 1 / UNIFORM ? product(part!, order, start) : product(step, order, last!));
      }
      return found;
    },
    at: (time) => {
      let left = Math.min(2 ** squarings, Math.floor(time / smallest));
      let vector = series(matrix, order, start, time - left * smallest);
      for (let k = 0; left > 0; k++, left = Math.floor(left / 2))
        if (left % 2 === 1) vector = product(parts[k]!, order, vector);
      return vector;
    },
  };
}

function oneNorm(matrix: Float64Array, order: number): number {
  let norm = 0;
  for (let j = 0; j < order; j++) {
    let sum = 0;
    for (let i = 0; i < order; i++) sum += Math.abs(matrix[i * order + j]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}

function exponentialOf(matrix: Float64Array, order: number, time: number): Float64Array {
  const scaled = new Matrix(order, order);
  for (let i = 0; i < order; i++) for (let j = 0; j < order; j++) scaled.set(i, j, time * matrix[i * order + j]!);
  return Float64Array.from(denseExponential(scaled).to1DArray());
}

function product(matrix: Float64Array, order: number, vector: Float64Array): Float64Array {
  const result = new Float64Array(order);
  for (let i = 0, at = 0; i < order; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++, at++) sum += matrix[at]! * vector[j]!;
    result[i] = sum;
  }
  return result;
}

/** exp(time A) vector, for a time so short that a Taylor series does. */
function series(matrix: Float64Array, order: number, vector: Float64Array, time: number): Float64Array {
  const sum = vector.slice();
  let term = vector;
  for (let k = 1; k <= TERMS && time > 0; k++) {
    term = product(matrix, order, term);
    for (let i = 0; i < order; i++) {
      term[i]! *= time / k;
      sum[i]! += term[i]!;
    }
  }
  return sum;
}
