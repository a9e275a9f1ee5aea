import type { SparseMatrix } from "../linalg/sparse.ts";
import { assembleTerms } from "./affineTerms.ts";
import { addCellMatrix, forEachCell, productExactness, zeroMatrix } from "./cells.ts";
import type { CellMap } from "./geometry.ts";
import { addOuterProducts } from "./outerProduct.ts";
import type { Quadrature } from "./quadrature.ts";
import type { Space } from "./space.ts";

/** Mass matrix int v P on space.pattern. */
export function assembleMass(space: Space): SparseMatrix {
  const { element, geometry } = space;
  const rule = geometry.quadrature(productExactness(space));
  const phi = element.tabulate(rule.points).values;
  return geometry.curvature === 0 ? affineMass(space, rule, phi) : curvedMass(space, rule, phi);
}

function curvedMass(space: Space, rule: Quadrature, phi: Float64Array): SparseMatrix {
  const terms = {
    tables: { size: space.element.size, depth: rule.weights.length, left: [phi], right: [phi] },
    isZero: () => false,
    coefficients: (_map: CellMap, weights: Float64Array, _theta: Float64Array, out: Float64Array, at: number) =>
      out.set(weights, at),
  };
  return assembleTerms(space, rule, [Float64Array.of(1)], terms)[0]!;
}

/** That of the reference cell times the measure, in every cell. */
function affineMass(space: Space, rule: Quadrature, phi: Float64Array): SparseMatrix {
  const { size } = space.element;
  const mass = zeroMatrix(space.pattern);
  const weighted = new Float64Array(phi.length);
  const reference = new Float64Array(size * size);
  weighRows(phi, size, rule.weights, weighted);
  addOuterProducts(reference, size, weighted, phi, rule.weights.length);
  const middle = {
    points: rule.points.subarray(0, rule.points.length / rule.weights.length),
    weights: Float64Array.of(1),
  };
  forEachCell(space, middle, (cell, measure) => addCellMatrix(space, cell, reference, mass.values, measure[0]!));
  return mass;
}

/** Each row of `size` values times its weight. */
function weighRows(rows: Float64Array, size: number, weights: Float64Array, out: Float64Array): void {
  for (let p = 0, at = 0; p < weights.length; p++) {
    const weight = weights[p]!;
    for (let i = 0; i < size; i++, at++) out[at] = weight * rows[at]!;
  }
}
