import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { MlSparseMatrix, toMlSparseMatrix, toSparseMatrix, tripletsOf } from "../../src/linalg/interop.ts";
import { multiply, sparseFromTriplets } from "../../src/linalg/sparse.ts";

/** A matrix with entries at fixed, scattered places; whole numbers, so that sums and products are exact. */
function scattered(rows: number, columns: number, count: number): MlSparseMatrix {
  const matrix = new MlSparseMatrix(rows, columns);
  for (let k = 0; k < count; k++) matrix.set((7 * k + 3) % rows, (11 * k * k + k) % columns, ((5 * k) % 13) - 6.5);
  return matrix;
}

const dense = (matrix: MlSparseMatrix): Matrix => new Matrix(matrix.to2DArray());

describe("interop with ml-sparse-matrix", () => {
  it("keeps every entry on the way there and back", () => {
    const matrix = scattered(23, 41, 150);
    const back = toMlSparseMatrix(toSparseMatrix(matrix));
    expect(back.rows).toBe(23);
    expect(back.columns).toBe(41);
    expect(back.to2DArray()).toEqual(matrix.to2DArray());
  });

  it("gives rows sorted by column, and the same product with a vector", () => {
    const matrix = scattered(30, 20, 90);
    const { rows, columns } = tripletsOf(matrix);
    for (let k = 1; k < rows.length; k++) {
      expect(rows[k]! > rows[k - 1]! || (rows[k] === rows[k - 1] && columns[k]! > columns[k - 1]!)).toBe(true);
    }
    const x = Float64Array.from({ length: 20 }, (_, k) => k - 7);
    const y = new Float64Array(30);
    multiply(toSparseMatrix(matrix), x, y);
    expect([...y]).toEqual(new Matrix(matrix.to2DArray()).mmul(Matrix.columnVector([...x])).to1DArray());
  });

  it("takes an empty matrix, and loses explicit zeros only", () => {
    expect(toSparseMatrix(new MlSparseMatrix(3, 4)).values).toHaveLength(0);
    const withZero = sparseFromTriplets(2, 2, [0, 1, 1], [0, 0, 1], [2, 0, 5]);
    expect(withZero.values).toHaveLength(3);
    expect(toMlSparseMatrix(withZero).cardinality).toBe(2);
  });

  it("refuses a matrix whose places do not fit the hash keys", () => {
    const pattern = { rows: 2 ** 27, columns: 2 ** 27, rowStarts: new Int32Array(1), columnIndices: new Int32Array(0) };
    expect(() => toMlSparseMatrix({ pattern, values: new Float64Array(0) })).toThrow(InputError);
  });

  // The library multiplies by three methods, by the number of entries: below 42; a right factor of more than 100 rows
  // with fewer than 100 entries; anything else.
  it.each([
    [5, 7, 20],
    [12, 9, 60],
    [101, 120, 80],
    [101, 103, 400],
  ])("has products and Kronecker products equal to dense ones (%i x %i, %i entries)", (rows, columns, count) => {
    const a = scattered(rows, columns, count);
    const b = scattered(columns, rows, count);
    const small = scattered(3, 2, 4);
    const defect = Matrix.sub(dense(a.mmul(b)), dense(a).mmul(dense(b)));
    expect([defect.min(), defect.max()]).toEqual([0, 0]);
    const product = a.kroneckerProduct(small);
    const difference = Matrix.sub(dense(product), dense(a).kroneckerProduct(dense(small)));
    expect([difference.min(), difference.max()]).toEqual([0, 0]);
    expect(product.cardinality).toBe(a.cardinality * small.cardinality);
  });
});
