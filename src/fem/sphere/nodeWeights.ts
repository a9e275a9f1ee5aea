import { cellCount } from "../../mesh/mesh.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Returns a function from nodal values of P on `source` to the weights w_i = int P phi_i, phi_i the basis of `target` on the same mesh: int P v is
 * sum_i w_i v(x_i) but for the interpolation of v, which the cells share the nodes of. They are several times fewer than the points of a quadrature rule.
 */
export function nodeWeights(target: FunctionSpace, source: FunctionSpace): (density: Float64Array) => Float64Array {
  const highest = generatorExactness(Math.max(target.element.degree, source.element.degree));
  const rule = triangleQuadrature(Math.min(highest, target.element.degree + source.element.degree + 3));
  const depth = rule.weights.length;
  const phi = target.element.tabulate(rule.points).values;
  const psi = source.element.tabulate(rule.points).values;
  const m = target.element.size;
  const n = source.element.size;
  const measure = measures(source, rule.points, rule.weights);
  const local = new Float64Array(n);
  const weights = new Float64Array(m);
  return (density) => {
    const result = new Float64Array(target.unknowns);
    for (let cell = 0, at = 0; cell < cellCount(source.mesh); cell++) {
      for (let i = 0; i < n; i++) local[i] = density[source.cellUnknowns[cell * n + i]!]!;
      weights.fill(0);
      for (let p = 0; p < depth; p++, at++) {
        let value = 0;
        for (let i = 0, from = p * n; i < n; i++, from++) value += psi[from]! * local[i]!;
        value *= measure[at]!;
        for (let i = 0, from = p * m; i < m; i++, from++) weights[i]! += value * phi[from]!;
      }
      for (let i = 0; i < m; i++) result[target.cellUnknowns[cell * m + i]!]! += weights[i]!;
    }
    return result;
  };
}

/** Quadrature weight times area: cells x points. */
function measures({ mesh }: FunctionSpace, points: Float64Array, weights: Float64Array): Float64Array {
  const depth = weights.length;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, points, geometry);
  const measure = new Float64Array(depth * cellCount(mesh));
  for (let cell = 0, at = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0; p < depth; p++, at++) measure[at] = weights[p]! * geometry.area[p]!;
  }
  return measure;
}
