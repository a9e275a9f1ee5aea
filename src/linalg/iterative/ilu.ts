import { SingularMatrixError } from "../../core/errors.ts";
import type { SparsityPattern } from "../sparse.ts";

/**
 * A ~ L U in a given order of the unknowns, with small entries left out. Values are kept in single precision: the factors are an approximation anyway,
 * and the products with them are taken in double precision, so that they stand for one fixed matrix.
 */
export interface IncompleteFactorization {
  /** Equation and unknown of the k-th pivot. */
  readonly equations: Int32Array;
  readonly unknowns: Int32Array;
  readonly lower: TriangularRows;
  /** Above the diagonal. */
  readonly upper: TriangularRows;
  readonly inverseDiagonal: Float64Array;
  /** Number of pivots that were too small and got enlarged. */
  readonly enlarged: number;
  /** Number of pivots away from the diagonal. */
  readonly exchanged: number;
  readonly scratch: Float64Array;
}

/** Strict triangle in compressed rows, in elimination order. */
export interface TriangularRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

export interface IncompleteOptions {
  /** Entries below this share of their row's Euclidean norm are left out. */
  readonly dropTolerance: number;
  /** Entries that L and U may have in all; the elimination stops there. */
  readonly maximumEntries: number;
}

/** Entries of U that outgrow their row by this come from vanishing pivots: such factors are far from A, and their fill is without bound. */
const LARGEST_GROWTH = 100;

/** Least accepted ratio of a diagonal pivot to the largest entry right of it; else columns are exchanged. */
const PIVOT_THRESHOLD = 0.1;

/** Pivots below this share of their row's norm are enlarged to it: their reciprocals would drown everything else. */
const SMALLEST_PIVOT = 1e-4;

/**
 * Incomplete LU with a threshold (ILUT: Saad, doi:10.1002/nla.1680010405), row by row, with pivoting by columns where the diagonal is small. Rows and columns should be equilibrated.
 *
 * One function in spite of its length: a row is scattered, eliminated, dropped and stored in work arrays that all these steps share.
 *
 * @param values one value an entry of the pattern
 * @returns null where the factors would have more than `maximumEntries`, or their entries grow without bound
 * @throws SingularMatrixError for a row of zeros
 */
export function factorIncomplete(
  pattern: SparsityPattern,
  order: Int32Array,
  values: Float64Array,
  { dropTolerance, maximumEntries }: IncompleteOptions,
): IncompleteFactorization | null {
  const { rowStarts, columnIndices } = pattern;
  const n = order.length;
  // Pivoting exchanges columns: until the end U names its columns by their unknowns, whose places may still change.
  const unknowns = order.slice();
  const position = new Int32Array(n);
  for (let k = 0; k < n; k++) position[order[k]!] = k;
  const lower = growingRows(n, columnIndices.length >> 1);
  const upper = growingRows(n, columnIndices.length >> 1);
  const inverseDiagonal = new Float64Array(n);
  let enlarged = 0;
  let exchanged = 0;

  // The row under elimination by unknowns: dense values, which of them are in use, and those left (a heap of places) and right of the diagonal.
  const row = new Float64Array(n);
  const used = new Uint8Array(n);
  const left = minimumHeap(n);
  const right = new Int32Array(n);

  for (let i = 0; i < n; i++) {
    const equation = order[i]!;
    let rightCount = 0;
    let square = 0;
    for (let k = rowStarts[equation]!; k < rowStarts[equation + 1]!; k++) {
      const value = values[k]!;
      if (value === 0) continue;
      const j = columnIndices[k]!;
      row[j] = value;
      used[j] = 1;
      square += value * value;
      if (position[j]! < i) left.push(position[j]!);
      else right[rightCount++] = j;
    }
    const norm = Math.sqrt(square);
    if (norm === 0) throw emptyRow(equation);
    const threshold = dropTolerance * norm;
    reserve(lower, i);
    for (let k = left.pop(); k !== -1; k = left.pop()) {
      const unknown = unknowns[k]!;
      const factor = row[unknown]! * inverseDiagonal[k]!;
      row[unknown] = 0;
      used[unknown] = 0;
      if (Math.abs(factor) < threshold) continue;
      append(lower, k, factor);
      const { columns, values: above } = upper;
      for (let q = upper.starts[k]!, end = upper.starts[k + 1]!; q < end; q++) {
        const j = columns[q]!;
        if (used[j] === 1) {
          row[j]! -= factor * above[q]!;
          continue;
        }
        row[j] = -factor * above[q]!;
        used[j] = 1;
        if (position[j]! < i) left.push(position[j]!);
        else right[rightCount++] = j;
      }
    }
    lower.starts[i + 1] = lower.size;
    let largest = 0;
    let candidate = unknowns[i]!;
    for (let k = 0; k < rightCount; k++) {
      const size = Math.abs(row[right[k]!]!);
      if (size > largest) {
        largest = size;
        candidate = right[k]!;
      }
    }
    if (Math.abs(row[unknowns[i]!]!) < PIVOT_THRESHOLD * largest) {
      const other = unknowns[i]!;
      const place = position[candidate]!;
      unknowns[place] = other;
      position[other] = place;
      unknowns[i] = candidate;
      position[candidate] = i;
      exchanged++;
    }
    const pivotUnknown = unknowns[i]!;
    let pivot = row[pivotUnknown]!;
    reserve(upper, rightCount);
    for (let k = 0; k < rightCount; k++) {
      const j = right[k]!;
      const value = row[j]!;
      if (j !== pivotUnknown && Math.abs(value) >= threshold) append(upper, j, value);
      row[j] = 0;
      used[j] = 0;
    }
    upper.starts[i + 1] = upper.size;
    if (!(Math.abs(pivot) >= SMALLEST_PIVOT * norm)) {
      pivot = (pivot < 0 ? -1 : 1) * (SMALLEST_PIVOT + dropTolerance) * norm;
      enlarged++;
    }
    inverseDiagonal[i] = 1 / pivot;
    if (lower.size + upper.size > maximumEntries || !(largest <= LARGEST_GROWTH * norm)) return null;
  }
  for (let q = 0; q < upper.size; q++) upper.columns[q] = position[upper.columns[q]!]!;
  return {
    equations: order,
    unknowns,
    lower,
    upper,
    inverseDiagonal,
    enlarged,
    exchanged,
    scratch: new Float64Array(n),
  };
}

/** x = (L U)^-1 b; they may be the same array. */
export function solveIncomplete(factorization: IncompleteFactorization, b: Float64Array, x: Float64Array): void {
  const { equations, unknowns, lower, upper, inverseDiagonal, scratch } = factorization;
  const n = equations.length;
  for (let i = 0; i < n; i++) {
    let sum = b[equations[i]!]!;
    for (let q = lower.starts[i]!, end = lower.starts[i + 1]!; q < end; q++) {
      sum -= lower.values[q]! * scratch[lower.columns[q]!]!;
    }
    scratch[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = scratch[i]!;
    for (let q = upper.starts[i]!, end = upper.starts[i + 1]!; q < end; q++) {
      sum -= upper.values[q]! * scratch[upper.columns[q]!]!;
    }
    scratch[i] = sum * inverseDiagonal[i]!;
  }
  for (let i = 0; i < n; i++) x[unknowns[i]!] = scratch[i]!;
}

interface GrowingRows {
  readonly starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  size: number;
}

const growingRows = (rows: number, entries: number): GrowingRows => ({
  starts: new Int32Array(rows + 1),
  columns: new Int32Array(entries),
  values: new Float32Array(entries),
  size: 0,
});

/** Room for `more` entries. */
function reserve(rows: GrowingRows, more: number): void {
  const needed = rows.size + more;
  if (needed <= rows.columns.length) return;
  const length = Math.max(needed, Math.ceil(1.3 * rows.columns.length));
  const columns = new Int32Array(length);
  columns.set(rows.columns.subarray(0, rows.size));
  rows.columns = columns;
  const values = new Float32Array(length);
  values.set(rows.values.subarray(0, rows.size));
  rows.values = values;
}

function append(rows: GrowingRows, column: number, value: number): void {
  rows.columns[rows.size] = column;
  rows.values[rows.size++] = value;
}

/** Binary heap of integers, room for `capacity`; `pop` gives the smallest, -1 where it is empty. */
function minimumHeap(capacity: number): { readonly push: (value: number) => void; readonly pop: () => number } {
  const heap = new Int32Array(capacity);
  let size = 0;
  const push = (value: number): void => {
    let place = size++;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (heap[above]! <= value) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = value;
  };
  const pop = (): number => {
    if (size === 0) return -1;
    const smallest = heap[0]!;
    const value = heap[--size]!;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && heap[below + 1]! < heap[below]!) below++;
      if (heap[below]! >= value) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = value;
    return smallest;
  };
  return { push, pop };
}

const emptyRow = (unknown: number): SingularMatrixError =>
  new SingularMatrixError({
    what: `row ${unknown} of the matrix holds zeros only`,
    remedy: "check that the problem has a unique solution, and that enough unknowns are fixed",
    value: 0,
  });
