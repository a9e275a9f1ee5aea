import { cellCount } from "../../mesh/mesh.ts";
import { sphereGeometry, sphereMap } from "./geometry.ts";
import type { FunctionSpace } from "./space.ts";

/** Position of every unknown's node on the sphere: 3 numbers an unknown. */
export function nodePoints(space: FunctionSpace): Float64Array {
  const { element, mesh, cellUnknowns, unknowns } = space;
  const geometry = sphereGeometry(element.size);
  const map = sphereMap(mesh, element.nodes, geometry);
  const points = new Float64Array(3 * unknowns);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    map(cell);
    for (let i = 0; i < element.size; i++) {
      points.set(geometry.points.subarray(3 * i, 3 * i + 3), 3 * cellUnknowns[cell * element.size + i]!);
    }
  }
  return points;
}
