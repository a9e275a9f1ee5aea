import {
  factorShiftedHessenberg,
  type ShiftedHessenberg,
  shiftedHessenberg,
  solveShifted,
} from "../linalg/eigen/shiftedHessenberg.ts";
import type { LinearMap } from "../linalg/linearMap.ts";
import { addScaled, dot, norm, scale } from "../linalg/vectorKernels.ts";

/**
 * (i w M - L)^{-1} b for all frequencies w at once, in the Krylov space of A = L^{-1} M and s = L^{-1} b: it is -(1 - i w A)^{-1} s, and in
 * the space, where A V = V H + h v e^T, -V (1 - i w H)^{-1} V^T s (shift-and-invert Arnoldi with the shift 0; A. Ruhe, doi:10.1016/0024-3795(84)90221-0).
 */
export interface KrylovResolvent {
  /** Dimension of the space so far. */
  readonly dimension: () => number;
  /** Whether the space holds the answer for every frequency. */
  readonly isExhausted: () => boolean;
  /** Adds vectors, up to `dimension` of them where there are as many. */
  readonly grow: (dimension: number) => void;
  /** readers_k . z as [re, im] pairs, from the first `dimension` vectors; `values` has two numbers a reader. */
  readonly evaluate: (frequency: number, dimension: number, values: Float64Array) => void;
}

/** What is left of a vector that lies in the space, relative to what it was. */
const DEPENDENT = 64 * Number.EPSILON;

export function krylovResolvent(
  apply: LinearMap,
  start: Float64Array,
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
  // Columns lag one behind vectors until the space is exhausted.
  const dimension = (): number => columns.length;
  let factors: ShiftedHessenberg | null = null;
  return {
    dimension,
    isExhausted: () => exhausted,
    grow: (wanted) => {
      while (!exhausted && columns.length < wanted) step();
    },
    evaluate: (frequency, asked, values) => {
      const order = Math.min(asked, columns.length);
      values.fill(0);
      if (order === 0) return;
      const real = new Float64Array(order);
      const imaginary = new Float64Array(order);
      const largest = columns.slice(0, order).reduce((most, column) => Math.max(most, norm(column)), 0);
      if (Math.abs(frequency) * largest < Number.EPSILON ** 2) real[0] = length;
      else {
        if (factors === null || factors.order !== order) factors = shiftedHessenberg(order);
        // (1 - i w H)^{-1} = (i/w) (H + i/w)^{-1}.
        imaginary[0] = length / frequency;
        const smallest = Number.EPSILON ** 2 * largest;
        factorShiftedHessenberg(denseHessenberg(columns, order), 0, -1 / frequency, smallest, factors);
        solveShifted(factors, real, imaginary);
      }
      for (const [k, reading] of readings.entries()) {
        for (let j = 0; j < order; j++) {
          values[2 * k]! -= reading[j]! * real[j]!;
          values[2 * k + 1]! -= reading[j]! * imaginary[j]!;
        }
      }
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
