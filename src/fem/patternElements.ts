import type { PatternElements } from "../linalg/solver.ts";
import { cellCount } from "../mesh/mesh.ts";
import type { Space } from "./space.ts";

/** The cells as what the pattern of a space is made of, each at the mean of its vertices: a solver orders the unknowns by it. */
export function patternElements({ mesh, element, cellUnknowns }: Space): PatternElements {
  const corners = mesh.dimension + 1;
  const cells = cellCount(mesh);
  const places = new Float64Array(3 * cells);
  for (let cell = 0; cell < cells; cell++) {
    let [x, y, z] = [0, 0, 0];
    for (let v = corners * cell; v < corners * (cell + 1); v++) {
      const at = 3 * mesh.cells[v]!;
      x += mesh.points[at]!;
      y += mesh.points[at + 1]!;
      z += mesh.points[at + 2]!;
    }
    places[3 * cell] = x / corners;
    places[3 * cell + 1] = y / corners;
    places[3 * cell + 2] = z / corners;
  }
  return { unknowns: cellUnknowns, size: element.size, places };
}
