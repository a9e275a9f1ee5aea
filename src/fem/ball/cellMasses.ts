import { affineMap, mapCell } from "./geometry.ts";
import { tetrahedronQuadrature } from "./quadrature.ts";
import type { BallSpace } from "./space.ts";

/**
 * Integral of P over each tetrahedron (one number a cell), from nodal values: what a histogram of positions on the same mesh is compared with. They sum to
 * int P. Plain Galerkin is exact in its moments, not cell by cell: a mass may be negative, and converges with the mesh only.
 */
export function ballCellMasses(space: BallSpace, density: Float64Array): Float64Array {
  const { element, corners, cellUnknowns } = space;
  const { size } = element;
  const integrals = basisIntegrals(space);
  const map = affineMap();
  const masses = new Float64Array(corners.length / 4);
  for (let cell = 0; cell < masses.length; cell++) {
    mapCell(space, cell, map);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += integrals[i]! * density[cellUnknowns[cell * size + i]!]!;
    masses[cell] = map.determinant * sum;
  }
  return masses;
}

/** Of each basis function over the reference tetrahedron, whose volume is 1/6. */
function basisIntegrals({ element }: BallSpace): Float64Array {
  const { size, degree } = element;
  const rule = tetrahedronQuadrature(degree);
  const { values } = element.tabulate(rule.points);
  const integrals = new Float64Array(size);
  for (let p = 0; p < rule.weights.length; p++) {
    for (let i = 0; i < size; i++) integrals[i]! += rule.weights[p]! * values[p * size + i]!;
  }
  return integrals;
}
