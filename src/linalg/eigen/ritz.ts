import { multiply, multiplyTransposed, type SparseMatrix } from "../sparse.ts";
import { addScaled, dot } from "../vectorKernels.ts";
import { type ComplexVector, denseSpectrum, rightEigenvector } from "./denseSpectrum.ts";

export interface RitzPair {
  readonly real: number;
  /** >= 0: a pair stands once. */
  readonly imaginary: number;
  /** A x = lambda x, or y^* A = lambda y^*. */
  readonly vector: () => ComplexVector;
}

/** Eigenpairs of a matrix in an invariant space of it ("right") or of its transpose ("left"); `basis` is orthonormal. */
export function ritzPairs(matrix: SparseMatrix, basis: readonly Float64Array[], side: "right" | "left"): RitzPair[] {
  const order = basis.length;
  const all = denseSpectrum(projection(matrix, basis, side), order);
  const pairs: RitzPair[] = [];
  for (let k = 0; k < order; k++) {
    const [real, imaginary] = [all.real[k]!, all.imaginary[k]!];
    if (imaginary < 0) continue;
    const vector = (): ComplexVector => {
      const right = rightEigenvector(all, k);
      const expanded = { real: expand(basis, right.real), imaginary: expand(basis, right.imaginary) };
      // A^T w = lambda w is w^T A = lambda w^T, and w^T = y^*.
      return side === "right" ? expanded : { ...expanded, imaginary: expanded.imaginary.map((value) => -value) };
    };
    pairs.push({ real, imaginary, vector });
  }
  return pairs;
}

/** V^T A V, or V^T A^T V. */
function projection(matrix: SparseMatrix, basis: readonly Float64Array[], side: "right" | "left"): Float64Array {
  const projected = new Float64Array(basis.length ** 2);
  const image = new Float64Array(matrix.pattern.rows);
  for (const [j, vector] of basis.entries()) {
    if (side === "right") multiply(matrix, vector, image);
    else multiplyTransposed(matrix, vector, image);
    for (const [i, other] of basis.entries()) projected[i * basis.length + j] = dot(other, image);
  }
  return projected;
}

function expand(basis: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const vector = new Float64Array(basis[0]!.length);
  for (const [k, column] of basis.entries()) addScaled(vector, coefficients[k]!, column);
  return vector;
}
