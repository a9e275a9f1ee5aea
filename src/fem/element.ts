import { inverse, Matrix } from "ml-matrix";
import { InputError } from "../core/errors.ts";
import { recursiveNode } from "./nodes.ts";
import { orthonormalTriangle } from "./triangleBasis.ts";

/** Values of all basis functions at some points of the reference cell. */
export interface Tabulation {
  /** points x basis functions. */
  readonly values: Float64Array;
  /** One array (points x basis functions) a reference direction. */
  readonly gradients: readonly Float64Array[];
}

/** A Lagrange element: frozen data and one function. */
export interface Element {
  readonly cell: "triangle";
  readonly degree: number;
  /** Number of basis functions. */
  readonly size: number;
  /**
   * Reference coordinates of the nodes, 2 a node: the vertices, then the inner nodes of the edges (0,1), (1,2), (2,0) in
   * that direction, then the inner nodes of the cell.
   */
  readonly nodes: Float64Array;
  /** Basis functions and their reference gradients at `points` (2 numbers a point). */
  readonly tabulate: (points: Float64Array) => Tabulation;
  /** Matrix (size x size, row-major) from nodal values to coefficients of the orthonormal polynomials of `triangleBasis`. */
  readonly toModal: Float64Array;
}

export const maximumTriangleDegree = 8;

/**
 * Lagrange triangle of degree 1 to 8.
 *
 * @throws InputError outside that range
 */
export function lagrangeTriangle(degree: number): Element {
  if (!(Number.isInteger(degree) && degree >= 1 && degree <= maximumTriangleDegree)) {
    throw new InputError({
      what: `degree ${degree} is not an integer from 1 to ${maximumTriangleDegree}, the highest triangle element`,
      remedy: "refine the mesh instead",
      value: degree,
      limit: maximumTriangleDegree,
    });
  }
  return enrichedTriangle(degree);
}

/**
 * The same family without its upper limit: error estimates compare a degree-8 solution with one of degree 9.
 */
export function enrichedTriangle(degree: number): Element {
  const known = elements.get(degree);
  if (known !== undefined) return known;
  const nodes = Float64Array.from(triangleIndices(degree).flatMap((index) => recursiveNode(index).slice(1)));
  const size = nodes.length / 2;
  const modal = modalBasis(degree, nodes);
  const coefficients = inverse(Matrix.from1DArray(size, size, modal.values));
  const tabulate = (points: Float64Array): Tabulation => {
    const basis = modalBasis(degree, points);
    const count = points.length / 2;
    const nodal = (array: Float64Array): Float64Array =>
      Float64Array.from(Matrix.from1DArray(count, size, array).mmul(coefficients).to1DArray());
    return { values: nodal(basis.values), gradients: basis.gradients.map(nodal) };
  };
  const element: Element = Object.freeze({
    cell: "triangle",
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
const elements = new Map<number, Element>();

/** Barycentric multi-indices in the order of the nodes. */
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

function modalBasis(degree: number, points: Float64Array): Tabulation {
  const size = ((degree + 1) * (degree + 2)) / 2;
  const count = points.length / 2;
  const values = new Float64Array(count * size);
  const first = new Float64Array(count * size);
  const second = new Float64Array(count * size);
  const value = new Float64Array(size);
  const gradient = new Float64Array(2 * size);
  for (let p = 0; p < count; p++) {
    orthonormalTriangle(degree, points[2 * p]!, points[2 * p + 1]!, value, gradient);
    for (let k = 0; k < size; k++) {
      values[p * size + k] = value[k]!;
      first[p * size + k] = gradient[2 * k]!;
      second[p * size + k] = gradient[2 * k + 1]!;
    }
  }
  return { values, gradients: [first, second] };
}
