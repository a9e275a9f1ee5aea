import { meshEdges } from "./edges.ts";
import { cellCount, type Mesh, vertexCount } from "./mesh.ts";

/**
 * Every triangle of a mesh without grading split into four at the midpoints of its edges, which are projected to the sphere. Old
 * vertices keep their numbers; the midpoint of edge e (numbering of `meshEdges`) becomes vertex vertexCount + e.
 */
export function splitTriangles(mesh: Mesh): Mesh {
  const edges = meshEdges(mesh);
  const oldVertices = vertexCount(mesh);
  const points = new Float64Array(3 * (oldVertices + edges.count));
  points.set(mesh.points);
  for (let e = 0; e < edges.count; e++) {
    const a = 3 * edges.vertices[2 * e]!;
    const b = 3 * edges.vertices[2 * e + 1]!;
    const x = points[a]! + points[b]!;
    const y = points[a + 1]! + points[b + 1]!;
    const z = points[a + 2]! + points[b + 2]!;
    const norm = Math.sqrt(x * x + y * y + z * z);
    const at = 3 * (oldVertices + e);
    points[at] = x / norm;
    points[at + 1] = y / norm;
    points[at + 2] = z / norm;
  }
  const count = cellCount(mesh);
  const cells = new Uint32Array(12 * count);
  for (let cell = 0; cell < count; cell++) {
    const v0 = mesh.cells[3 * cell]!;
    const v1 = mesh.cells[3 * cell + 1]!;
    const v2 = mesh.cells[3 * cell + 2]!;
    const m0 = oldVertices + edges.cellEdges[3 * cell]!;
    const m1 = oldVertices + edges.cellEdges[3 * cell + 1]!;
    const m2 = oldVertices + edges.cellEdges[3 * cell + 2]!;
    cells.set([v0, m0, m2, v1, m1, m0, v2, m2, m1, m0, m1, m2], 12 * cell);
  }
  return { dimension: 2, points, cells };
}
