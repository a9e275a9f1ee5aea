import { norm } from "../vectorKernels.ts";
import { identity } from "./identity.ts";

/** Eigenvalues of a real symmetric matrix, ascending, and orthonormal eigenvectors: `vectors[i * size + k]` is entry i of the k-th. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** More than any matrix takes: convergence is quadratic, 6 to 10 sweeps for hundreds of rows. */
const MAXIMUM_SWEEPS = 60;

/**
 * All eigenvalues of a small dense symmetric matrix (row-major, size x size; only the upper triangle is read), by cyclic Jacobi rotations:
 * Golub and Van Loan, Matrix Computations, section 8.5. It does not fail to converge. 4 size^3 products a sweep, 6 to 10 sweeps.
 */
export function symmetricEigen(size: number, matrix: ArrayLike<number>): SymmetricEigen {
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) a[i * size + j] = matrix[Math.min(i, j) * size + Math.max(i, j)]!;
  const v = identity(size);
  // What is left off the diagonal moves an eigenvalue by its square over a gap.
  const negligible = 0.01 * Number.EPSILON * norm(a);
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) turned = rotate(size, a, v, p, q, negligible) || turned;
    if (!turned) break;
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((i, j) => a[i * size + i]! - a[j * size + j]!);
  const vectors = new Float64Array(size * size);
  for (const [k, from] of order.entries()) for (let i = 0; i < size; i++) vectors[i * size + k] = v[i * size + from]!;
  return { values: Float64Array.from(order, (k) => a[k * size + k]!), vectors };
}

/** Makes a_pq zero; false where it is nothing already. */
function rotate(size: number, a: Float64Array, v: Float64Array, p: number, q: number, negligible: number): boolean {
  const off = a[p * size + q]!;
  if (Math.abs(off) <= negligible) return false;
  const app = a[p * size + p]!;
  const aqq = a[q * size + q]!;
  const theta = (aqq - app) / (2 * off);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    if (k === p || k === q) continue;
    const kp = a[k * size + p]!;
    const kq = a[k * size + q]!;
    a[k * size + p] = a[p * size + k] = c * kp - s * kq;
    a[k * size + q] = a[q * size + k] = s * kp + c * kq;
  }
  a[p * size + p] = app - t * off;
  a[q * size + q] = aqq + t * off;
  a[p * size + q] = a[q * size + p] = 0;
  for (let k = 0; k < size; k++) {
    const kp = v[k * size + p]!;
    const kq = v[k * size + q]!;
    v[k * size + p] = c * kp - s * kq;
    v[k * size + q] = s * kp + c * kq;
  }
  return true;
}
