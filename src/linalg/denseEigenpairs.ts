import { EigenvalueDecomposition, type Matrix } from "ml-matrix";

/** Entry k of each array belongs to the eigenvalue with the k-th largest modulus. */
export interface SortedEigenpairs {
  /** Conjugates are neighbours, the one with positive imaginary part first. */
  readonly real: readonly number[];
  readonly imaginary: readonly number[];
  readonly modulus: readonly number[];
  /** |last entry| of the eigenvector over its norm. */
  readonly lastComponent: readonly number[];
  /** Real part of the eigenvector; where the imaginary part is negative, the imaginary part of its partner's vector. */
  readonly columns: readonly Float64Array[];
}

/** Eigenvalues and right eigenvectors of a small real matrix, largest modulus first. */
export function sortedEigenpairs(matrix: Matrix): SortedEigenpairs {
  const n = matrix.rows;
  const decomposition = new EigenvalueDecomposition(matrix);
  const re = decomposition.realEigenvalues;
  const im = decomposition.imaginaryEigenvalues;
  const vectors = decomposition.eigenvectorMatrix;
  // A pair takes two columns, real part (at the positive imaginary eigenvalue) and imaginary part: they stay together.
  const heads = re.map((_, k) => k).filter((k) => im[k]! >= 0);
  heads.sort((a, b) => Math.hypot(re[b]!, im[b]!) - Math.hypot(re[a]!, im[a]!));
  const order = heads.flatMap((k) => (im[k] === 0 ? [k] : [k, k + 1]));
  const columns = order.map((k) => Float64Array.from({ length: n }, (_, i) => vectors.get(i, k)));
  return {
    real: order.map((k) => re[k]!),
    imaginary: order.map((k) => im[k]!),
    modulus: order.map((k) => Math.hypot(re[k]!, im[k]!)),
    lastComponent: order.map((k, place) => {
      const other = im[k]! > 0 ? columns[place + 1]! : im[k]! < 0 ? columns[place - 1]! : new Float64Array(n);
      return Math.hypot(columns[place]![n - 1]!, other[n - 1]!) / Math.hypot(...columns[place]!, ...other);
    }),
    columns,
  };
}
