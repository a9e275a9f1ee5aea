import { InputError } from "../core/errors.ts";
import { analyze, factor } from "../linalg/lu.ts";
import { solveRefined } from "../linalg/refine.ts";
import { cellCount } from "../mesh/mesh.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import { assembleMass } from "./mass.ts";
import { nodePoints } from "./nodePoints.ts";
import { triangleQuadrature } from "./quadrature.ts";
import type { FunctionSpace } from "./space.ts";

/** A function on the unit sphere, of the Cartesian coordinates of its points. */
export type SphereFunction = (x: number, y: number, z: number) => number;

/**
 * Nodal values of the interpolant of `f`: one number an unknown. Exact in the nodes, and O(h^(p+1)) between them.
 *
 * @throws InputError where `f` is not finite at a node
 */
export function interpolate(space: FunctionSpace, f: SphereFunction): Float64Array {
  const points = nodePoints(space);
  return Float64Array.from({ length: space.unknowns }, (_, i) =>
    finiteValue(f, points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!),
  );
}

/**
 * Nodal values of the L2 projection of `f`, the closest member of the space: int v (P - f) = 0 for all v in it, by the
 * quadrature that also integrates the mass matrix, so that the mass of the projection is that of `f`.
 *
 * @throws InputError where `f` is not finite at a quadrature point
 */
export function projectFunction(space: FunctionSpace, f: SphereFunction): Float64Array {
  const mass = assembleMass(space);
  const projection = new Float64Array(space.unknowns);
  solveRefined(mass, factor(analyze(space.pattern), mass.values), loadVector(space, f), projection);
  return projection;
}

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
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0; p < depth; p++) {
      const value = finiteValue(f, geometry.points[3 * p]!, geometry.points[3 * p + 1]!, geometry.points[3 * p + 2]!);
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

function finiteValue(f: SphereFunction, x: number, y: number, z: number): number {
  const value = f(x, y, z);
  if (Number.isFinite(value)) return value;
  throw new InputError({
    what: `the function is ${value} at (${x}, ${y}, ${z})`,
    remedy: "give a function that is finite on the whole sphere",
    value,
  });
}
