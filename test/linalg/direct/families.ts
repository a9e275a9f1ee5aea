import { type SparseMatrix, sparseFromTriplets } from "../../../src/linalg/sparse.ts";
import { congruential } from "../matrices.ts";

/** Random sparse matrices that are hard for one reason each; all of them regular. Orders from 1 to 160. */
export const FAMILIES: Readonly<Record<string, (seed: number) => SparseMatrix>> = {
  "symmetric pattern": (seed) => sparse(seed, { symmetric: true }),
  "unsymmetric pattern": (seed) => sparse(seed, {}),
  "badly scaled": (seed) => scaled(sparse(seed, {}), seed),
  "nearly singular": (seed) => nearlySingular(seed),
  "permuted triangular": (seed) => permutedTriangular(seed),
  "no diagonal": (seed) => sparse(seed, { shift: 3 }),
  "dense rows": (seed) => sparse(seed, { denseRows: 2 }),
  "saddle point": (seed) => saddlePoint(seed),
  "one unknown": (seed) => sparseFromTriplets(1, 1, [0], [0], [10 ** (seed % 300) * (seed % 2 === 0 ? 1 : -1)]),
};

/** A stream for each seed; those of a congruential generator begin alike where seeds are near each other, and so would all orders. */
const spread = (seed: number): (() => number) => congruential(Math.imul(2 * seed + 1, 0x9e3779b1));

interface Shape {
  readonly symmetric?: boolean;
  /** Columns from the diagonal to the large entry of each row. */
  readonly shift?: number;
  readonly denseRows?: number;
}

/** A large entry in each row and column, about four small ones in each row. */
function sparse(seed: number, { symmetric = false, shift = 0, denseRows = 0 }: Shape): SparseMatrix {
  const random = spread(seed);
  const n = 2 + Math.floor(158 * random());
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  const put = (i: number, j: number, value: number): void => {
    rows.push(i);
    columns.push(j);
    values.push(value);
  };
  for (let i = 0; i < n; i++) {
    put(i, (i + shift) % n, (random() < 0.5 ? -1 : 1) * (1 + random()));
    const count = i < denseRows ? n : 4;
    for (let k = 0; k < count; k++) {
      const j = Math.floor(random() * n);
      put(i, j, 2 * random() - 1);
      if (symmetric) put(j, i, 2 * random() - 1);
    }
  }
  return sparseFromTriplets(n, n, rows, columns, values);
}

/** Rows and columns between 1e-12 and 1e12 times as large. */
function scaled({ pattern, values }: SparseMatrix, seed: number): SparseMatrix {
  const random = spread(seed + 0.5);
  const [left, right] = [0, 1].map(() => Array.from({ length: pattern.rows }, () => 10 ** (24 * random() - 12)));
  return {
    pattern,
    values: values.map((value, k) => value * left![rowOf(pattern.rowStarts, k)]! * right![pattern.columnIndices[k]!]!),
  };
}

const rowOf = (rowStarts: Int32Array, entry: number): number => rowStarts.findIndex((start) => start > entry) - 1;

/** The last row is nearly the sum of the first two. */
function nearlySingular(seed: number): SparseMatrix {
  const { pattern, values } = sparse(seed, { symmetric: true });
  const n = pattern.rows;
  const [rows, columns, kept]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < n; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      const j = pattern.columnIndices[k]!;
      const size = n > 2 && i === n - 1 ? 1e-10 : 1;
      rows.push(i);
      columns.push(j);
      kept.push(size * values[k]!);
      if (n > 2 && i < 2) {
        rows.push(n - 1);
        columns.push(j);
        kept.push(values[k]!);
      }
    }
  }
  return sparseFromTriplets(n, n, rows, columns, kept);
}

function permutedTriangular(seed: number): SparseMatrix {
  const random = spread(seed);
  const n = 2 + Math.floor(158 * random());
  const shuffled = (): number[] => {
    const order = Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const other = Math.floor((k + 1) * random());
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    return order;
  };
  const [left, right] = [shuffled(), shuffled()];
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < n; i++) {
    for (const j of [i, ...Array.from({ length: 3 }, () => Math.floor(random() * (i + 1)))]) {
      rows.push(left[i]!);
      columns.push(right[j]!);
      values.push(j === i ? 1 + random() : random() - 0.5);
    }
  }
  return sparseFromTriplets(n, n, rows, columns, values);
}

/** [[D, B], [B^T, 0]]: the zeros have no pivots of their own. */
function saddlePoint(seed: number): SparseMatrix {
  const random = spread(seed);
  const m = 1 + Math.floor(30 * random());
  const n = 3 * m;
  const [rows, columns, values]: [number[], number[], number[]] = [[], [], []];
  const put = (i: number, j: number, value: number): void => {
    rows.push(i);
    columns.push(j);
    values.push(value);
  };
  for (let i = 0; i < n; i++) put(i, i, 0.1 + random());
  for (let c = 0; c < m; c++) {
    for (const i of [3 * c, Math.floor(random() * n), Math.floor(random() * n)]) {
      const value = i === 3 * c ? 2 : random();
      put(n + c, i, value);
      put(i, n + c, value);
    }
    put(n + c, n + c, 0);
  }
  return sparseFromTriplets(n + m, n + m, rows, columns, values);
}
