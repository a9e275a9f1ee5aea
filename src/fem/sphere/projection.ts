import { cellCount } from "../../mesh/mesh.ts";
import { type PointFunction, requireFinite, solveMass, valuesAt } from "../pointFunction.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import { assembleMass } from "./mass.ts";
import { nodePoints } from "./nodePoints.ts";
import type { FunctionSpace } from "./space.ts";

/** A function on the unit sphere, of the Cartesian coordinates of its points. */
export type SphereFunction = PointFunction;

const finite = (f: SphereFunction): SphereFunction => requireFinite(f, "on the whole sphere");

/**
 * Nodal values of the interpolant of `f`: one number an unknown. Exact in the nodes, and O(h^(p+1)) between them.
 *
 * @throws InputError where `f` is not finite at a node
 */
export const interpolate = (space: FunctionSpace, f: SphereFunction): Float64Array =>
  valuesAt(finite(f), nodePoints(space));

/**
 * Nodal values of the L2 projection of `f`, the closest member of the space: int v (P - f) = 0 for all v in it, by the
 * quadrature that also integrates the mass matrix, so that the mass of the projection is that of `f`.
 *
 * @throws InputError where `f` is not finite at a quadrature point
 */
export const projectFunction = (space: FunctionSpace, f: SphereFunction): Float64Array =>
  solveMass(assembleMass(space), loadVector(space, f));

/**
 * int f phi_i for every basis function phi_i: the right-hand side of a projection, and the moment functional of `f`.
 *
 * @param exactness of the quadrature, for an `f` that varies faster than the space; by default that of the generator
 * @throws InputError where `f` is not finite at a quadrature point
 */
export function loadVector(
  space: FunctionSpace,
  f: SphereFunction,
  exactness: number = generatorExactness(space.element.degree),
): Float64Array {
  const { element, mesh, cellUnknowns, unknowns } = space;
  const size = element.size;
  const rule = triangleQuadrature(exactness);
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const weighted = new Float64Array(depth);
  const load = new Float64Array(unknowns);
  const checked = finite(f);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0; p < depth; p++) {
      const value = checked(geometry.points[3 * p]!, geometry.points[3 * p + 1]!, geometry.points[3 * p + 2]!);
      weighted[p] = value * rule.weights[p]! * geometry.area[p]!;
    }
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let p = 0; p < depth; p++) sum += weighted[p]! * phi[p * size + i]!;
      load[cellUnknowns[cell * size + i]!]! += sum;
    }
  }
  return load;
}
