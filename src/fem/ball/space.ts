import { InputError } from "../../core/errors.ts";
import type { SparsityPattern } from "../../linalg/sparse.ts";
import { boundarySlots, meshFaces } from "../../mesh/ball/geometry.ts";
import { meshEdges } from "../../mesh/edges.ts";
import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { coupling } from "../coupling.ts";
import type { TetrahedralElement } from "./element.ts";

/** Continuous piecewise polynomials on tetrahedra. */
export interface BallSpace {
  readonly mesh: Mesh;
  readonly element: TetrahedralElement;
  /**
   * Vertices of each cell in ascending order, 4 a cell: the order of the element's vertices. All cells at an edge or a face then see its nodes in
   * one order. The map from the reference cell may turn it inside out, which only its determinant's absolute value would notice.
   */
  readonly corners: Uint32Array;
  readonly unknowns: number;
  /** Unknown of each node of each cell: cells x element.size. */
  readonly cellUnknowns: Uint32Array;
  /** One pattern for every matrix on this space. */
  readonly pattern: SparsityPattern;
  /** Place in the pattern of entry (i, j) of each cell's matrix: cells x size x size. */
  readonly scatter: Int32Array;
  /** Faces of the boundary as cell x 4 + number of the opposite vertex in `corners`. */
  readonly boundary: Int32Array;
}

/** @throws InputError for a mesh of the sphere */
export function ballSpace(mesh: Mesh, element: TetrahedralElement): BallSpace {
  if (mesh.dimension !== 3) {
    throw new InputError({
      what: `a mesh of dimension ${mesh.dimension} carries no tetrahedral elements`,
      remedy: "give a mesh of the ball (dimension 3)",
      value: mesh.dimension,
      limit: 3,
    });
  }
  const corners = mesh.cells.slice();
  for (let k = 0; k < corners.length; k += 4) corners.subarray(k, k + 4).sort();
  const sorted: Mesh = { dimension: 3, points: mesh.points, cells: corners };
  const faces = meshFaces(sorted);
  const { unknowns, cellUnknowns } = numberUnknowns(sorted, element, faces.cellFaces, faces.count);
  const { pattern, scatter } = coupling(unknowns, element.size, cellUnknowns);
  return { mesh, element, corners, unknowns, cellUnknowns, pattern, scatter, boundary: boundarySlots(faces) };
}

/** What a space knows of its nodes, without the pattern of its matrices. */
export type BallNodes = Pick<BallSpace, "mesh" | "element" | "corners" | "unknowns" | "cellUnknowns">;

/** The nodes of another element on the mesh of a space. */
export function ballNodes({ mesh, corners }: BallNodes, element: TetrahedralElement): BallNodes {
  const sorted: Mesh = { dimension: 3, points: mesh.points, cells: corners };
  const faces = meshFaces(sorted);
  return { mesh, element, corners, ...numberUnknowns(sorted, element, faces.cellFaces, faces.count) };
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
  cellFaces: Uint32Array,
  faceCount: number,
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
