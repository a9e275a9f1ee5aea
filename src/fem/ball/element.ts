import { localEdges } from "../../mesh/edges.ts";
import { type LagrangeElement, lagrangeElements, requireElementDegree } from "../lagrange.ts";
import { orthonormalTetrahedron, tetrahedronScratch } from "./basis.ts";

/**
 * A Lagrange tetrahedron. Nodes: the vertices, then the inner nodes of the edges (in the order of `localEdges`, each from its lower to its
 * higher vertex), of the faces opposite to vertex 0, 1, 2, 3, and of the cell. `toModal` leads to the polynomials of `orthonormalTetrahedron`.
 */
export type TetrahedralElement = LagrangeElement<"tetrahedron">;

export const maximumTetrahedronDegree = 4;

/**
 * Lagrange tetrahedron of degree 1 to 4.
 *
 * @throws InputError outside that range
 */
export function lagrangeTetrahedron(degree: number): TetrahedralElement {
  requireElementDegree(degree, maximumTetrahedronDegree, "tetrahedral");
  return enrichedTetrahedron(degree);
}

/** The same family without its upper limit: error estimates compare with a higher degree. */
export const enrichedTetrahedron: (degree: number) => TetrahedralElement = lagrangeElements({
  cell: "tetrahedron",
  dimension: 3,
  nodeIndices: tetrahedronIndices,
  orthonormal: (degree) => {
    const scratch = tetrahedronScratch(degree);
    return (points, begin, values, gradients) =>
      orthonormalTetrahedron(scratch, points[begin]!, points[begin + 1]!, points[begin + 2]!, values, gradients);
  },
});

function tetrahedronIndices(degree: number): number[][] {
  const indices: number[][] = [0, 1, 2, 3].map((v) => [0, 1, 2, 3].map((k) => (k === v ? degree : 0)));
  const edges = localEdges(3);
  for (let e = 0; e < 6; e++) {
    const low = Math.min(edges[2 * e]!, edges[2 * e + 1]!);
    const high = Math.max(edges[2 * e]!, edges[2 * e + 1]!);
    for (let k = 1; k < degree; k++)
      indices.push([0, 1, 2, 3].map((v) => (v === low ? degree - k : v === high ? k : 0)));
  }
  for (let face = 0; face < 4; face++) {
    for (let j = 1; j < degree; j++) {
      for (let i = 1; i + j < degree; i++) {
        const inner = [degree - i - j, i, j];
        indices.push([0, 1, 2, 3].map((v) => (v === face ? 0 : inner[v < face ? v : v - 1]!)));
      }
    }
  }
  for (let k = 1; k < degree; k++) {
    for (let j = 1; j + k < degree; j++) {
      for (let i = 1; i + j + k < degree; i++) indices.push([degree - i - j - k, i, j, k]);
    }
  }
  return indices;
}
