import { cellCount } from "../mesh/mesh.ts";
import type { SpaceNodes } from "./space.ts";

/** Position of every unknown's node: 3 numbers an unknown. */
export function nodePoints({ element, geometry, mesh, cellUnknowns, unknowns }: SpaceNodes): Float64Array {
  const { size, nodes } = element;
  const { positions, move } = geometry.places(nodes);
  const points = new Float64Array(3 * unknowns);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    move(cell);
    for (let i = 0; i < size; i++) {
      const to = 3 * cellUnknowns[cell * size + i]!;
      for (let k = 0; k < 3; k++) points[to + k] = positions[3 * i + k]!;
    }
  }
  return points;
}
