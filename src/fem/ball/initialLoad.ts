import type { InitialState } from "../../model/initialState.ts";
import { initialPoints } from "../initialPoints.ts";
import type { PointMasses } from "../momentPoints.ts";
import type { BallBand } from "./band.ts";
import { ballLocator } from "./evaluate.ts";
import { regionPolynomials } from "./polynomials.ts";
import type { BallSpace } from "./space.ts";

/**
 * Load p_i = int P phi_i of an initial state of the symmetric subspace. Its P lives on the sphere, outside the polyhedron of the mesh: see
 * `pointLoad`.
 */
export function ballInitialLoad(space: BallSpace, initial: InitialState, spins: number): Float64Array {
  return pointLoad(space, initialPoints(initial, spins, space.element.degree));
}

/**
 * Load of point masses in the unit ball. A mass inside the polyhedron is the delta itself, phi_i(r0), without smoothing. For one outside, the
 * polynomials of the cell nearest to it are continued to r0: so the load has the exact moments of the delta, for all polynomials up to the
 * degree of the elements, though no mass sits outside. The loads add up to the total mass.
 */
export function pointLoad(space: BallSpace, { points, weights }: PointMasses): Float64Array {
  const { element, cellUnknowns, unknowns } = space;
  const locate = ballLocator(space);
  const load = new Float64Array(unknowns);
  const reference = new Float64Array(3);
  for (let p = 0; p < weights.length; p++) {
    const { cell } = locate(points.subarray(3 * p, 3 * p + 3), reference);
    const values = element.tabulate(reference).values;
    for (let i = 0; i < element.size; i++) {
      load[cellUnknowns[cell * element.size + i]!]! += weights[p]! * values[i]!;
    }
  }
  return load;
}

/** Load of an initial state seen from a band: the exact moments of its polynomials, wherever the state lives. */
export function bandInitialLoad(band: BallBand, initial: InitialState, spins: number): Float64Array {
  return bandPointLoad(band, initialPoints(initial, spins, band.degree));
}

/** As `bandInitialLoad` for point masses in the unit ball. */
export function bandPointLoad({ degree, region, size }: BallBand, { points, weights }: PointMasses): Float64Array {
  const evaluate = regionPolynomials(degree, region);
  const values = new Float64Array(size);
  const load = new Float64Array(size);
  for (let p = 0; p < weights.length; p++) {
    evaluate(points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!, values);
    for (let k = 0; k < size; k++) load[k]! += weights[p]! * values[k]!;
  }
  return load;
}
