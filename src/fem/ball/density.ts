import type { SampledDensity } from "../sphere/density.ts";
import { affineMap, mapCell, mapPoints } from "./geometry.ts";
import { tetrahedronQuadrature } from "./quadrature.ts";
import type { BallSpace } from "./space.ts";

/** A density at the points of a rule of the given exactness in every cell, by default that of its own degree and some more. */
export function sampleBallDensity(
  space: BallSpace,
  density: Float64Array,
  exactness: number = 2 * space.element.degree,
): SampledDensity {
  const { element, corners, cellUnknowns } = space;
  const { size } = element;
  const rule = tetrahedronQuadrature(exactness);
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const cells = corners.length / 4;
  const points = new Float64Array(3 * depth * cells);
  const measure = new Float64Array(depth * cells);
  const values = new Float64Array(depth * cells);
  const map = affineMap();
  for (let cell = 0, at = 0; cell < cells; cell++) {
    mapCell(space, cell, map);
    mapPoints(map, rule.points, points.subarray(3 * depth * cell, 3 * depth * (cell + 1)));
    for (let p = 0; p < depth; p++, at++) {
      measure[at] = rule.weights[p]! * map.determinant;
      for (let i = 0; i < size; i++) values[at]! += phi[p * size + i]! * density[cellUnknowns[cell * size + i]!]!;
    }
  }
  return { points, measure, values };
}
