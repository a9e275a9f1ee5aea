import { InputError } from "../../core/errors.ts";
import type { SparsityPattern } from "../../linalg/sparse.ts";
import { meshEdges } from "../../mesh/edges.ts";
import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { coupling } from "../coupling.ts";
import type { Element } from "./element.ts";

/** Continuous piecewise functions: a mesh, an element, and how the cells share the unknowns. */
export interface FunctionSpace {
  readonly mesh: Mesh;
  readonly element: Element;
  readonly unknowns: number;
  /** Unknown of each node of each cell: cells x element.size. */
  readonly cellUnknowns: Uint32Array;
  /** One pattern for every matrix on this space. */
  readonly pattern: SparsityPattern;
  /** Place in the pattern of entry (i, j) of each cell's matrix: cells x size x size. */
  readonly scatter: Int32Array;
}

/** @throws InputError for a mesh of the ball */
export function functionSpace(mesh: Mesh, element: Element): FunctionSpace {
  requireSphere(mesh);
  const { unknowns, cellUnknowns } = numberUnknowns(mesh, element);
  const { pattern, scatter } = coupling(unknowns, element.size, cellUnknowns);
  return { mesh, element, unknowns, cellUnknowns, pattern, scatter };
}

function requireSphere(mesh: Mesh): void {
  if (mesh.dimension === 2) return;
  throw new InputError({
    what: `the mesh has dimension ${mesh.dimension}; P of collective processes lives on the sphere, dimension 2`,
    remedy: "give a triangle mesh of the unit sphere",
    value: mesh.dimension,
    limit: 2,
  });
}

/** Vertices first, then edges (from the lower to the higher vertex), then the interior of each cell. */
function numberUnknowns(mesh: Mesh, element: Element): { unknowns: number; cellUnknowns: Uint32Array } {
  const { degree, size } = element;
  const cells = cellCount(mesh);
  const vertices = vertexCount(mesh);
  const edges = meshEdges(mesh);
  const perEdge = degree - 1;
  const perCell = size - 3 - 3 * perEdge;
  const firstInner = vertices + perEdge * edges.count;
  const cellUnknowns = new Uint32Array(cells * size);
  for (let cell = 0, at = 0; cell < cells; cell++) {
    for (let v = 0; v < 3; v++) cellUnknowns[at++] = mesh.cells[3 * cell + v]!;
    for (let e = 0; e < 3; e++) {
      const forward = mesh.cells[3 * cell + e]! < mesh.cells[3 * cell + ((e + 1) % 3)]!;
      const first = vertices + perEdge * edges.cellEdges[3 * cell + e]!;
      for (let k = 0; k < perEdge; k++) cellUnknowns[at++] = first + (forward ? k : perEdge - 1 - k);
    }
    for (let k = 0; k < perCell; k++) cellUnknowns[at++] = firstInner + perCell * cell + k;
  }
  return { unknowns: firstInner + perCell * cells, cellUnknowns };
}
