import { meshEdges } from "../edges.ts";
import { cellCount, type Mesh, vertexCount } from "../mesh.ts";
import { applyMoebius, basePoints } from "./grade.ts";

/**
 * Every triangle split into four at the midpoints of its edges, which are projected to the sphere. Old vertices keep their
 * numbers; the midpoint of edge e (numbering of `meshEdges`) becomes vertex vertexCount + e. A graded mesh is split on its base
 * points, so that the grading stays the same map.
 */
export function refineUniformly(mesh: Mesh): Mesh {
  const edges = meshEdges(mesh);
  const oldVertices = vertexCount(mesh);
  const base = basePoints(mesh);
  const midpoints = new Float64Array(3 * edges.count);
  for (let e = 0; e < edges.count; e++) {
    const a = 3 * edges.vertices[2 * e]!;
    const b = 3 * edges.vertices[2 * e + 1]!;
    const x = base[a]! + base[b]!;
    const y = base[a + 1]! + base[b + 1]!;
    const z = base[a + 2]! + base[b + 2]!;
    const norm = Math.sqrt(x * x + y * y + z * z);
    midpoints[3 * e] = x / norm;
    midpoints[3 * e + 1] = y / norm;
    midpoints[3 * e + 2] = z / norm;
  }
  if (mesh.grading !== undefined) applyMoebius(mesh.grading, midpoints, midpoints);
  const points = new Float64Array(3 * (oldVertices + edges.count));
  points.set(mesh.points);
  points.set(midpoints, 3 * oldVertices);

  const count = cellCount(mesh);
  const cells = new Uint32Array(12 * count);
  for (let cell = 0; cell < count; cell++) {
    const v0 = mesh.cells[3 * cell]!;
    const v1 = mesh.cells[3 * cell + 1]!;
    const v2 = mesh.cells[3 * cell + 2]!;
    const m0 = oldVertices + edges.cellEdges[3 * cell]!;
    const m1 = oldVertices + edges.cellEdges[3 * cell + 1]!;
    const m2 = oldVertices + edges.cellEdges[3 * cell + 2]!;
    putCell(cells, 12 * cell, v0, m0, m2);
    putCell(cells, 12 * cell + 3, v1, m1, m0);
    putCell(cells, 12 * cell + 6, v2, m2, m1);
    putCell(cells, 12 * cell + 9, m0, m1, m2);
  }
  return mesh.grading === undefined
    ? { dimension: 2, points, cells }
    : { dimension: 2, points, cells, grading: mesh.grading };
}

function putCell(cells: Uint32Array, at: number, a: number, b: number, c: number): void {
  cells[at] = a;
  cells[at + 1] = b;
  cells[at + 2] = c;
}
