import type { PatternElements } from "../linalg/solver.ts";
import { cellCount } from "../mesh/mesh.ts";
import type { Space } from "./space.ts";

/** The cells as what the pattern of a space is made of, each at the mean of its vertices: a solver orders the unknowns by it. */
export function patternElements({ mesh, element, cellUnknowns }: Space): PatternElements {
  const corners = mesh.dimension + 1;
  const cells = cellCount(mesh);
  const places = new Float64Array(3 * cells);
  for (let cell = 0; cell < cells; cell++) {
    for (let v = 0; v < corners; v++) {
      const vertex = mesh.cells[corners * cell + v]!;
      for (let d = 0; d < 3; d++) places[3 * cell + d]! += mesh.points[3 * vertex + d]! / corners;
    }
  }
  return { unknowns: cellUnknowns, size: element.size, places };
}
