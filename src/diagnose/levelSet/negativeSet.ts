import type { Triple } from "../../model/secondOrder/coefficients.ts";
import { cutTriangles, inFour, startCells, Vertices } from "./cut.ts";

/** A function on the sphere. */
export interface SphereValues {
  readonly at: (r: Triple) => number;
  /** At points, three numbers each, into `out`. */
  readonly fill: (points: Float64Array, out: Float64Array) => void;
}

/** Where a function on the sphere is negative. */
export interface NegativeSet {
  /** Share of the sphere's area, from 0 to 1. */
  readonly areaFraction: number;
  /** The closed curves around it, x, y, z of point after point, the region to the left of the way along them. The first point is not repeated. */
  readonly curves: readonly Float64Array[];
}

/** Of an edge: what a picture shows, and less than what the triangles miss of the area. */
const ACCURACY = 1e-3;

/**
 * Where a smooth function is negative: the triangles of an icosahedron are halved `levels` times; curves go through zeros along their
 * edges. What is smaller than a triangle, of edge 1.1 / 2^levels, may be missed.
 */
export function negativeSet({ fill }: SphereValues, levels: number): NegativeSet {
  const vertices = new Vertices(() => 0);
  let cells = startCells(vertices);
  for (let level = 0; level < levels; level++) cells = cells.flatMap((cell) => inFour(vertices, cell));
  const values = new Float64Array(vertices.points.length);
  fill(Float64Array.from(vertices.points.flat()), values);
  for (const [k, value] of values.entries()) vertices.values[k] = value;
  const { area, curves } = cutTriangles(vertices, cells, fill, ACCURACY);
  return { areaFraction: Math.min(1, Math.max(0, area / (4 * Math.PI))), curves };
}
