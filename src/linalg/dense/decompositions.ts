import { Matrix } from "./matrix.ts";
import { singularValues } from "./singularValues.ts";
import { symmetricEigen } from "./symmetricEigen.ts";

/** A = left diag(diagonal) right^T, the diagonal descending, of a matrix with no more columns than rows. */
export function singularDecomposition(matrix: Matrix): {
  readonly diagonal: Float64Array;
  readonly left: Matrix;
  readonly right: Matrix;
} {
  const { rows, columns } = matrix;
  const { values, left, right } = singularValues(rows, columns, matrix.values);
  return {
    diagonal: values,
    left: Matrix.from1DArray(rows, columns, left),
    right: Matrix.from1DArray(columns, columns, right),
  };
}

/** Eigenvalues of a symmetric matrix, ascending, and orthonormal eigenvectors as columns. */
export function symmetricDecomposition(matrix: Matrix): {
  readonly eigenvalues: Float64Array;
  readonly eigenvectors: Matrix;
} {
  const { values, vectors } = symmetricEigen(matrix.rows, matrix.values);
  return { eigenvalues: values, eigenvectors: Matrix.from1DArray(matrix.rows, matrix.rows, vectors) };
}

/** Of a 3 x 3 matrix. */
export function determinantOfThree(m: Matrix): number {
  const [a, b, c, d, e, f, g, h, i] = m.values as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
