import { inverse, Matrix } from "ml-matrix";
import { InputError } from "../../core/errors.ts";
import { localEdges } from "../../mesh/edges.ts";
import type { Tabulation } from "../element.ts";
import { recursiveNode } from "../nodes.ts";
import { orthonormalTetrahedron, tetrahedronBasisSize, tetrahedronScratch } from "./basis.ts";

/** A Lagrange tetrahedron: frozen data and one function. */
export interface TetrahedralElement {
  readonly cell: "tetrahedron";
  readonly degree: number;
  /** Number of basis functions. */
  readonly size: number;
  /**
   * Reference coordinates of the nodes, 3 a node: the vertices, then the inner nodes of the edges (in the order of `localEdges`, each from its
   * lower to its higher vertex), of the faces opposite to vertex 0, 1, 2, 3, and of the cell.
   */
  readonly nodes: Float64Array;
  /** Basis functions and their reference gradients at `points` (3 numbers a point). */
  readonly tabulate: (points: Float64Array) => Tabulation;
  /** Matrix (size x size, row-major) from nodal values to coefficients of the orthonormal polynomials of `orthonormalTetrahedron`. */
  readonly toModal: Float64Array;
}

export const maximumTetrahedronDegree = 4;

/**
 * Lagrange tetrahedron of degree 1 to 4.
 *
 * @throws InputError outside that range
 */
export function lagrangeTetrahedron(degree: number): TetrahedralElement {
  if (!(Number.isInteger(degree) && degree >= 1 && degree <= maximumTetrahedronDegree)) {
    throw new InputError({
      what: `degree ${degree} is not an integer from 1 to ${maximumTetrahedronDegree}, the highest tetrahedral element`,
      remedy: "refine the mesh instead",
      value: degree,
      limit: maximumTetrahedronDegree,
    });
  }
  return enrichedTetrahedron(degree);
}

/** The same family without its upper limit: error estimates compare with a higher degree. */
export function enrichedTetrahedron(degree: number): TetrahedralElement {
  const known = elements.get(degree);
  if (known !== undefined) return known;
  const nodes = Float64Array.from(tetrahedronIndices(degree).flatMap((index) => recursiveNode(index).slice(1)));
  const size = nodes.length / 3;
  const modal = modalBasis(degree, nodes);
  const coefficients = inverse(Matrix.from1DArray(size, size, modal.values));
  const tabulate = (points: Float64Array): Tabulation => {
    const basis = modalBasis(degree, points);
    const count = points.length / 3;
    const nodal = (array: Float64Array): Float64Array =>
      Float64Array.from(Matrix.from1DArray(count, size, array).mmul(coefficients).to1DArray());
    return { values: nodal(basis.values), gradients: basis.gradients.map(nodal) };
  };
  const element: TetrahedralElement = Object.freeze({
    cell: "tetrahedron",
    degree,
    size,
    nodes,
    tabulate,
    toModal: Float64Array.from(coefficients.to1DArray()),
  });
  elements.set(degree, element);
  return element;
}

/** Elements are immutable and few, and their coefficients cost an inversion. */
const elements = new Map<number, TetrahedralElement>();

/** Barycentric multi-indices in the order of the nodes. */
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

function modalBasis(degree: number, points: Float64Array): Tabulation {
  const size = tetrahedronBasisSize(degree);
  const count = points.length / 3;
  const values = new Float64Array(count * size);
  const gradients = [0, 1, 2].map(() => new Float64Array(count * size));
  const value = new Float64Array(size);
  const gradient = new Float64Array(3 * size);
  const scratch = tetrahedronScratch(degree);
  for (let p = 0; p < count; p++) {
    orthonormalTetrahedron(scratch, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!, value, gradient);
    values.set(value, p * size);
    for (let k = 0; k < size; k++)
      for (let axis = 0; axis < 3; axis++) gradients[axis]![p * size + k] = gradient[3 * k + axis]!;
  }
  return { values, gradients };
}
