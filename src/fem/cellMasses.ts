import { cellCount } from "../mesh/mesh.ts";
import { forEachPlace, linearExactness } from "./cells.ts";
import type { SpaceNodes } from "./space.ts";

/**
 * Integral of P over each cell of its mesh (one number a cell), from nodal values: what a histogram of positions on the same
 * mesh is compared with. They sum to int P; plain Galerkin is accurate in its moments, not cell by cell, and a mass may be negative.
 */
export function cellMasses(space: SpaceNodes, density: Float64Array): Float64Array {
  const { element, geometry, mesh, cellUnknowns } = space;
  const { size, degree } = element;
  const rule = geometry.quadrature(linearExactness(space, degree));
  const phi = element.tabulate(rule.points).values;
  const masses = new Float64Array(cellCount(mesh));
  forEachPlace(space, rule, (cell, weights) => {
    let mass = 0;
    for (let p = 0; p < weights.length; p++) {
      let value = 0;
      for (let i = 0; i < size; i++) value += phi[p * size + i]! * density[cellUnknowns[cell * size + i]!]!;
      mass += weights[p]! * value;
    }
    masses[cell] = mass;
  });
  return masses;
}
