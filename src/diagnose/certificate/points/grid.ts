import type { Vector3 } from "../../../state/moments.ts";
import type { Mirrors } from "./mirrors.ts";

/**
 * Points of the sphere, 3 numbers each, in the domain that mirrors leave: |i| + |j| + |k| = divisions over the eight sides of an octahedron,
 * about evenly spread, 4 divisions^2 + 2 on the whole sphere.
 */
export function octahedralGrid(divisions: number, mirrors: Mirrors): Float64Array {
  const points: number[] = [];
  const range = (mirror: boolean, limit: number): readonly [number, number] => [mirror ? 0 : -limit, limit];
  const coordinate = (i: number): number => Math.sin((Math.PI / 2) * (i / divisions));
  const [fromI, toI] = range(mirrors[0], divisions);
  for (let i = fromI; i <= toI; i++) {
    const [fromJ, toJ] = range(mirrors[1], divisions - Math.abs(i));
    for (let j = fromJ; j <= toJ; j++) {
      const k = divisions - Math.abs(i) - Math.abs(j);
      const [x, y, z] = [coordinate(i), coordinate(j), coordinate(k)];
      const length = Math.hypot(x, y, z);
      points.push(x / length, y / length, z / length);
      if (k > 0 && !mirrors[2]) points.push(x / length, y / length, -z / length);
    }
  }
  return Float64Array.from(points);
}

/** Corners of the sides of the octahedron in that domain, 9 numbers a triangle. */
export function octahedronSides(mirrors: Mirrors): Float64Array {
  const corners: number[] = [];
  const signsOf = (mirror: boolean): readonly number[] => (mirror ? [1] : [1, -1]);
  for (const x of signsOf(mirrors[0]))
    for (const y of signsOf(mirrors[1])) for (const z of signsOf(mirrors[2])) corners.push(x, 0, 0, 0, y, 0, 0, 0, z);
  return Float64Array.from(corners);
}

/** Largest distance of a point of the sphere to a grid of so many divisions, about. */
export const gridSpacing = (divisions: number): number => Math.PI / 2 / divisions;

export const pointAt = (points: ArrayLike<number>, k: number): Vector3 => [
  points[3 * k]!,
  points[3 * k + 1]!,
  points[3 * k + 2]!,
];

/** Two unit vectors across point k: the axis that is farthest from it, made orthogonal, and their product: 6 numbers into `frame`. */
export function tangentFrame(points: Float64Array, k: number, frame: Float64Array): void {
  const [x, y, z] = [points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!];
  const axis = Math.abs(z) < 0.6 ? 2 : Math.abs(x) < Math.abs(y) ? 0 : 1;
  const along = points[3 * k + axis]!;
  const length = Math.sqrt(1 - along * along);
  const [ax, ay, az] = [
    (axis === 0 ? 1 : 0) - along * x,
    (axis === 1 ? 1 : 0) - along * y,
    (axis === 2 ? 1 : 0) - along * z,
  ];
  frame[0] = ax / length;
  frame[1] = ay / length;
  frame[2] = az / length;
  frame[3] = y * frame[2] - z * frame[1];
  frame[4] = z * frame[0] - x * frame[2];
  frame[5] = x * frame[1] - y * frame[0];
}
