import { boundarySlots, type MeshFaces, meshFaces } from "../../mesh/ball/geometry.ts";
import { meshEdges } from "../../mesh/edges.ts";
import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { requireDomain } from "../../mesh/requireDomain.ts";
import { coupling } from "../coupling.ts";
import type { Space, SpaceNodes } from "../space.ts";
import type { TetrahedralElement } from "./element.ts";
import { type AffineMap, ballGeometry } from "./geometry.ts";

/** The nodes of an element on a mesh of the ball. */
export interface BallNodes extends SpaceNodes<"tetrahedron", AffineMap> {
  /**
   * Vertices of each cell in ascending order, 4 a cell: the order of the element's vertices. All cells at an edge or a face then see its nodes in
   * one order. The map from the reference cell may turn it inside out, which only its determinant's absolute value would notice.
   */
  readonly corners: Uint32Array;
}

/** Continuous piecewise polynomials on the tetrahedra of a mesh of the ball. */
export interface BallSpace extends Space<"tetrahedron", AffineMap>, BallNodes {
  /** Faces of the boundary as cell x 4 + number of the opposite vertex in `corners`. */
  readonly boundary: Int32Array;
}

/** @throws InputError for a mesh of the sphere */
export function ballSpace(mesh: Mesh, element: TetrahedralElement): BallSpace {
  const sorted = sortedMesh(mesh);
  const faces = meshFaces(sorted);
  const nodes = nodesOn(mesh, element, sorted, faces);
  return { ...nodes, ...coupling(nodes.unknowns, element.size, nodes.cellUnknowns), boundary: boundarySlots(faces) };
}

/** @throws InputError for a mesh of the sphere */
export function ballNodes(mesh: Mesh, element: TetrahedralElement): BallNodes {
  const sorted = sortedMesh(mesh);
  return nodesOn(mesh, element, sorted, meshFaces(sorted));
}

function nodesOn(mesh: Mesh, element: TetrahedralElement, sorted: Mesh, faces: MeshFaces): BallNodes {
  const geometry = ballGeometry(mesh, sorted.cells);
  return { mesh, element, geometry, corners: sorted.cells, ...numberUnknowns(sorted, element, faces) };
}

/** The mesh with the vertices of each cell in ascending order. */
function sortedMesh(mesh: Mesh): Mesh {
  requireDomain(mesh, "ball");
  const cells = mesh.cells.slice();
  for (let k = 0; k < cells.length; k += 4) cells.subarray(k, k + 4).sort();
  return { dimension: 3, points: mesh.points, cells };
}

/** Number of unknowns that a space of this degree has. */
export function ballUnknownCount(mesh: Mesh, degree: number): number {
  const perEdge = degree - 1;
  const perFace = (perEdge * (degree - 2)) / 2;
  const perCell = (perFace * (degree - 3)) / 3;
  return (
    vertexCount(mesh) + perEdge * meshEdges(mesh).count + perFace * meshFaces(mesh).count + perCell * cellCount(mesh)
  );
}

/** Vertices first, then edges and faces (each as its ascending vertices have it), then the interior of each cell. */
function numberUnknowns(
  sorted: Mesh,
  { degree, size }: TetrahedralElement,
  { cellFaces, count: faceCount }: MeshFaces,
): { unknowns: number; cellUnknowns: Uint32Array } {
  const edges = meshEdges(sorted);
  const perEdge = degree - 1;
  const perFace = ((degree - 1) * (degree - 2)) / 2;
  const perCell = size - 4 - 6 * perEdge - 4 * perFace;
  const firstEdge = vertexCount(sorted);
  const firstFace = firstEdge + perEdge * edges.count;
  const firstInner = firstFace + perFace * faceCount;
  const cells = cellCount(sorted);
  const cellUnknowns = new Uint32Array(cells * size);
  for (let cell = 0, at = 0; cell < cells; cell++) {
    for (let v = 0; v < 4; v++) cellUnknowns[at++] = sorted.cells[4 * cell + v]!;
    for (let e = 0; e < 6; e++) {
      const first = firstEdge + perEdge * edges.cellEdges[6 * cell + e]!;
      for (let k = 0; k < perEdge; k++) cellUnknowns[at++] = first + k;
    }
    for (let f = 0; f < 4; f++) {
      const first = firstFace + perFace * cellFaces[4 * cell + f]!;
      for (let k = 0; k < perFace; k++) cellUnknowns[at++] = first + k;
    }
    for (let k = 0; k < perCell; k++) cellUnknowns[at++] = firstInner + perCell * cell + k;
  }
  return { unknowns: firstInner + perCell * cells, cellUnknowns };
}
