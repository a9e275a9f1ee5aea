import { type LagrangeElement, lagrangeElements, requireElementDegree } from "../lagrange.ts";
import { orthonormalTriangle } from "./basis.ts";

/**
 * A Lagrange triangle. Nodes: the vertices, then the inner nodes of the edges (0,1), (1,2), (2,0) in that direction, then the inner nodes of
 * the cell. `toModal` leads to the polynomials of `orthonormalTriangle`.
 */
export type Element = LagrangeElement<"triangle">;

export const maximumTriangleDegree = 8;

/**
 * Lagrange triangle of degree 1 to 8.
 *
 * @throws InputError outside that range
 */
export function lagrangeTriangle(degree: number): Element {
  requireElementDegree(degree, maximumTriangleDegree, "triangle");
  return enrichedTriangle(degree);
}

/**
 * The same family without its upper limit: error estimates compare a degree-8 solution with one of degree 9.
 */
export const enrichedTriangle: (degree: number) => Element = lagrangeElements({
  cell: "triangle",
  dimension: 2,
  nodeIndices: triangleIndices,
  orthonormal: (degree) => (points, begin, values, gradients) =>
    orthonormalTriangle(degree, points[begin]!, points[begin + 1]!, values, gradients),
});

function triangleIndices(degree: number): number[][] {
  const indices: number[][] = [
    [degree, 0, 0],
    [0, degree, 0],
    [0, 0, degree],
  ];
  for (let k = 1; k < degree; k++) indices.push([degree - k, k, 0]);
  for (let k = 1; k < degree; k++) indices.push([0, degree - k, k]);
  for (let k = 1; k < degree; k++) indices.push([k, 0, degree - k]);
  for (let j = 1; j < degree; j++) {
    for (let i = 1; i + j < degree; i++) indices.push([degree - i - j, i, j]);
  }
  return indices;
}
