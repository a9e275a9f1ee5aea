import { type PointFunction, requireFinite, solveMass, valuesAt } from "../pointFunction.ts";
import { affineMap, ballNodePoints, mapCell, mapPoints } from "./geometry.ts";
import { assembleBallMass } from "./mass.ts";
import { tetrahedronQuadrature } from "./quadrature.ts";
import type { BallSpace } from "./space.ts";

/** A function in the ball, of the Cartesian coordinates of its points. */
export type BallFunction = PointFunction;

const finite = (f: BallFunction): BallFunction => requireFinite(f, "in the whole ball");

/**
 * Nodal values of the interpolant of `f`: one number an unknown.
 *
 * @throws InputError where `f` is not finite at a node
 */
export const interpolateInBall = (space: BallSpace, f: BallFunction): Float64Array =>
  valuesAt(finite(f), ballNodePoints(space));

/**
 * Nodal values of the L2 projection of `f` on the polyhedron: int v (P - f) = 0 for all v in the space.
 *
 * @throws InputError where `f` is not finite at a quadrature point
 */
export const projectInBall = (space: BallSpace, f: BallFunction): Float64Array =>
  solveMass(assembleBallMass(space), ballLoad(space, f));

/**
 * int f phi_i for every basis function phi_i: the right-hand side of a projection, and the moment functional of `f`.
 *
 * @param exactness of the quadrature; by default exact for an `f` of twice the degree of the space
 * @throws InputError where `f` is not finite at a quadrature point
 */
export function ballLoad(
  space: BallSpace,
  f: BallFunction,
  exactness: number = 3 * space.element.degree,
): Float64Array {
  const checked = finite(f);
  const fill = (x: number, y: number, z: number, out: Float64Array): void => {
    out[0] = checked(x, y, z);
  };
  return ballLoads(space, 1, fill, exactness)[0]!;
}

/** As `ballLoad` for several functions at once: `fill` writes their `count` values at a point. */
export function ballLoads(
  space: BallSpace,
  count: number,
  fill: (x: number, y: number, z: number, out: Float64Array) => void,
  exactness: number,
): Float64Array[] {
  const { element, corners, cellUnknowns, unknowns } = space;
  const size = element.size;
  const rule = tetrahedronQuadrature(exactness);
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const map = affineMap();
  const positions = new Float64Array(rule.points.length);
  const samples = new Float64Array(count);
  const cellLoads = new Float64Array(count * size);
  const loads = Array.from({ length: count }, () => new Float64Array(unknowns));
  for (let cell = 0; cell < corners.length / 4; cell++) {
    mapCell(space, cell, map);
    mapPoints(map, rule.points, positions);
    cellLoads.fill(0);
    for (let p = 0; p < depth; p++) {
      fill(positions[3 * p]!, positions[3 * p + 1]!, positions[3 * p + 2]!, samples);
      const measure = rule.weights[p]! * map.determinant;
      for (let f = 0; f < count; f++) {
        const sample = measure * samples[f]!;
        for (let i = 0; i < size; i++) cellLoads[f * size + i]! += sample * phi[p * size + i]!;
      }
    }
    for (let f = 0; f < count; f++) {
      const load = loads[f]!;
      for (let i = 0; i < size; i++) load[cellUnknowns[cell * size + i]!]! += cellLoads[f * size + i]!;
    }
  }
  return loads;
}
