import { InputError } from "../core/errors.ts";
import { analyze, factor } from "../linalg/direct/lu.ts";
import { solveRefined } from "../linalg/direct/refine.ts";
import { forEachCell, linearExactness } from "./cells.ts";
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
  const fill = (x: number, y: number, z: number, out: Float64Array): void => {
    out[0] = checked(x, y, z);
  };
  return loadVectors(space, 1, fill, exactness)[0]!;
}

/** As `loadVector` for several functions at once: `fill` writes their `count` values at a point. */
export function loadVectors(
  space: SpaceNodes,
  count: number,
  fill: (x: number, y: number, z: number, out: Float64Array) => void,
  exactness: number,
): Float64Array[] {
  const { element, geometry, cellUnknowns, unknowns } = space;
  const { size } = element;
  const rule = geometry.quadrature(exactness);
  const depth = rule.weights.length;
  const phi = transposed(element.tabulate(rule.points).values, size);
  const sample = new Float64Array(count);
  const samples = new Float64Array(count * depth);
  // Those of an unknown next to each other, which they are added to at once.
  const loads = new Float64Array(count * unknowns);
  forEachCell(space, rule, (cell, weights, { positions }) => {
    for (let p = 0; p < depth; p++) {
      fill(positions[3 * p]!, positions[3 * p + 1]!, positions[3 * p + 2]!, sample);
      for (let f = 0; f < count; f++) samples[f * depth + p] = weights[p]! * sample[f]!;
    }
    for (let i = 0; i < size; i++) {
      addProducts(samples, phi, i * depth, depth, loads, count * cellUnknowns[cell * size + i]!, count);
    }
  });
  return Array.from({ length: count }, (_, f) => {
    const load = new Float64Array(unknowns);
    for (let i = 0, at = f; i < unknowns; i++, at += count) load[i] = loads[at]!;
    return load;
  });
}

/** By functions, from values by points. */
function transposed(values: Float64Array, size: number): Float64Array {
  const depth = values.length / size;
  const result = new Float64Array(values.length);
  for (let p = 0; p < depth; p++) for (let i = 0; i < size; i++) result[i * depth + p] = values[p * size + i]!;
  return result;
}

/** Adds the products of each row of samples with one of `phi` to numbers next to each other: five at a time, since one alone waits for each addition. */
function addProducts(
  samples: Float64Array,
  phi: Float64Array,
  begin: number,
  depth: number,
  out: Float64Array,
  first: number,
  count: number,
): void {
  let at = first;
  let row = 0;
  for (; at + 5 <= first + count; at += 5, row += 5 * depth) {
    let [a, b, c, d, e] = [0, 0, 0, 0, 0];
    for (let p = 0, k = row; p < depth; p++, k++) {
      const value = phi[begin + p]!;
      a += samples[k]! * value;
      b += samples[k + depth]! * value;
      c += samples[k + 2 * depth]! * value;
      d += samples[k + 3 * depth]! * value;
      e += samples[k + 4 * depth]! * value;
    }
    out[at]! += a;
    out[at + 1]! += b;
    out[at + 2]! += c;
    out[at + 3]! += d;
    out[at + 4]! += e;
  }
  for (; at < first + count; at++, row += depth) {
    let sum = 0;
    for (let p = 0; p < depth; p++) sum += samples[row + p]! * phi[begin + p]!;
    out[at]! += sum;
  }
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
