import type { SparseMatrix } from "../../linalg/sparse.ts";
import { addOuterProducts } from "../outerProduct.ts";
import { affineMap, mapCell } from "./geometry.ts";
import { tetrahedronQuadrature } from "./quadrature.ts";
import type { BallSpace } from "./space.ts";

/** Mass matrix int v P on space.pattern: that of the reference cell times six times the volume, in every cell. */
export function assembleBallMass(space: BallSpace): SparseMatrix {
  const { element, corners, pattern, scatter } = space;
  const { size, degree } = element;
  const rule = tetrahedronQuadrature(2 * degree);
  const phi = element.tabulate(rule.points).values;
  const weighted = phi.map((value, at) => value * rule.weights[Math.floor(at / size)]!);
  const reference = new Float64Array(size * size);
  addOuterProducts(reference, size, weighted, phi, rule.weights.length);
  const values = new Float64Array(pattern.columnIndices.length);
  const map = affineMap();
  for (let cell = 0, at = 0; cell < corners.length / 4; cell++) {
    mapCell(space, cell, map);
    for (let k = 0; k < size * size; k++, at++) values[scatter[at]!]! += map.determinant * reference[k]!;
  }
  return { pattern, values };
}
