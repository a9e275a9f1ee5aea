import { InputError } from "../core/errors.ts";
import { analyze, factor } from "../linalg/direct/lu.ts";
import { solveRefined } from "../linalg/direct/refine.ts";
import { cellCount } from "../mesh/mesh.ts";
import { cellSums } from "./cellSums.ts";
import { forEachPlace, linearExactness } from "./cells.ts";
import { assembleMass } from "./mass.ts";
import { nodePoints } from "./nodePoints.ts";
import { patternElements } from "./patternElements.ts";
import type { Space, SpaceNodes } from "./space.ts";

/** A function of the Cartesian coordinates of a point, on the unit sphere or in the ball. */
export type PointFunction = (x: number, y: number, z: number) => number;

/**
 * Nodal values of the interpolant of `f`: one number an unknown. Exact in the nodes, and O(h^(p+1)) between them.
 *
 * @throws InputError where `f` is not finite at a node
 */
export function interpolate(space: SpaceNodes, f: PointFunction): Float64Array {
  const points = nodePoints(space);
  const checked = requireFinite(f, space.geometry.domain);
  return Float64Array.from({ length: space.unknowns }, (_, i) =>
    checked(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!),
  );
}

/**
 * Nodal values of the L2 projection of `f`, the closest member of the space: int v (P - f) = 0 for all v in it. Its mass is that of `f` by the
 * quadrature of `loadVector`.
 *
 * @throws InputError where `f` is not finite at a quadrature point
 */
export function projectFunction(space: Space, f: PointFunction): Float64Array {
  const mass = assembleMass(space);
  const projection = new Float64Array(space.unknowns);
  solveRefined(
    mass,
    factor(analyze(mass.pattern, { elements: patternElements(space) }), mass.values),
    loadVector(space, f),
    projection,
  );
  return projection;
}

/**
 * int f phi_i for every basis function phi_i: the right-hand side of a projection, and the moment functional of `f`.
 *
 * @param exactness of the quadrature, for an `f` that varies faster than the space; by default that of the mass matrix on the sphere, and exact for an
 *   `f` of twice the degree of the space in the ball
 * @throws InputError where `f` is not finite at a quadrature point
 */
export function loadVector(
  space: SpaceNodes,
  f: PointFunction,
  exactness = linearExactness(space, 3 * space.element.degree),
): Float64Array {
  const checked = requireFinite(f, space.geometry.domain);
  const fill = (x: number, y: number, z: number, out: Float64Array, at: number): void => {
    out[at] = checked(x, y, z);
  };
  return loadVectors(space, 1, fill, exactness)[0]!;
}

/** As `loadVector` for several functions at once: `fill` writes their `count` values at a point from place `at` on. */
export function loadVectors(
  space: SpaceNodes,
  count: number,
  fill: (x: number, y: number, z: number, out: Float64Array, at: number) => void,
  exactness: number,
): Float64Array[] {
  const { mesh, element, geometry, cellUnknowns, unknowns } = space;
  const { size } = element;
  const rule = geometry.quadrature(exactness);
  const depth = rule.weights.length;
  const cells = cellCount(mesh);
  const phi = element.tabulate(rule.points).values;
  const { batch, samples, multiply, sums, rows, width } = cellSums(phi, size, count, cells);
  // Those of an unknown next to each other, which they are added to at once.
  const loads = new Float64Array(count * unknowns);
  let waiting = 0;
  forEachPlace(space, rule, (cell, weights, { positions }) => {
    for (let p = 0, at = waiting * depth * width; p < depth; p++, at += width) {
      fill(positions[3 * p]!, positions[3 * p + 1]!, positions[3 * p + 2]!, samples, at);
      const weight = weights[p]!;
      for (let k = at; k < at + count; k++) samples[k]! *= weight;
    }
    waiting++;
    if (waiting < batch && cell < cells - 1) return;
    multiply(waiting);
    for (let done = 0, slot = (cell + 1 - waiting) * size; done < waiting; done++) {
      for (let i = 0; i < size; i++, slot++) {
        const from = (done * rows + i) * width;
        const to = count * cellUnknowns[slot]!;
        for (let f = 0; f < count; f++) loads[to + f]! += sums[from + f]!;
      }
    }
    waiting = 0;
  });
  return Array.from({ length: count }, (_, f) => {
    const load = new Float64Array(unknowns);
    for (let i = 0, at = f; i < unknowns; i++, at += count) load[i] = loads[at]!;
    return load;
  });
}

/** `f` that throws InputError where its value is not finite. */
const requireFinite =
  (f: PointFunction, domain: string): PointFunction =>
  (x, y, z) => {
    const value = f(x, y, z);
    if (Number.isFinite(value)) return value;
    throw new InputError({
      what: `the function is ${value} at (${x}, ${y}, ${z})`,
      remedy: `give a function that is finite ${domain}`,
      value,
    });
  };
