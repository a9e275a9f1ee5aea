import { symmetricDecomposition } from "../../../linalg/dense/decompositions.ts";
import { Matrix } from "../../../linalg/dense/matrix.ts";
import { dot, type Triple } from "../coefficients.ts";

/**
 * Fixed points that are not isolated: everywhere; all points of a circle, or of a line in the ball; or points of a curve or surface of
 * another shape, of which some are given.
 */
export type FixedSet =
  | { readonly kind: "everywhere" }
  | { readonly kind: "circle"; readonly centre: Triple; readonly normal: Triple; readonly radius: number }
  | { readonly kind: "segment"; readonly from: Triple; readonly to: Triple }
  | { readonly kind: "curve"; readonly points: readonly Triple[] };

const difference = (p: Triple, q: Triple): Triple => [p[0] - q[0], p[1] - q[1], p[2] - q[2]];

export const distanceOf = (p: Triple, q: Triple): number => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** The same line for v and -v: the last component that is not 0 is positive. */
function oriented(v: Triple): Triple {
  const last = v.findLast((value) => Math.abs(value) > 1e-9) ?? 1;
  const sign = last < 0 ? -1 : 1;
  return [sign * v[0] + 0, sign * v[1] + 0, sign * v[2] + 0];
}

/** How far points may be from the shape that they are taken for. */
const CLOSE = 1e-6;

/** The segment or the circle that points spread over, all of them fixed. */
export function shapeOf(points: readonly Triple[]): FixedSet {
  const count = points.length;
  const mean = [0, 1, 2].map((k) => points.reduce((total, p) => total + p[k]!, 0) / count) as unknown as Triple;
  const covariance = Matrix.zeros(3, 3);
  for (const point of points) {
    const d = difference(point, mean);
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) covariance.set(i, j, covariance.get(i, j) + d[i]! * d[j]!);
  }
  const { eigenvectors } = symmetricDecomposition(covariance);
  const [normal, across, along] = [0, 1, 2].map((k) => eigenvectors.getColumn(k) as unknown as Triple) as [
    Triple,
    Triple,
    Triple,
  ];
  const spread = (axis: Triple): number[] => points.map((point) => dot(difference(point, mean), axis));
  const flat = Math.max(...spread(normal).map(Math.abs)) < CLOSE;
  if (flat && Math.max(...spread(across).map(Math.abs)) < CLOSE) {
    return chord(mean, along);
  }
  const circle = flat ? circleThrough(points, mean, across, along) : null;
  if (circle === null) return { kind: "curve", points };
  return { kind: "circle", ...circle, normal: oriented(normal) };
}

/** All of a line that is in the ball: a quadratic flow that vanishes at three of its points vanishes on all of it. */
function chord(mean: Triple, direction: Triple): FixedSet {
  const along = oriented(direction);
  const middle = dot(mean, along);
  const reach = Math.sqrt(Math.max(0, 1 - dot(mean, mean) + middle * middle));
  const at = (t: number): Triple => [mean[0] + t * along[0], mean[1] + t * along[1], mean[2] + t * along[2]];
  return { kind: "segment", from: at(-middle - reach), to: at(-middle + reach) };
}

/** Least squares for x^2 + y^2 = 2 a x + 2 b y + c in the plane of two directions; null where points are off the circle. */
function circleThrough(
  points: readonly Triple[],
  mean: Triple,
  u: Triple,
  v: Triple,
): { centre: Triple; radius: number } | null {
  const plane = points.map((point) => [dot(difference(point, mean), u), dot(difference(point, mean), v)] as const);
  const normal = Matrix.zeros(3, 3);
  const right = [0, 0, 0];
  for (const [x, y] of plane) {
    const row = [2 * x, 2 * y, 1];
    for (let i = 0; i < 3; i++) {
      right[i]! += row[i]! * (x * x + y * y);
      for (let j = 0; j < 3; j++) normal.set(i, j, normal.get(i, j) + row[i]! * row[j]!);
    }
  }
  const { eigenvalues: values, eigenvectors: vectors } = symmetricDecomposition(normal);
  if (!(values[0]! > 1e-12 * values[2]!)) return null;
  const solution = [0, 0, 0];
  for (let k = 0; k < 3; k++) {
    const along = right.reduce((total, value, i) => total + value * vectors.get(i, k), 0) / values[k]!;
    for (let i = 0; i < 3; i++) solution[i]! += along * vectors.get(i, k);
  }
  const [a, b, c] = solution as [number, number, number];
  const radius = Math.sqrt(c + a * a + b * b);
  if (!plane.every(([x, y]) => Math.abs(Math.hypot(x - a, y - b) - radius) < CLOSE)) return null;
  const at = (k: 0 | 1 | 2): number => mean[k] + a * u[k] + b * v[k] + 0;
  return { centre: [at(0), at(1), at(2)], radius };
}

/** Groups of points that are linked by steps of at most `step`. */
export function linked(points: readonly Triple[], step: number): Triple[][] {
  const left = new Set(points);
  const groups: Triple[][] = [];
  for (const first of points) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const member of group) {
      for (const other of left) {
        if (distanceOf(member, other) > step) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}
