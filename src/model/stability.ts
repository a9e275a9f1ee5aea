import { determinantOfThree, singularDecomposition } from "../linalg/dense/decompositions.ts";
import { Matrix } from "../linalg/dense/matrix.ts";

export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

/**
 * What the linearised flow does around a fixed point:
 * - stable: every eigenvalue of the Jacobian has a negative real part; unstable: every one a positive real part, or some
 *   positive and the others neutral; saddle: both signs
 * - centre: purely imaginary eigenvalues, the others (if any) decaying
 * - degenerate: an eigenvalue is zero to the accuracy at which the point is known (a double point): the linearised flow
 *   decides nothing
 */
export type FixedPointKind = "stable" | "unstable" | "saddle" | "centre" | "degenerate";

/**
 * Two orthonormal tangent vectors at the unit vector `r`: the rows of a 2x3 matrix. Continuous but for the south pole
 * (Duff et al., JCGT 6(1), 2017: no branch loses accuracy near the poles).
 */
export function tangentBasis(r: ArrayLike<number>): Matrix {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const sign = z >= 0 ? 1 : -1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  return new Matrix([
    [1 + sign * x * x * a, sign * b, -sign * x],
    [b, sign + y * y * a, -y],
  ]);
}

/** E M E^T: a 3x3 matrix in tangent coordinates. */
export function tangentPart(basis: Matrix, matrix: Matrix): Matrix {
  return basis.mmul(matrix).mmul(basis.transpose());
}

/**
 * Eigenvalues of a real 2x2 or 3x3 matrix, by descending real part and then descending imaginary part; each is exact for a
 * matrix within some 1e-15 |matrix|. The general QR iteration of ml-matrix is not used: it does not end on
 * [[-2, 0, 1], [0, -2, -1], [-1, 1, -2]], the Jacobian of an ordinary model.
 */
export function smallEigenvalues(matrix: Matrix): readonly Complex[] {
  const eigenvalues = matrix.rows === 2 ? pairOf(matrix) : tripleOf(matrix);
  return eigenvalues.sort((p, q) => q.real - p.real || q.imaginary - p.imaginary);
}

function pairOf(m: Matrix): Complex[] {
  const mean = (m.get(0, 0) + m.get(1, 1)) / 2;
  const half = (m.get(0, 0) - m.get(1, 1)) / 2;
  const discriminant = half * half + m.get(0, 1) * m.get(1, 0);
  const root = Math.sqrt(Math.abs(discriminant));
  if (discriminant < 0) {
    return [
      { real: mean, imaginary: root },
      { real: mean, imaginary: -root },
    ];
  }
  return [
    { real: mean + root, imaginary: 0 },
    { real: mean - root, imaginary: 0 },
  ];
}

/** One real eigenvalue with its unit eigenvector, and a reflection that splits off the other two. */
function tripleOf(m: Matrix): Complex[] {
  let real = outermostRealRoot(m);
  let vector = Matrix.eye(3, 1);
  // The smallest singular vector of M - real and its Rayleigh quotient converge quadratically from the root of the cubic.
  for (let k = 0; k < 3; k++) {
    vector = smallestSingular(Matrix.sub(m, Matrix.eye(3, 3, real))).vector;
    real = m.mmul(vector).dot(vector);
  }
  const [x, y, z] = vector.to1DArray() as [number, number, number];
  const rest = tangentPart(tangentBasis([x, y, z]), m);
  return [{ real, imaginary: 0 }, ...pairOf(rest)];
}

/** The root of the characteristic polynomial that is farthest from the mean of all three: real, and apart from the others. */
function outermostRealRoot(m: Matrix): number {
  const mean = m.trace() / 3;
  const shifted = Matrix.sub(m, Matrix.eye(3, 3, mean));
  const size = Math.max(...shifted.values.map(Math.abs));
  if (size === 0) return mean;
  // x^3 + 3 p x - 2 q = 0 for the shifted matrix in units of its size.
  shifted.mul(1 / size);
  const p = -shifted.mmul(shifted).trace() / 6;
  const q = determinantOfThree(shifted) / 2;
  const discriminant = q * q + p * p * p;
  const sign = q >= 0 ? 1 : -1;
  if (discriminant <= 0) {
    const radius = Math.sqrt(-p);
    const cosine = radius === 0 ? 1 : Math.min(1, Math.abs(q) / radius ** 3);
    return mean + size * sign * 2 * radius * Math.cos(Math.acos(cosine) / 3);
  }
  const cube = Math.cbrt(Math.abs(q) + Math.sqrt(discriminant));
  return mean + size * sign * (cube - p / cube);
}

/** Smallest singular value of a square matrix and its right singular vector. */
export function smallestSingular(matrix: Matrix): { value: number; vector: Matrix } {
  const decomposition = singularDecomposition(matrix);
  const last = matrix.rows - 1;
  return {
    value: decomposition.diagonal[last]!,
    vector: decomposition.right.getColumnVector(last),
  };
}

/**
 * Kind of a fixed point whose Jacobian is known to within `uncertainty` (in norm). An eigenvalue counts as neutral where
 * some matrix that close to the Jacobian has an eigenvalue on the imaginary axis at its height: where the smallest singular
 * value of J - i Im(lambda) is not larger. That stays right next to a defective Jacobian, whose eigenvalues move by far more than the matrix.
 */
export function classify(jacobian: Matrix, eigenvalues: readonly Complex[], uncertainty: number): FixedPointKind {
  if (distanceToEigenvalue(jacobian, eigenvalues, 0, uncertainty) <= uncertainty) return "degenerate";
  let growing = 0;
  let decaying = 0;
  for (const { real, imaginary } of eigenvalues) {
    if (distanceToEigenvalue(jacobian, eigenvalues, imaginary, uncertainty) <= uncertainty) continue;
    if (real > 0) growing++;
    else decaying++;
  }
  if (growing > 0) return decaying > 0 ? "saddle" : "unstable";
  return decaying === eigenvalues.length ? "stable" : "centre";
}

/**
 * Distance of `matrix` from the nearest one with the eigenvalue i `height`: the smallest singular value of M - i height.
 * Where a bound from the eigenvalues alone shows that it is above `enough`, that bound.
 */
function distanceToEigenvalue(matrix: Matrix, eigenvalues: readonly Complex[], height: number, enough: number): number {
  // The product of all singular values is that of the distances; all but the smallest are at most the norm.
  const norm = matrix.norm() + Math.abs(height);
  let bound = norm;
  for (const { real, imaginary } of eigenvalues) bound *= Math.hypot(real, imaginary - height) / norm;
  if (bound > 2 * enough) return bound;
  const n = matrix.rows;
  const embedded = Matrix.zeros(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      embedded.set(i, j, matrix.get(i, j));
      embedded.set(n + i, n + j, matrix.get(i, j));
    }
    embedded.set(i, n + i, height);
    embedded.set(n + i, i, -height);
  }
  return smallestSingular(embedded).value;
}
