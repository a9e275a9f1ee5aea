import { cellCount } from "../../mesh/mesh.ts";
import { sampleDensity } from "./density.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * Integral of P over each cell of its mesh (one number a cell), from nodal values: what a histogram of positions on the same
 * mesh is compared with. They sum to int P; where P has a negative region a mass can be negative.
 */
export function cellMasses(space: FunctionSpace, density: Float64Array): Float64Array {
  const { measure, values } = sampleDensity(space, density);
  const cells = cellCount(space.mesh);
  const depth = values.length / cells;
  const masses = new Float64Array(cells);
  for (let i = 0; i < values.length; i++) masses[Math.trunc(i / depth)]! += measure[i]! * values[i]!;
  return masses;
}
