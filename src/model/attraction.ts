import { solveLyapunov } from "../linalg/dense/lyapunov.ts";
import { Matrix } from "../linalg/dense/matrix.ts";
import { symmetricEigen } from "../linalg/dense/symmetricEigen.ts";
import type { FixedPoint } from "./fixedPoint.ts";
import { meanFieldLimit } from "./meanField.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import { driftJacobian } from "./secondOrder/kramersMoyal.ts";
import { followStiffly } from "./secondOrder/meanField/stiffPath.ts";
import { hasLocalRates, type SpinModel } from "./spinModel.ts";

/** Relaxation times after which a path has arrived where it ever will. */
const RELAXATIONS = 60;

/** How near that is where the neighbourhood is smaller than the errors of the steps. */
const ARRIVED = 1e-3;

/** Steps of one path, some hundredths of a second. */
const MOST_STEPS = 20_000;

/**
 * Whether the mean field of a model has no other place to stay than this stable point: its paths from all directions reach a neighbourhood that
 * they are known not to leave any more, or on the sphere are seen to arrive. Also false where they take too many steps to tell.
 */
export function attractsAll(model: SpinModel, point: FixedPoint): boolean {
  const limit = coefficientsOf(meanFieldLimit(model));
  const slowest = Math.min(...point.eigenvalues.map(({ real }) => -real));
  const isThere = (r: ArrayLike<number>): boolean =>
    Math.hypot(...point.position.map((value, k) => r[k]! - value)) < ARRIVED;
  const inBall = hasLocalRates(model);
  const basin = inBall ? surelyAttracted(model, point) : isThere;
  return (inBall ? DIRECTIONS : DIRECTIONS.map(aside)).every((start) => {
    if (basin(start)) return true;
    const end = followStiffly(limit, start, RELAXATIONS / slowest, MOST_STEPS, basin);
    return end !== null && (basin(end) || isThere(end));
  });
}

/** A direction turned by some rotation: of the axes themselves one is often an unstable point, which on the sphere no path leaves. */
function aside([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  const [c, s] = [Math.cos(0.37), Math.sin(0.37)];
  const [u, v] = [c * x - s * y, s * x + c * y];
  return [u, c * v - s * z, s * v + c * z];
}

/**
 * Tells points of an ellipsoid from which all paths end at a stable point c. With J^T X + X J = -1 there, X J(r) + J(r)^T X = -1 + sum_k (r - c)_k S_k; paths
 * approach each other, in the norm of X, wherever that is negative: for |r - c| below the inverse of the root of the sum of |S_k|^2. The
 * largest ellipsoid of X in there is not left.
 */
function surelyAttracted(model: SpinModel, { position }: FixedPoint): (r: ArrayLike<number>) => boolean {
  const limit = coefficientsOf(meanFieldLimit(model));
  const jacobianAt = (r: readonly [number, number, number]): Matrix => {
    const out = new Float64Array(9);
    driftJacobian(limit, r, out);
    return Matrix.from1DArray(3, 3, out);
  };
  const form = solveLyapunov(jacobianAt(position).transpose(), Matrix.eye(3));
  const origin = jacobianAt([0, 0, 0]);
  let square = 0;
  for (const axis of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const) {
    const product = form.mmul(Matrix.sub(jacobianAt(axis), origin));
    square += Matrix.add(product, product.transpose()).values.reduce((sum, value) => sum + value ** 2, 0);
  }
  const { values } = symmetricEigen(3, form.values);
  const most = values[0]! / square;
  return (r) => {
    const d = position.map((value, k) => r[k]! - value);
    let size = 0;
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) size += form.get(i, j) * d[i]! * d[j]!;
    return size < most;
  };
}

const DIAGONAL = Math.sqrt(1 / 3);

/** Of the axes and the space diagonals. */
const DIRECTIONS: readonly (readonly [number, number, number])[] = [
  ...[0, 1, 2].flatMap((k) =>
    [1, -1].map((s) => [0, 1, 2].map((i) => (i === k ? s : 0)) as unknown as readonly [number, number, number]),
  ),
  ...[1, -1].flatMap((a) =>
    [1, -1].flatMap((b) => [1, -1].map((c) => [a * DIAGONAL, b * DIAGONAL, c * DIAGONAL] as const)),
  ),
];
