import type { InitialState } from "../../model/initialState.ts";
import { initialPoints } from "../initialPoints.ts";
import type { PointMasses } from "../momentPoints.ts";
import { pointLoad } from "../pointLoad.ts";
import type { BallBand } from "./band.ts";
import { regionPolynomials } from "./polynomials.ts";
import type { BallSpace } from "./space.ts";

/**
 * Load p_i = int P phi_i of an initial state of the symmetric subspace. Its P lives on the sphere, outside the polyhedron of the mesh: see
 * `pointLoad`.
 */
export function ballInitialLoad(space: BallSpace, initial: InitialState, spins: number): Float64Array {
  return pointLoad(space, initialPoints(initial, spins, space.element.degree));
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
