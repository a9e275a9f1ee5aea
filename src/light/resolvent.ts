import {
  factorShiftedHessenberg,
  type ShiftedHessenberg,
  shiftedHessenberg,
  solveShifted,
} from "../linalg/eigen/shiftedHessenberg.ts";
import type { LinearMap } from "../linalg/linearMap.ts";
import { addScaled, dot, norm, scale } from "../linalg/vectorKernels.ts";

/**
 * z(s) = (s M - L)^{-1} M x = (s A - 1)^{-1} A x, A = L^{-1} M, for all s at once: in the Krylov space of A and x, where A V = V H + h v e^T, it is
 * V (s H - 1)^{-1} H V^T x (shift-and-invert Arnoldi with the shift 0; A. Ruhe, doi:10.1016/0024-3795(84)90221-0). Where L^{-1} M x is what is given, H is left out.
 */
export interface KrylovResolvent {
  /** Dimension of the space so far. */
  readonly dimension: () => number;
  /** Whether the space holds the answer for every s. */
  readonly isExhausted: () => boolean;
  /** Adds vectors, up to `dimension` of them where there are as many. */
  readonly grow: (dimension: number) => void;
  /** readers_k . z(re + i im) as [re, im] pairs, from the first `dimension` vectors; `values` has two numbers a reader. */
  readonly evaluate: (re: number, im: number, dimension: number, values: Float64Array) => void;
  /** The sum of the first vectors with these weights. */
  readonly combined: (weights: Float64Array) => Float64Array;
  /** H of the first `dimension` vectors, row by row, the readers on them, and the length of the start. */
  readonly reduced: (dimension: number) => ReducedOperators;
}

/** The equations among the vectors of a Krylov space: d y/dt = H^{-1} y from y = (length, 0, ...). */
export interface ReducedOperators {
  readonly order: number;
  readonly hessenberg: Float64Array;
  readonly readings: readonly Float64Array[];
  readonly length: number;
}

/** What is left of a vector that lies in the space, relative to what it was. */
const DEPENDENT = 64 * Number.EPSILON;

/** @param given x, or A x */
export function krylovResolvent(
  apply: LinearMap,
  start: Float64Array,
  given: "operator" | "solution",
  readers: readonly Float64Array[],
): KrylovResolvent {
  const basis: Float64Array[] = [];
  /** Column k of H: its first k + 2 entries. */
  const columns: Float64Array[] = [];
  const readings: number[][] = readers.map(() => []);
  const length = norm(start);
  let exhausted = length === 0;
  const add = (vector: Float64Array): void => {
    basis.push(vector);
    for (const [k, reader] of readers.entries()) readings[k]!.push(dot(reader, vector));
  };
  if (!exhausted) add(start.map((value) => value / length));
  const step = (): void => {
    const last = basis.length - 1;
    const next = new Float64Array(start.length);
    apply(basis[last]!, next);
    const size = norm(next);
    const column = new Float64Array(last + 2);
    // Twice is enough (Giraud, Langou and Rozloznik, doi:10.1007/s00211-005-0615-4).
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k <= last; k++) {
        const part = dot(basis[k]!, next);
        column[k]! += part;
        addScaled(next, -part, basis[k]!);
      }
    }
    const rest = norm(next);
    columns.push(column);
    if (rest <= DEPENDENT * size || basis.length === start.length) {
      exhausted = true;
      return;
    }
    column[last + 1] = rest;
    scale(next, 1 / rest);
    add(next);
  };
  let factors: ShiftedHessenberg | null = null;
  return {
    // Columns lag one behind vectors until the space is exhausted.
    dimension: () => columns.length,
    isExhausted: () => exhausted,
    grow: (wanted) => {
      while (!exhausted && columns.length < wanted) step();
    },
    evaluate: (re, im, asked, values) => {
      const order = Math.min(asked, columns.length);
      values.fill(0);
      if (order === 0) return;
      const [real, imaginary] = [new Float64Array(order), new Float64Array(order)];
      if (given === "solution") real[0] = length;
      else for (let k = 0; k < Math.min(2, order); k++) real[k] = length * columns[0]![k]!;
      const largest = columns.slice(0, order).reduce((most, column) => Math.max(most, norm(column)), 0);
      const size = Math.hypot(re, im);
      if (size * largest < Number.EPSILON ** 2) for (let k = 0; k < order; k++) real[k] = -real[k]!;
      else {
        if (factors === null || factors.order !== order) factors = shiftedHessenberg(order);
        // (s H - 1)^{-1} = (1/s) (H - 1/s)^{-1}.
        const [a, b] = [re / size / size, -im / size / size];
        for (let k = 0; k < order; k++) {
          imaginary[k] = b * real[k]!;
          real[k]! *= a;
        }
        factorShiftedHessenberg(denseHessenberg(columns, order), a, b, Number.EPSILON ** 2 * largest, factors);
        solveShifted(factors, real, imaginary);
      }
      for (const [k, reading] of readings.entries()) {
        for (let j = 0; j < order; j++) {
          values[2 * k]! += reading[j]! * real[j]!;
          values[2 * k + 1]! += reading[j]! * imaginary[j]!;
        }
      }
    },
    combined: (weights) => {
      const sum = new Float64Array(start.length);
      for (const [k, weight] of weights.entries()) addScaled(sum, weight, basis[k]!);
      return sum;
    },
    reduced: (asked) => {
      const order = Math.min(asked, columns.length);
      return {
        order,
        hessenberg: denseHessenberg(columns, order),
        readings: readings.map((reading) => Float64Array.from(reading.slice(0, order))),
        length,
      };
    },
  };
}

function denseHessenberg(columns: readonly Float64Array[], order: number): Float64Array {
  const dense = new Float64Array(order * order);
  for (let j = 0; j < order; j++) {
    const column = columns[j]!;
    for (let i = 0; i < Math.min(order, column.length); i++) dense[i * order + j] = column[i]!;
  }
  return dense;
}

/** The equations of the first `dimension` vectors but for the last few; of all where the space has no more. */
export const withoutLast = (space: KrylovResolvent, dimension: number, last: number): ReducedOperators =>
  space.reduced(space.isExhausted() && space.dimension() <= dimension ? dimension : dimension - last);
