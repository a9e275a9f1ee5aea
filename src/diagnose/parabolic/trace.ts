import type { Triple } from "../../model/secondOrder/coefficients.ts";
import { capAround, lowerBound, type Triangle, upperBound } from "../../model/secondOrder/parabolic/cells.ts";
import {
  sampleTangent,
  type TangentDiffusion,
  tangentSample,
} from "../../model/secondOrder/parabolic/tangentDiffusion.ts";
import { type Cell, cutTriangles, inFour, startCells, triangleArea, Vertices } from "../levelSet/cut.ts";
import type { FillValues } from "../levelSet/zeros.ts";

/** Halvings of the icosahedron's edges where the sign changes: to 0.004, so that a region lost between corners has 6e-7 of the area. */
const LEAST_LEVEL = 8;
const LAST_LEVEL = 26;

/** Triangles that may be undecided. */
const MOST_TRIANGLES = 120_000;

/** Triangles across the radius of the smallest disc that a violation of the given size needs. */
const RESOLUTION = 8;

const EDGE = 1.1;

/** Of the places of zeros, in edges. */
const ACCURACY = 1e-12;

/** Roundings of the largest coefficient within which the eigenvalue counts as 0. */
const ROUNDINGS = 32;

/**
 * The region in which the least eigenvalue of D is negative. Triangles in which it provably does not change sign are left as they are,
 * the others are halved to one size; through those go the curves, whose points are zeros along edges.
 *
 * @param least the least value over the sphere, which tells how small a region may be
 */
export function tracedRegion(
  of: TangentDiffusion,
  least: number,
): { readonly areaFraction: number; readonly curves: readonly Float64Array[] } {
  const sample = tangentSample();
  const shift = ROUNDINGS * Number.EPSILON * of.scale;
  const valueAt = (r: Triple): number => sampleTangent(of, r, sample) + shift;
  const fill: FillValues = (points, out) => {
    for (let k = 0; k < out.length; k++) out[k] = valueAt([points[3 * k]!, points[3 * k + 1]!, points[3 * k + 2]!]);
  };
  const vertices = new Vertices(valueAt);
  const corners = (cell: Cell): Triangle => [
    vertices.points[cell[0]]!,
    vertices.points[cell[1]]!,
    vertices.points[cell[2]]!,
  ];
  // Around its minimum the region holds a disc of at least this radius.
  const radius = Math.sqrt(Math.max(-least, Number.MIN_VALUE) / of.curvature);
  const wanted = Math.ceil(Math.log2((RESOLUTION * EDGE) / radius));
  const levels = Math.min(LAST_LEVEL, Math.max(LEAST_LEVEL, wanted));
  let area = 0;
  let cells = startCells(vertices);
  for (let level = 0; ; level++) {
    const open = cells.filter((cell) => {
      const { centre, radius: size } = capAround(corners(cell));
      valueAt(centre);
      if (lowerBound(sample, size, of.curvature) + shift > 0) return false;
      if (upperBound(sample, size, of.curvature) + shift >= 0) return true;
      area += triangleArea(...corners(cell));
      return false;
    });
    if (level === levels || 4 * open.length > MOST_TRIANGLES) {
      const cut = cutTriangles(vertices, open, fill, ACCURACY);
      return { areaFraction: Math.min(1, Math.max(0, (area + cut.area) / (4 * Math.PI))), curves: cut.curves };
    }
    cells = open.flatMap((cell) => inFour(vertices, cell));
  }
}
