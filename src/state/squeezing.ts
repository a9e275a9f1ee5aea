import type { Squeezing, Vector3 } from "./moments.ts";

/**
 * Length of 2<J>/N below which the mean spin counts as zero. Roads that are exact in principle carry moments to about
 * 1e-10; the direction of a shorter mean is rounding noise, and so would be everything perpendicular to it.
 */
export const meanSpinLimit = 1e-10;

/** Symmetric 3 x 3 matrix: xx, yy, zz in `square`, xy, xz, yz in `cross`. */
export interface SymmetricMatrix3 {
  readonly square: Vector3;
  readonly cross: Vector3;
}

/**
 * Squeezing parameters from the mean 2<J>/N and second moments in units of N^2/4.
 *
 * With n perpendicular to the mean, <J_n> = 0, so n^T M n is the variance whether `second` holds raw moments
 * 4<J_k J_l>/N^2 or covariances. Covariances keep more digits: the smallest variance is about 1/N, and in raw moments of
 * size 1 it is what remains after a cancellation, so that an error e of the moments is an error N e of xi^2. A value below
 * zero means that the moments are not accurate enough for this N; it is returned as it is.
 *
 *   xi_S^2 = 4 min Var(J_n) / N         = N lambda               Kitagawa and Ueda, doi:10.1103/PhysRevA.47.5138
 *   xi_R^2 = N min Var(J_n) / |<J>|^2   = N lambda / |mean|^2    Wineland et al., doi:10.1103/PhysRevA.50.67
 *
 * lambda: smaller eigenvalue of `second` in the plane perpendicular to the mean.
 */
export function squeezing(spins: number, mean: Vector3, second: SymmetricMatrix3): Squeezing {
  const length = Math.hypot(...mean);
  if (length < meanSpinLimit) return { kitagawaUeda: null, wineland: null };
  const [first, other] = perpendicularPair(mean, length);
  const lambda = smallerEigenvalue(
    quadraticForm(second, first, first),
    quadraticForm(second, first, other),
    quadraticForm(second, other, other),
  );
  return { kitagawaUeda: spins * lambda, wineland: (spins * lambda) / length ** 2 };
}

/** Two unit vectors that complete `vector`/`length` to an orthonormal frame. */
function perpendicularPair(vector: Vector3, length: number): readonly [Vector3, Vector3] {
  const [x, y, z] = [vector[0] / length, vector[1] / length, vector[2] / length];
  // The axis along which the vector is shortest is at least 54 degrees away from it.
  const axis = Math.abs(x) <= Math.abs(y) && Math.abs(x) <= Math.abs(z) ? 0 : Math.abs(y) <= Math.abs(z) ? 1 : 2;
  const crossed: Vector3 = axis === 0 ? [0, z, -y] : axis === 1 ? [-z, 0, x] : [y, -x, 0];
  const norm = Math.hypot(...crossed);
  const first: Vector3 = [crossed[0] / norm, crossed[1] / norm, crossed[2] / norm];
  return [first, [y * first[2] - z * first[1], z * first[0] - x * first[2], x * first[1] - y * first[0]]];
}

function quadraticForm({ square, cross }: SymmetricMatrix3, u: Vector3, v: Vector3): number {
  return (
    square[0] * u[0] * v[0] +
    square[1] * u[1] * v[1] +
    square[2] * u[2] * v[2] +
    cross[0] * (u[0] * v[1] + u[1] * v[0]) +
    cross[1] * (u[0] * v[2] + u[2] * v[0]) +
    cross[2] * (u[1] * v[2] + u[2] * v[1])
  );
}

/** Smaller eigenvalue of ((a, b), (b, c)), by one Jacobi rotation: no difference of nearly equal roots. */
function smallerEigenvalue(a: number, b: number, c: number): number {
  if (b === 0) return Math.min(a, c);
  const ratio = (c - a) / (2 * b);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  return Math.min(a - tangent * b, c + tangent * b);
}
