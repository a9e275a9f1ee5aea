import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A Hermitian matrix, row by row; `imaginary` is null where it is real. */
export interface Hermitian {
  readonly order: number;
  readonly real: Float64Array;
  readonly imaginary: Float64Array | null;
}

/** Each eigenvalue once, ascending, and the eigenvector of the first. */
export interface HermitianSpectrum {
  readonly values: Float64Array;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Eigenvalues of a Hermitian matrix and the vector of the least. What no element joins is done apart: where a quantity is conserved
 * the pieces are small.
 */
export function hermitianSpectrum(matrix: Hermitian): HermitianSpectrum {
  const { order } = matrix;
  const real = new Float64Array(order);
  const imaginary = new Float64Array(order);
  const values: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const indices of piecesOf(matrix)) {
    const piece = decompose(matrix, indices);
    values.push(...piece.values);
    if (piece.values[0]! >= least) continue;
    least = piece.values[0]!;
    real.fill(0);
    imaginary.fill(0);
    for (const [k, index] of indices.entries()) {
      real[index] = piece.real[k]!;
      imaginary[index] = piece.imaginary[k]!;
    }
  }
  return { values: Float64Array.from(values).sort(), real, imaginary };
}

/** The connected parts of the graph of the elements that are not zero. */
function piecesOf({ order, real, imaginary }: Hermitian): number[][] {
  const done = new Uint8Array(order);
  const pieces: number[][] = [];
  for (let root = 0; root < order; root++) {
    if (done[root] === 1) continue;
    done[root] = 1;
    const piece = [root];
    for (let at = 0; at < piece.length; at++) {
      const row = piece[at]! * order;
      for (let other = 0; other < order; other++) {
        if (done[other] === 1 || (real[row + other] === 0 && (imaginary === null || imaginary[row + other] === 0)))
          continue;
        done[other] = 1;
        piece.push(other);
      }
    }
    pieces.push(piece.sort((a, b) => a - b));
  }
  return pieces;
}

function decompose(matrix: Hermitian, indices: readonly number[]): HermitianSpectrum {
  const size = indices.length;
  const isReal = matrix.imaginary === null;
  // R + iS <-> ((R, -S), (S, R)), with every eigenvalue twice.
  const form = new Matrix(isReal ? size : 2 * size, isReal ? size : 2 * size);
  for (const [i, row] of indices.entries()) {
    for (const [j, column] of indices.entries()) {
      // One triangle decides, so that the form is symmetric to the last bit.
      const at = Math.max(row, column) * matrix.order + Math.min(row, column);
      form.set(i, j, matrix.real[at]!);
      if (matrix.imaginary === null) continue;
      const imaginary = row === column ? 0 : row > column ? matrix.imaginary[at]! : -matrix.imaginary[at]!;
      form.set(size + i, size + j, matrix.real[at]!);
      form.set(size + i, j, imaginary);
      form.set(i, size + j, -imaginary);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(form, { assumeSymmetric: true });
  const least = realEigenvalues.indexOf(Math.min(...realEigenvalues));
  const vector = eigenvectorMatrix.getColumn(least);
  const values = Float64Array.from(realEigenvalues).sort();
  return {
    values: isReal ? values : values.filter((_, k) => k % 2 === 0),
    real: Float64Array.from(vector.slice(0, size)),
    imaginary: isReal ? new Float64Array(size) : Float64Array.from(vector.slice(size)),
  };
}
