import Delaunator from "delaunator";
import { MeshError } from "../../core/errors.ts";
import { coincidentPoints } from "../duplicates.ts";
import type { Mesh } from "../mesh.ts";
import { sphereTolerance } from "../tolerances.ts";
import { distance, tripleProduct } from "../vectors.ts";
import { fibonacciPoints } from "./fibonacciPoints.ts";
import { longestSide } from "./geometry.ts";

/**
 * Delaunay triangulation of points on the unit sphere, which is their convex hull: every point a vertex, in the given order,
 * 2 n - 4 outward triangles. One point serves as the pole of a stereographic projection; circles stay circles, so the planar
 * Delaunay triangulation of the others is the hull without the triangles at the pole, and those join the pole to the planar hull.
 * Where four or more points lie on an empty circle any of their triangulations may come out.
 * `points`: 3 numbers a point, radius 1 within 1e-12. The mesh holds a copy.
 * Throws MeshError for fewer than 4 points, points off the sphere, points closer than 1e-12, points that leave a hemisphere empty, and
 * where distances between neighbours differ so much (above 1e6) that the planar predicates lose all digits.
 */
export function sphericalDelaunay(points: Float64Array): Mesh {
  checkPoints(points);
  const count = points.length / 3;
  const pole = loneliestPoint(points);
  const { triangles, hull } = new Delaunator(projectFrom(points, pole));
  // Planar vertices are numbered without the pole.
  const vertex = (planar: number): number => (planar < pole ? planar : planar + 1);
  const cells = new Uint32Array(3 * (2 * count - 4));
  if (triangles.length + 3 * hull.length !== cells.length) throw unevenError();
  // The library's triangles and hull run clockwise where the second axis points up. The plane is seen from the pole, through the
  // sphere, so this is counter-clockwise seen from outside.
  for (let k = 0; k < triangles.length; k++) cells[k] = vertex(triangles[k]!);
  for (let k = 0, at = triangles.length; k < hull.length; k++, at += 3) {
    cells[at] = vertex(hull[(k + 1) % hull.length]!);
    cells[at + 1] = vertex(hull[k]!);
    cells[at + 2] = pole;
  }
  checkOutward(points, cells);
  return { dimension: 2, points: points.slice(), cells };
}

function checkPoints(points: Float64Array): void {
  const count = points.length / 3;
  if (!Number.isInteger(count) || count < 4) {
    throw new MeshError({
      what: `${points.length} coordinates are not 3 for each of at least 4 points`,
      remedy: "give at least 4 points, x, y and z of each",
      value: points.length,
      limit: 12,
    });
  }
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!];
    const radius = Math.sqrt(x * x + y * y + z * z);
    if (!(Math.abs(radius - 1) <= sphereTolerance)) {
      throw new MeshError({
        what: `point ${i} (${x}, ${y}, ${z}) has radius ${radius}, not 1 within ${sphereTolerance}`,
        remedy: "divide each point by its radius",
        value: radius,
        limit: sphereTolerance,
      });
    }
  }
  const first = coincidentPoints(points, sphereTolerance);
  const twin = first.findIndex((j, i) => j !== i);
  if (twin >= 0) {
    throw new MeshError({
      what: `points ${first[twin]} and ${twin} are closer than ${sphereTolerance}`,
      remedy: "leave one of them out",
      value: distance(points, 3 * first[twin]!, 3 * twin),
      limit: sphereTolerance,
    });
  }
}

/**
 * A point with much empty space around it: the reciprocal of the distance to its nearest neighbour is the size of the planar
 * coordinates, and large ones would cost digits. Candidates are the points nearest to directions all over the sphere, which
 * include whatever stands alone, however the other points crowd.
 */
function loneliestPoint(points: Float64Array): number {
  const directions = fibonacciPoints(64);
  let pole = 0;
  let widest = 0;
  for (let k = 0; k < directions.length; k += 3) {
    const candidate = nearestPoint(points, directions[k]!, directions[k + 1]!, directions[k + 2]!, -1);
    const at = 3 * candidate;
    const neighbour = nearestPoint(points, points[at]!, points[at + 1]!, points[at + 2]!, candidate);
    const gap = distance(points, at, 3 * neighbour);
    if (gap > widest) {
      widest = gap;
      pole = candidate;
    }
  }
  return pole;
}

/** Number of the point nearest to (x, y, z), leaving out point `except`. */
function nearestPoint(points: Float64Array, x: number, y: number, z: number, except: number): number {
  let nearest = -1;
  let smallest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < points.length; at += 3) {
    const dx = points[at]! - x;
    const dy = points[at + 1]! - y;
    const dz = points[at + 2]! - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square < smallest && at !== 3 * except) {
      smallest = square;
      nearest = at / 3;
    }
  }
  return nearest;
}

/** Planar coordinates of all points but the pole: X = 2 d / |d|^2 with d = p - pole, in a right-handed frame (e1, e2, pole). */
function projectFrom(points: Float64Array, pole: number): Float64Array {
  const p = points.subarray(3 * pole, 3 * pole + 3);
  // e1: the coordinate axis least along the pole, made orthogonal to it; e2 = pole x e1.
  let axis = 0;
  for (let k = 1; k < 3; k++) if (Math.abs(p[k]!) < Math.abs(p[axis]!)) axis = k;
  const e1 = [0, 1, 2].map((k) => (k === axis ? 1 : 0) - p[axis]! * p[k]!) as [number, number, number];
  const norm = Math.sqrt(e1[0] * e1[0] + e1[1] * e1[1] + e1[2] * e1[2]);
  const [u0, u1, u2] = [e1[0] / norm, e1[1] / norm, e1[2] / norm];
  const [v0, v1, v2] = [p[1]! * u2 - p[2]! * u1, p[2]! * u0 - p[0]! * u2, p[0]! * u1 - p[1]! * u0];
  const plane = new Float64Array((2 * (points.length - 3)) / 3);
  for (let at = 0, to = 0; at < points.length; at += 3) {
    if (at === 3 * pole) continue;
    const d0 = points[at]! - p[0]!;
    const d1 = points[at + 1]! - p[1]!;
    const d2 = points[at + 2]! - p[2]!;
    const factor = 2 / (d0 * d0 + d1 * d1 + d2 * d2);
    plane[to++] = factor * (d0 * u0 + d1 * u1 + d2 * u2);
    plane[to++] = factor * (d0 * v0 + d1 * v1 + d2 * v2);
  }
  return plane;
}

/** The centre of the sphere lies on the inner side of every face of the hull, unless the points leave a hemisphere empty. */
function checkOutward(points: Float64Array, cells: Uint32Array): void {
  for (let k = 0; k < cells.length; k += 3) {
    const [a, b, c] = [3 * cells[k]!, 3 * cells[k + 1]!, 3 * cells[k + 2]!];
    const longest = longestSide(points, a, b, c);
    if (!(tripleProduct(points, a, b, c) > sphereTolerance * longest)) throw inwardError(points, a, b, c);
  }
}

/** Tells an empty hemisphere, whose middle is the outward normal of the offending face, from lost digits. */
function inwardError(points: Float64Array, a: number, b: number, c: number): MeshError {
  const [bx, by, bz] = [0, 1, 2].map((k) => points[b + k]! - points[a + k]!) as [number, number, number];
  const [cx, cy, cz] = [0, 1, 2].map((k) => points[c + k]! - points[a + k]!) as [number, number, number];
  const [nx, ny, nz] = [by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx];
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  let highest = -1;
  for (let at = 0; at < points.length; at += 3) {
    highest = Math.max(highest, (nx * points[at]! + ny * points[at + 1]! + nz * points[at + 2]!) / length);
  }
  // The normal turns by the rounding of the corners over the height of the face, and its corners' heights with it.
  const slack = sphereTolerance + (64 * Number.EPSILON * distance(points, a, b)) / length;
  if (!(highest <= slack)) return unevenError();
  const direction = [nx, ny, nz].map((value) => (value / length).toFixed(3)).join(", ");
  return new MeshError({
    what: `no point lies within 90 degrees of the direction (${direction}): the triangles would not go round the sphere`,
    remedy: "add points on that side",
    value: highest,
    limit: 0,
  });
}

function unevenError(): MeshError {
  return new MeshError({
    what: "the points lie on one circle, or some are too close together for their distance from the others: no triangulation of all was found",
    remedy: "add points off the circle, and keep the distances between neighbours within a factor of 1e6 of each other",
    limit: 1e6,
  });
}
