import type { SparseMatrix } from "../../linalg/sparse.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { triangleQuadrature } from "../quadrature.ts";
import { generatorExactness } from "./generator.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/** Mass matrix int v P on space.pattern. */
export function assembleMass(space: FunctionSpace): SparseMatrix {
  const { element, mesh, pattern, scatter } = space;
  const size = element.size;
  const rule = triangleQuadrature(generatorExactness(element.degree));
  const depth = rule.weights.length;
  const phi = element.tabulate(rule.points).values;
  const geometry = sphereGeometry(depth);
  const map = sphereMap(mesh, rule.points, geometry);
  const weighted = new Float64Array(depth * size);
  const local = new Float64Array(size * size);
  const values = new Float64Array(pattern.columnIndices.length);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let p = 0, at = 0; p < depth; p++) {
      const measure = rule.weights[p]! * geometry.area[p]!;
      for (let i = 0; i < size; i++, at++) weighted[at] = measure * phi[at]!;
    }
    local.fill(0);
    addOuterProducts(local, size, weighted, phi, depth);
    for (let k = 0, at = cell * size * size; k < size * size; k++, at++) values[scatter[at]!]! += local[k]!;
  }
  return { pattern, values };
}
