import type { SparsityPattern } from "../../sparse.ts";
import type { SymbolicFactorization } from "../symbolic.ts";
import type { ComplexMatrix } from "./matrix.ts";

// A complex system as a real one of twice the order: unknown 2 i is the real part of unknown i, 2 i + 1 the imaginary part, and an entry a + i b is the
// block [a -b; b a].

/** The analysis of the real form: the same order and fronts, each unknown twice. */
export function doubledAnalysis(symbolic: SymbolicFactorization): SymbolicFactorization {
  const { pattern, byColumns } = symbolic;
  const rows = doubledRows(pattern.rowStarts, pattern.columnIndices);
  const isSymmetric = byColumns.rowIndices === pattern.columnIndices;
  const columns = isSymmetric ? rows : doubledRows(byColumns.columnStarts, byColumns.rowIndices);
  const doubledPattern: SparsityPattern = {
    rows: 2 * pattern.rows,
    columns: 2 * pattern.columns,
    rowStarts: rows.starts,
    columnIndices: rows.indices,
  };
  return {
    ...symbolic,
    pattern: doubledPattern,
    byColumns: { columnStarts: columns.starts, rowIndices: columns.indices },
    order: doubled(symbolic.order),
    position: doubled(symbolic.position),
    firstPivot: symbolic.firstPivot.map(twice),
    structureStarts: symbolic.structureStarts.map(twice),
    structure: doubled(symbolic.structure),
    factorSize: 4 * symbolic.factorSize,
    operations: 8 * symbolic.operations,
    largestFront: 2 * symbolic.largestFront,
    stackSize: 4 * symbolic.stackSize,
  };
}

const twice = (value: number): number => 2 * value;

function doubled(numbers: Int32Array): Int32Array {
  const both = new Int32Array(2 * numbers.length);
  for (let k = 0; k < numbers.length; k++) {
    both[2 * k] = 2 * numbers[k]!;
    both[2 * k + 1] = 2 * numbers[k]! + 1;
  }
  return both;
}

function doubledRows(
  starts: Int32Array,
  indices: Int32Array,
): { readonly starts: Int32Array; readonly indices: Int32Array } {
  const rows = starts.length - 1;
  const both = { starts: new Int32Array(2 * rows + 1), indices: new Int32Array(4 * indices.length) };
  let at = 0;
  for (let i = 0; i < 2 * rows; i++) {
    for (let k = starts[i >> 1]!; k < starts[(i >> 1) + 1]!; k++) {
      both.indices[at++] = 2 * indices[k]!;
      both.indices[at++] = 2 * indices[k]! + 1;
    }
    both.starts[i + 1] = at;
  }
  return both;
}

/** Values on the pattern of the real form. */
export function blockValues({ pattern, real, imaginary }: ComplexMatrix): Float64Array {
  const values = new Float64Array(4 * real.length);
  let at = 0;
  for (let i = 0; i < pattern.rows; i++) {
    const [start, end] = [pattern.rowStarts[i]!, pattern.rowStarts[i + 1]!];
    for (let k = start; k < end; k++) {
      values[at++] = real[k]!;
      values[at++] = -imaginary[k]!;
    }
    for (let k = start; k < end; k++) {
      values[at++] = imaginary[k]!;
      values[at++] = real[k]!;
    }
  }
  return values;
}
