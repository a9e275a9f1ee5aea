import type { PointMasses } from "./momentPoints.ts";
import type { SpaceNodes } from "./space.ts";

/**
 * Load of point masses on the unit sphere, or in the unit ball. A mass in a cell is the delta itself, phi_i(r0), without smoothing. For one outside the
 * polyhedron of a ball mesh the polynomials of the cell nearest to it are continued to r0: so the load has the exact moments of the delta, for all
 * polynomials up to the degree of the elements, though no mass sits outside. The loads add up to the total mass.
 */
export function pointLoad(space: SpaceNodes, { points, weights }: PointMasses): Float64Array {
  const { element, geometry, cellUnknowns, unknowns } = space;
  const { size } = element;
  const { locate, nearest } = geometry.finder();
  const load = new Float64Array(unknowns);
  const reference = new Float64Array(element.dimension);
  for (let p = 0; p < weights.length; p++) {
    locate(points.subarray(3 * p, 3 * p + 3), reference);
    const { values } = element.tabulate(reference);
    const first = nearest() * size;
    for (let i = 0; i < size; i++) load[cellUnknowns[first + i]!]! += weights[p]! * values[i]!;
  }
  return load;
}
