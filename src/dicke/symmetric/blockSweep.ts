import { analyze, type Factorization, factor, solve } from "../../linalg/direct/lu.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { BlockLayout } from "./layout.ts";

/**
 * The diagonal blocks of a Liouvillian, factorised: collective processes and the field within one total spin j, and the
 * local losses. Each is a problem in two dimensions (m and q), so that its factors stay small where those of the whole
 * matrix fill up.
 */
export interface BlockSweep {
  readonly layout: BlockLayout;
  readonly matrix: SparseMatrix;
  readonly factors: readonly Factorization[];
  readonly scratch: Float64Array;
  /** Stored values of all factors. */
  readonly factorSize: number;
}

/**
 * @param requireFactorSize called with the number of values so far, before they are stored; throws where they are too many
 * @throws SingularMatrixError where a block keeps a state to itself
 */
export function blockSweep(
  layout: BlockLayout,
  matrix: SparseMatrix,
  requireFactorSize: (values: number) => void,
): BlockSweep {
  let factorSize = 0;
  const factors = Array.from({ length: layout.blockCount }, (_, block) => {
    const diagonal = submatrix(matrix, layout.blockStarts[block]!, layout.blockStarts[block + 1]!);
    const symbolic = analyze(diagonal.pattern);
    factorSize += symbolic.factorSize;
    requireFactorSize(factorSize);
    return factor(symbolic, diagonal.values);
  });
  return { layout, matrix, factors, scratch: new Float64Array(layout.size), factorSize };
}

/** The rows and columns from `first` to before `end`. */
function submatrix({ pattern, values }: SparseMatrix, first: number, end: number): SparseMatrix {
  const { rowStarts, columnIndices } = pattern;
  const size = end - first;
  const starts = new Int32Array(size + 1);
  const most = rowStarts[end]! - rowStarts[first]!;
  const columns = new Int32Array(most);
  const kept = new Float64Array(most);
  let count = 0;
  for (let row = first; row < end; row++) {
    for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) {
      const column = columnIndices[k]!;
      if (column < first || column >= end) continue;
      columns[count] = column - first;
      kept[count++] = values[k]!;
    }
    starts[row - first + 1] = count;
  }
  return {
    pattern: { rows: size, columns: size, rowStarts: starts, columnIndices: columns.slice(0, count) },
    values: kept.slice(0, count),
  };
}

/**
 * result = (D + E)^{-1} vector by one sweep from large to small total spin, where L = E + D + F splits the block tridiagonal
 * matrix into what comes from larger j, stays, and comes from smaller j.
 */
export function sweep(blocks: BlockSweep, vector: Float64Array, result: Float64Array): void {
  const { layout, matrix, factors, scratch } = blocks;
  const { rowStarts, columnIndices } = matrix.pattern;
  for (let block = 0; block < layout.blockCount; block++) {
    const first = layout.blockStarts[block]!;
    const end = layout.blockStarts[block + 1]!;
    for (let row = first; row < end; row++) {
      let sum = vector[row]!;
      // Columns ascend: those of larger j come first.
      for (let k = rowStarts[row]!; columnIndices[k]! < first; k++)
        sum -= matrix.values[k]! * result[columnIndices[k]!]!;
      scratch[row] = sum;
    }
    solve(factors[block]!, scratch.subarray(first, end), result.subarray(first, end));
  }
}

/** result = (D + E)^{-1} L vector = vector + (D + E)^{-1} F vector. */
export function sweptProduct(blocks: BlockSweep, vector: Float64Array, result: Float64Array): void {
  const { layout, matrix, factors, scratch } = blocks;
  const { rowStarts, columnIndices } = matrix.pattern;
  for (let block = 0; block < layout.blockCount; block++) {
    const first = layout.blockStarts[block]!;
    const end = layout.blockStarts[block + 1]!;
    for (let row = first; row < end; row++) {
      let sum = 0;
      for (let k = rowStarts[row]!; columnIndices[k]! < first; k++)
        sum -= matrix.values[k]! * result[columnIndices[k]!]!;
      for (let k = rowStarts[row + 1]! - 1; columnIndices[k]! >= end; k--) {
        sum += matrix.values[k]! * vector[columnIndices[k]!]!;
      }
      scratch[row] = sum;
    }
    solve(factors[block]!, scratch.subarray(first, end), result.subarray(first, end));
  }
  for (let k = 0; k < vector.length; k++) result[k]! += vector[k]!;
}
