import { InputError } from "../core/errors.ts";
import { symmetricEigen } from "../linalg/dense/symmetricEigen.ts";

/** Points and weights of a rule; the weights add up to the measure of the cell. */
export interface Quadrature {
  /** Coordinates on the reference cell: `dimension` numbers a point. */
  readonly points: Float64Array;
  readonly weights: Float64Array;
  /** Polynomials up to this total degree are integrated exactly. */
  readonly exactness: number;
}

/** Highest exactness offered; two more than a degree-9 element squared needs. */
export const maximumExactness = 40;

/**
 * Gauss rule for the weight (1 - x)^alpha on (-1, 1), alpha >= 0, with n points: exact to degree 2n - 1
 * (Golub and Welsch, doi:10.1090/S0025-5718-69-99647-1).
 */
export function gaussJacobi(n: number, alpha: number): { points: Float64Array; weights: Float64Array } {
  const jacobi = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    jacobi[k * n + k] = diagonal(k, alpha);
    if (k > 0) jacobi[(k - 1) * n + k] = offDiagonal(k, alpha);
  }
  const points = symmetricEigen(n, jacobi).values;
  const weights = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    // A step of Newton's method leaves the rounding of one evaluation.
    points[k]! -= christoffel(n, alpha, points[k]!).step;
    weights[k] = christoffel(n, alpha, points[k]!).weight;
  }
  return { points, weights };
}

/**
 * Gauss rule for the weight 1 on (-1, 1) with n points, ascending: Newton's method from the asymptotic places of the zeros, O(n^2), where the eigenvalues of
 * `gaussJacobi` take O(n^3).
 */
export function gaussLegendre(n: number): { points: Float64Array; weights: Float64Array } {
  const [points, weights] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < Math.ceil(n / 2); k++) {
    let x = 2 * k + 1 === n ? 0 : -Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    // Each step doubles the digits.
    for (let step = 1; Math.abs(step) > LAST_STEP && x !== 0; x -= step) step = christoffel(n, 0, x).step;
    points[k] = x;
    points[n - 1 - k] = -x;
    weights[k] = weights[n - 1 - k] = christoffel(n, 0, x).weight;
  }
  return { points, weights };
}

/** After a step of this size the next would be rounding. */
const LAST_STEP = 1e-9;

/** Entries of the Jacobi matrix, from which orthonormal polynomials follow: b_k+1 p_k+1 = (x - a_k) p_k - b_k p_k-1. */
const diagonal = (k: number, alpha: number): number =>
  alpha === 0 ? 0 : (-alpha * alpha) / ((2 * k + alpha) * (2 * k + alpha + 2));

function offDiagonal(k: number, alpha: number): number {
  const s = 2 * k + alpha;
  return Math.sqrt((4 * k * k * (k + alpha) ** 2) / (s * s * (s + 1) * (s - 1)));
}

/** At x: the Newton step p_n / p_n' to a zero of p_n, and 1 / sum_{k<n} p_k^2, the weight of a point that is one. */
function christoffel(n: number, alpha: number, x: number): { readonly step: number; readonly weight: number } {
  let before = 0;
  let slopeBefore = 0;
  let value = 1 / Math.sqrt(2 ** (alpha + 1) / (alpha + 1));
  let slope = 0;
  let squares = 0;
  for (let k = 0; k < n; k++) {
    squares += value * value;
    const [a, b, next] = [diagonal(k, alpha), k === 0 ? 0 : offDiagonal(k, alpha), offDiagonal(k + 1, alpha)];
    const following = ((x - a) * value - b * before) / next;
    const slopeFollowing = (value + (x - a) * slope - b * slopeBefore) / next;
    [before, slopeBefore, value, slope] = [value, slope, following, slopeFollowing];
  }
  return { step: value / slope, weight: 1 / squares };
}

/**
 * Points of the Gauss rules in each direction of a collapsed rule of that exactness.
 *
 * @throws InputError above the highest exactness
 */
export function pointsAlong(exactness: number): number {
  if (Number.isInteger(exactness) && exactness >= 0 && exactness <= maximumExactness) {
    return Math.floor(exactness / 2) + 1;
  }
  throw new InputError({
    what: `quadrature exactness ${exactness} is not an integer from 0 to ${maximumExactness}`,
    remedy: "refine the mesh instead of asking for a higher rule",
    value: exactness,
    limit: maximumExactness,
  });
}

/**
 * Rule on the triangle (0,0), (1,0), (0,1): Gauss rules on the square, collapsed. All weights are positive, all points are
 * inside, and any exactness is there without a table.
 *
 * @throws InputError above the highest exactness
 */
export function triangleQuadrature(exactness: number): Quadrature {
  const n = pointsAlong(exactness);
  const across = gaussJacobi(n, 0);
  const along = gaussJacobi(n, 1);
  const points = new Float64Array(2 * n * n);
  const weights = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    const y = (along.points[i]! + 1) / 2;
    for (let j = 0; j < n; j++, at++) {
      points[2 * at] = ((across.points[j]! + 1) / 2) * (1 - y);
      points[2 * at + 1] = y;
      // 1/8: the interval halves in both directions, and the weight 1 - x of `along` is twice 1 - y.
      weights[at] = (along.weights[i]! * across.weights[j]!) / 8;
    }
  }
  return { points, weights, exactness };
}

/**
 * Rule on the tetrahedron (0,0,0), (1,0,0), (0,1,0), (0,0,1): Gauss rules on the cube, collapsed. All weights are positive, all points are
 * inside, and any exactness is there without a table; (exactness / 2 + 1)^3 points.
 *
 * @throws InputError above the highest exactness
 */
export function tetrahedronQuadrature(exactness: number): Quadrature {
  const n = pointsAlong(exactness);
  const across = gaussJacobi(n, 0);
  const along = gaussJacobi(n, 1);
  const up = gaussJacobi(n, 2);
  const points = new Float64Array(3 * n ** 3);
  const weights = new Float64Array(n ** 3);
  let at = 0;
  for (let k = 0; k < n; k++) {
    const z = (up.points[k]! + 1) / 2;
    for (let j = 0; j < n; j++) {
      const y = ((along.points[j]! + 1) / 2) * (1 - z);
      for (let i = 0; i < n; i++, at++) {
        points[3 * at] = ((across.points[i]! + 1) / 2) * (1 - y - z);
        points[3 * at + 1] = y;
        points[3 * at + 2] = z;
        // 1/8 for the three halved intervals; the weights (1 - x)^alpha are 2 (1 - y) and 4 (1 - z)^2: another 1/8.
        weights[at] = (across.weights[i]! * along.weights[j]! * up.weights[k]!) / 64;
      }
    }
  }
  return { points, weights, exactness };
}
