import { createRandomStream, fillNormal } from "../../core/random.ts";
import { type SparseMatrix, sparseFromTriplets } from "../sparse.ts";
import { equilibrate } from "./equilibrate.ts";
import { factor } from "./factor.ts";
import { solveRefined } from "./refine.ts";
import { analyze } from "./symbolic.ts";

export interface SingularVector {
  /** x with A x = 0, of Euclidean length 1. */
  readonly vector: Float64Array;
  /** |A x| relative to |A| |x|, by the largest entry once rows and columns are of unit size: rounding level where the matrix is singular. */
  readonly residual: number;
}

/** Any fixed number: the same matrix has the same borders. */
const SEED = 15;

/**
 * The vector that a singular matrix maps to 0. A row and a column of random numbers make the matrix regular where there is one such vector up to a
 * factor: [A e; f 0] (x, s) = (0, 1) then has s = 0. The residual says whether the matrix is singular at all.
 *
 * @throws SingularMatrixError where there are several
 * @throws InputError for a matrix that is not square, or empty
 */
export function singularVector({ pattern, values }: SparseMatrix): SingularVector {
  const n = pattern.rows;
  const { rowScale, columnScale } = equilibrate(pattern, values);
  const [rows, columns, entries]: [number[], number[], number[]] = [[], [], []];
  const put = (i: number, j: number, value: number): void => {
    rows.push(i);
    columns.push(j);
    entries.push(value);
  };
  for (let i = 0; i < n; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      const j = pattern.columnIndices[k]!;
      put(i, j, values[k]! * rowScale[i]! * columnScale[j]!);
    }
  }
  const scaled = entries.slice();
  const [right, below] = [0, 1].map((stream) => {
    const border = new Float64Array(n);
    fillNormal(createRandomStream(SEED, stream), border);
    return border;
  }) as [Float64Array, Float64Array];
  for (let i = 0; i < n; i++) {
    put(i, n, right[i]!);
    put(n, i, below[i]!);
  }
  const bordered = sparseFromTriplets(n + 1, n + 1, rows, columns, entries);
  const solution = new Float64Array(n + 1);
  const unit = new Float64Array(n + 1);
  unit[n] = 1;
  solveRefined(bordered, factor(analyze(bordered.pattern), bordered.values), unit, solution);
  const image = new Float64Array(n);
  const sizes = new Float64Array(n);
  for (const [k, value] of scaled.entries()) {
    const term = value * solution[columns[k]!]!;
    image[rows[k]!]! += term;
    sizes[rows[k]!]! += Math.abs(term);
  }
  const vector = solution.subarray(0, n).map((value, j) => value * columnScale[j]!);
  const length = largest(vector) * Math.sqrt(sumOfSquares(vector, largest(vector)));
  return { vector: vector.map((value) => value / length), residual: largest(image) / (largest(sizes) || 1) };
}

const largest = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** In units of the largest entry, which keeps squares within range. */
const sumOfSquares = (x: Float64Array, unit: number): number => x.reduce((sum, value) => sum + (value / unit) ** 2, 0);
