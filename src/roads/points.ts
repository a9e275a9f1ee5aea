import { InputError } from "../core/errors.ts";
import type { Vector3 } from "../state/moments.ts";

/**
 * Points or directions: a list of vectors, or 3 numbers each in one array.
 *
 * @inline
 */
export type Points = readonly Vector3[] | Float64Array;

/**
 * The points one after the other, 3 numbers each.
 *
 * @throws InputError where one has not 3 coordinates
 */
export function flatPoints(points: Points): Float64Array {
  if (points instanceof Float64Array) {
    if (points.length % 3 === 0) return points;
    throw notThree(`an array of points has ${points.length} numbers`, points.length);
  }
  const flat = new Float64Array(3 * points.length);
  for (const [k, point] of points.entries()) {
    if (point.length !== 3) throw notThree(`point ${k} has ${point.length} coordinates`, point.length);
    flat.set(point, 3 * k);
  }
  return flat;
}

const notThree = (what: string, value: number): InputError =>
  new InputError({
    what: `${what}, not 3 for each point`,
    remedy: "give x, y and z of each point",
    value,
    limit: 3,
  });

/** How far the length of a point may be off: what single precision and a few printed digits leave. */
const TOLERANCE = 1e-6;

/**
 * Copies of points on the unit sphere or in the unit ball; those outside by rounding alone are moved onto the sphere.
 *
 * @throws InputError for a point elsewhere
 */
export function pointsOn(domain: "sphere" | "ball", points: Float64Array): Float64Array {
  const moved = points.slice();
  for (let at = 0; at < points.length; at += 3) {
    const point = points.subarray(at, at + 3);
    const length = Math.hypot(...point);
    const off = domain === "sphere" ? Math.abs(length - 1) : length - 1;
    // False for NaN, too.
    if (!(off <= TOLERANCE)) throw elsewhere(domain, point, at / 3, length);
    if (domain === "sphere" || length > 1) for (let k = at; k < at + 3; k++) moved[k]! /= length;
  }
  return moved;
}

const elsewhere = (domain: "sphere" | "ball", point: Float64Array, k: number, length: number): InputError =>
  new InputError({
    what: `point ${k}, [${point.join(", ")}], has length ${length}: it is not ${domain === "sphere" ? "on the unit sphere" : "in the unit ball"}, where P is`,
    remedy: domain === "sphere" ? "divide it by its length" : "give a point of length 1 at most",
    value: length,
    limit: 1,
  });
