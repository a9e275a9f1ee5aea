import { cellCount } from "../../mesh/mesh.ts";
import { forEachPlace, productExactness } from "../cells.ts";
import { nodePoints } from "../nodePoints.ts";
import type { WeightedPoints } from "../weightedPoints.ts";
import { enrichedTriangle } from "./element.ts";
import { type SphereNodes, sphereNodes } from "./space.ts";

/**
 * A density as weights w_i = int P phi_i at the nodes of elements of another degree on the same mesh: int P v is sum_i w_i v(r_i) but for the
 * interpolation of v. Cells share the nodes, which are several times fewer than the points of a quadrature rule.
 */
export function nodeWeights(source: SphereNodes, degree: number): WeightedPoints {
  const target = sphereNodes(source.mesh, enrichedTriangle(degree));
  const highest = productExactness(degree > source.element.degree ? target : source);
  const rule = source.geometry.quadrature(
    Math.min(highest, degree + source.element.degree + source.geometry.curvature),
  );
  const depth = rule.weights.length;
  const phi = target.element.tabulate(rule.points).values;
  const psi = source.element.tabulate(rule.points).values;
  const m = target.element.size;
  const n = source.element.size;
  const cells = cellCount(source.mesh);
  const measure = new Float64Array(depth * cells);
  forEachPlace(source, rule, (cell, weights) => measure.set(weights, depth * cell));
  const local = new Float64Array(n);
  const cellWeights = new Float64Array(m);
  const weights = (density: Float64Array): Float64Array => {
    const result = new Float64Array(target.unknowns);
    for (let cell = 0, at = 0; cell < cells; cell++) {
      for (let i = 0; i < n; i++) local[i] = density[source.cellUnknowns[cell * n + i]!]!;
      cellWeights.fill(0);
      for (let p = 0; p < depth; p++, at++) {
        let value = 0;
        for (let i = 0, from = p * n; i < n; i++, from++) value += psi[from]! * local[i]!;
        value *= measure[at]!;
        for (let i = 0, from = p * m; i < m; i++, from++) cellWeights[i]! += value * phi[from]!;
      }
      for (let i = 0; i < m; i++) result[target.cellUnknowns[cell * m + i]!]! += cellWeights[i]!;
    }
    return result;
  };
  return { points: nodePoints(target), weights };
}
