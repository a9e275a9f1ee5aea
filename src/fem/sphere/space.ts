import { meshEdges } from "../../mesh/edges.ts";
import { cellCount, type Mesh, vertexCount } from "../../mesh/mesh.ts";
import { requireDomain } from "../../mesh/requireDomain.ts";
import { coupling } from "../coupling.ts";
import type { Space, SpaceNodes } from "../space.ts";
import type { Element } from "./element.ts";
import { type SphereMap, sphereGeometry } from "./geometry.ts";

/** Continuous piecewise functions on the triangles of a mesh of the sphere. */
export type FunctionSpace = Space<"triangle", SphereMap>;

/** The nodes of an element on a mesh of the sphere. */
export type SphereNodes = SpaceNodes<"triangle", SphereMap>;

/** @throws InputError for a mesh of the ball */
export function functionSpace(mesh: Mesh, element: Element): FunctionSpace {
  const nodes = sphereNodes(mesh, element);
  return { ...nodes, ...coupling(nodes.unknowns, element.size, nodes.cellUnknowns) };
}

/** @throws InputError for a mesh of the ball */
export function sphereNodes(mesh: Mesh, element: Element): SphereNodes {
  requireDomain(mesh, "sphere");
  return { mesh, element, geometry: sphereGeometry(mesh), ...numberUnknowns(mesh, element) };
}

/** Number of unknowns that a space of this degree has: (V - 2) p^2 + 2 on a closed surface of genus 0. */
export const sphereUnknownCount = (mesh: Mesh, degree: number): number => (vertexCount(mesh) - 2) * degree ** 2 + 2;

/** Of degree 1 no node is on an edge. */
const NO_EDGES = { count: 0, cellEdges: new Uint32Array(0) };

/** Vertices first, then edges (from the lower to the higher vertex), then the interior of each cell. */
function numberUnknowns(mesh: Mesh, element: Element): { unknowns: number; cellUnknowns: Uint32Array } {
  const { degree, size } = element;
  const cells = cellCount(mesh);
  const vertices = vertexCount(mesh);
  const perEdge = degree - 1;
  const edges = perEdge === 0 ? NO_EDGES : meshEdges(mesh);
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
