import { applyMoebius, basePoints } from "../grade.ts";
import type { Mesh } from "../mesh.ts";
import { splitTriangles } from "../splitTriangles.ts";

/**
 * Every triangle split into four at the midpoints of its edges, which are projected to the sphere. Old vertices keep their
 * numbers; the midpoint of edge e (numbering of `meshEdges`) becomes vertex vertexCount + e. A graded mesh is split on its base
 * points, so that the grading stays the same map.
 */
export function refineUniformly(mesh: Mesh): Mesh {
  const { grading } = mesh;
  if (grading === undefined) return splitTriangles(mesh);
  const { points, cells } = splitTriangles({ dimension: 2, points: basePoints(mesh), cells: mesh.cells });
  const midpoints = points.subarray(mesh.points.length);
  applyMoebius(grading, midpoints, midpoints);
  // Old vertices keep their bits: the map there and back would round them.
  points.set(mesh.points);
  return { dimension: 2, points, cells, grading };
}
