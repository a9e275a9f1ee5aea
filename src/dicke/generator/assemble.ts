import { type SparseMatrix, sparseFromTriplets } from "../../linalg/sparse.ts";
import type { BlockGenerator } from "./blockGenerator.ts";

/** Where the real numbers of Hermitian blocks lie in one vector. */
export interface Packing {
  readonly size: number;
  /** Place of Re rho[b + q, b] of a block; -1 where it is left out. */
  readonly real: (block: number, q: number, b: number) => number;
  /** Of the imaginary part, q > 0; -1 where it is left out. */
  readonly imaginary: (block: number, q: number, b: number) => number;
}

/**
 * The generator as a real square matrix that takes a packed state to its time derivative; the whole diagonal is in its pattern. What the packing
 * leaves out has to be zero, and to stay so.
 */
export function assembled(blocks: readonly BlockGenerator[], packing: Packing): SparseMatrix {
  const triplets = createTriplets(packing.size);
  for (const generator of blocks) {
    for (let q = 0; q < generator.order; q++) {
      for (let b = 0; b < generator.order - q; b++) writeElement(triplets, packing, generator, q, b);
    }
  }
  return triplets.matrix();
}

interface Triplets {
  readonly add: (row: number, column: number, value: number) => void;
  readonly matrix: () => SparseMatrix;
}

function createTriplets(size: number): Triplets {
  let capacity = 16 * size;
  let [rows, columns, values] = [new Int32Array(capacity), new Int32Array(capacity), new Float64Array(capacity)];
  let count = 0;
  const grow = (): void => {
    capacity = Math.ceil(1.5 * capacity) + 16;
    const [olderRows, olderColumns, olderValues] = [rows, columns, values];
    [rows, columns, values] = [new Int32Array(capacity), new Int32Array(capacity), new Float64Array(capacity)];
    rows.set(olderRows);
    columns.set(olderColumns);
    values.set(olderValues);
  };
  const add = (row: number, column: number, value: number): void => {
    if (count === capacity) grow();
    rows[count] = row;
    columns[count] = column;
    values[count++] = value;
  };
  const matrix = (): SparseMatrix =>
    sparseFromTriplets(size, size, rows.subarray(0, count), columns.subarray(0, count), values.subarray(0, count));
  return { add, matrix };
}

/** The rows of the real and imaginary part of element (b + q, b). */
function writeElement(triplets: Triplets, packing: Packing, generator: BlockGenerator, q: number, b: number): void {
  const { block, order, drift, gains } = generator;
  const realRow = packing.real(block, q, b);
  if (realRow < 0) return;
  const imaginaryRow = q === 0 ? -1 : packing.imaginary(block, q, b);
  const a = b + q;
  /** (re + i im) rho_source[row, column], which is the conjugate of its mirror image. */
  const add = (source: number, row: number, column: number, re: number, im: number): void => {
    const [q, b, sign] = row >= column ? [row - column, column, 1] : [column - row, row, -1];
    const realColumn = packing.real(source, q, b);
    if (realColumn < 0) return;
    if (re !== 0) triplets.add(realRow, realColumn, re);
    if (imaginaryRow >= 0 && im !== 0) triplets.add(imaginaryRow, realColumn, im);
    const imaginaryColumn = q === 0 ? -1 : packing.imaginary(source, q, b);
    if (imaginaryColumn < 0) return;
    if (im !== 0) triplets.add(realRow, imaginaryColumn, -sign * im);
    if (imaginaryRow >= 0 && re !== 0) triplets.add(imaginaryRow, imaginaryColumn, sign * re);
  };
  const loss = generator.dephasing(a, b);
  triplets.add(realRow, realRow, -loss);
  if (imaginaryRow >= 0) triplets.add(imaginaryRow, imaginaryRow, -loss);
  for (let step = -2; step <= 2; step++) {
    if (a + step >= 0 && a + step < order) {
      const at = 5 * a + step + 2;
      add(block, a + step, b, drift.re[at]!, drift.im[at]!);
    }
    if (b + step >= 0 && b + step < order) {
      const at = 5 * b + step + 2;
      add(block, a, b + step, drift.re[at]!, -drift.im[at]!);
    }
  }
  for (const { source, rowShift, columnShift, re, im, left, right } of gains) {
    const size = left[a]! * right[b]!;
    if (size !== 0) add(source, a - rowShift, b - columnShift, size * re, size * im);
  }
}
