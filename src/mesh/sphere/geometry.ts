import { distance, tripleProduct } from "../vectors.ts";

/**
 * Measures of great-circle triangles. Every function takes the array of all points, 3 numbers each, and the positions a, b, c in it
 * where the coordinates of the corners begin (3 x vertex number), and works with differences of points, so that small triangles
 * lose no digits.
 */

/** Great-circle distance of two points of the unit sphere. */
export function arcLength(points: Float64Array, a: number, b: number): number {
  return 2 * Math.asin(Math.min(1, distance(points, a, b) / 2));
}

/** Longest side of the flat triangle. */
export function longestSide(points: Float64Array, a: number, b: number, c: number): number {
  return Math.max(distance(points, a, b), distance(points, b, c), distance(points, c, a));
}

/**
 * Signed area of the great-circle triangle (its solid angle), tan(area / 2) = a.(b x c) / (1 + a.b + b.c + c.a).
 * Van Oosterom and Strackee, doi:10.1109/TBME.1983.325207. The denominator is written with squared chords: 4 - sum / 2.
 */
export function signedArea(points: Float64Array, a: number, b: number, c: number): number {
  const ab = distance(points, a, b);
  const bc = distance(points, b, c);
  const ca = distance(points, c, a);
  return 2 * Math.atan2(tripleProduct(points, a, b, c), 4 - (ab * ab + bc * bc + ca * ca) / 2);
}

/** Angle at a between the great circles to b and to c, in radians, between 0 and pi. */
export function sphericalAngle(points: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay, az] = [points[a]!, points[a + 1]!, points[a + 2]!];
  const bx = points[b]! - ax;
  const by = points[b + 1]! - ay;
  const bz = points[b + 2]! - az;
  const cx = points[c]! - ax;
  const cy = points[c + 1]! - ay;
  const cz = points[c + 2]! - az;
  // The angle between the normals a x b and a x c; (a x b).(a x c) = b.c - (a.b)(a.c) taken on the differences.
  const dotBC = bx * cx + by * cy + bz * cz;
  const dotAB = ax * bx + ay * by + az * bz;
  const dotAC = ax * cx + ay * cy + az * cz;
  return Math.atan2(Math.abs(tripleProduct(points, a, b, c)), dotBC - dotAB * dotAC);
}

/** 2 x inradius / circumradius of the flat triangle: 1 where it is equilateral, 0 where it is degenerate. */
export function radiusRatio(points: Float64Array, a: number, b: number, c: number): number {
  const ab = distance(points, a, b);
  const bc = distance(points, b, c);
  const ca = distance(points, c, a);
  return ((ab + bc - ca) * (bc + ca - ab) * (ca + ab - bc)) / (ab * bc * ca);
}
