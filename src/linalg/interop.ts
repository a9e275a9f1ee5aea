import { SparseMatrix as MlSparseMatrix } from "ml-sparse-matrix";
import { InputError } from "../core/errors.ts";
import { type SparseMatrix, sparseFromTriplets } from "./sparse.ts";

/** The class of ml-sparse-matrix: the exchange type at the edge of the API, and the carrier of the small spin operators. */
export { MlSparseMatrix };

/** Its hash keys are row * columns + column; above 2^53 two entries would share a key. */
const largestSize = Number.MAX_SAFE_INTEGER;

/** Non-zero entries in coordinate form; the three arrays have equal length. Rows first, columns increasing. */
export interface Triplets {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly values: Float64Array;
}

/** The non-zero entries of a hash-table matrix, sorted by row and then by column. */
export function tripletsOf(matrix: MlSparseMatrix): Triplets {
  return matrix.getNonZeros({ sort: true }) as Triplets;
}

/** Compressed rows of a hash-table matrix. */
export function toSparseMatrix(matrix: MlSparseMatrix): SparseMatrix {
  const { rows, columns, values } = tripletsOf(matrix);
  return sparseFromTriplets(matrix.rows as number, matrix.columns as number, rows, columns, values);
}

/**
 * Hash-table copy of a compressed matrix. Explicit zeros are lost: the hash table has no place for them.
 *
 * @throws InputError where rows * columns is above 2^53, the largest key the hash table can tell apart
 */
export function toMlSparseMatrix(matrix: SparseMatrix): MlSparseMatrix {
  const { rows, columns, rowStarts, columnIndices } = matrix.pattern;
  if (rows * columns > largestSize) {
    throw new InputError({
      what: `a ${rows} x ${columns} matrix has ${rows * columns} places, above ${largestSize}, the largest key of ml-sparse-matrix`,
      remedy: "keep the matrix in compressed rows",
      value: rows * columns,
      limit: largestSize,
    });
  }
  const copy = new MlSparseMatrix(rows, columns, { initialCapacity: matrix.values.length });
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) copy.set(i, columnIndices[k]!, matrix.values[k]!);
  }
  return copy;
}
