import { InputError } from "../core/errors.ts";
import { multiplyDense } from "../linalg/dense/multiply.ts";
import { inverseOf } from "../linalg/dense/solve.ts";
import { recursiveNode } from "./nodes.ts";

/** Values of all basis functions at some points of the reference cell. */
export interface Tabulation {
  /** points x basis functions. */
  readonly values: Float64Array;
  /** One array (points x basis functions) a reference direction. */
  readonly gradients: readonly Float64Array[];
}

/** A Lagrange element on a simplex: frozen data and one function. */
export interface LagrangeElement<Cell extends string> {
  readonly cell: Cell;
  readonly dimension: 2 | 3;
  readonly degree: number;
  /** Number of basis functions. */
  readonly size: number;
  /** Barycentric multi-indices of the nodes, which add up to the degree: how each would lie among equally spaced ones. */
  readonly indices: readonly (readonly number[])[];
  /** Reference coordinates of the nodes, `dimension` a node, in the order of the family. */
  readonly nodes: Float64Array;
  /** Basis functions and their reference gradients at `points` (`dimension` numbers a point). */
  readonly tabulate: (points: Float64Array) => Tabulation;
  /** Matrix (size x size, row-major) from nodal values to coefficients of the orthonormal polynomials of the family. */
  readonly toModal: Float64Array;
  /** Returns an evaluator of the orthonormal polynomials, which serves one caller at a time. */
  readonly orthonormal: () => OrthonormalBasis;
}

/** Writes `size` orthonormal polynomials, and `dimension` derivatives each, at the point whose coordinates begin at `begin`. */
export type OrthonormalBasis = (
  points: Float64Array,
  begin: number,
  values: Float64Array,
  gradients: Float64Array,
) => void;

/** What the elements of one cell are made of. */
export interface LagrangeFamily<Cell extends string> {
  readonly cell: Cell;
  readonly dimension: 2 | 3;
  /** Barycentric multi-indices, which add up to the degree, in the order of the nodes. */
  readonly nodeIndices: (degree: number) => readonly (readonly number[])[];
  /** The orthonormal polynomials of a degree. */
  readonly orthonormal: (degree: number) => OrthonormalBasis;
}

/** The elements of a family: built once a degree, since they are immutable and few and their coefficients cost an inversion. */
export function lagrangeElements<Cell extends string>(
  family: LagrangeFamily<Cell>,
): (degree: number) => LagrangeElement<Cell> {
  const elements = new Map<number, LagrangeElement<Cell>>();
  return (degree) => {
    const known = elements.get(degree);
    if (known !== undefined) return known;
    const element = Object.freeze(lagrangeElement(family, degree));
    elements.set(degree, element);
    return element;
  };
}

function lagrangeElement<Cell extends string>(family: LagrangeFamily<Cell>, degree: number): LagrangeElement<Cell> {
  const { cell, dimension } = family;
  const indices = family.nodeIndices(degree);
  const nodes = Float64Array.from(indices.flatMap((index) => recursiveNode(index).slice(1)));
  const size = nodes.length / dimension;
  const modal = tabulateOrthonormal(family, degree, size, nodes);
  const toModal = inverseOf(size, modal.values);
  const tabulate = (points: Float64Array): Tabulation => {
    const basis = tabulateOrthonormal(family, degree, size, points);
    const count = points.length / dimension;
    const nodal = (array: Float64Array): Float64Array => multiplyDense(count, size, size, array, toModal);
    return { values: nodal(basis.values), gradients: basis.gradients.map(nodal) };
  };
  return {
    cell,
    dimension,
    degree,
    size,
    indices,
    nodes,
    tabulate,
    toModal,
    orthonormal: () => family.orthonormal(degree),
  };
}

function tabulateOrthonormal(
  { dimension, orthonormal }: LagrangeFamily<string>,
  degree: number,
  size: number,
  points: Float64Array,
): Tabulation {
  const count = points.length / dimension;
  const values = new Float64Array(count * size);
  const gradients = Array.from({ length: dimension }, () => new Float64Array(count * size));
  const value = new Float64Array(size);
  const gradient = new Float64Array(dimension * size);
  const evaluate = orthonormal(degree);
  for (let p = 0; p < count; p++) {
    evaluate(points, dimension * p, value, gradient);
    values.set(value, p * size);
    for (let k = 0; k < size; k++)
      for (let axis = 0; axis < dimension; axis++) gradients[axis]![p * size + k] = gradient[dimension * k + axis]!;
  }
  return { values, gradients };
}

/** @throws InputError for a degree that is not an integer from 1 to `highest`; `element` says whose it is */
export function requireElementDegree(degree: number, highest: number, element: string): void {
  if (Number.isInteger(degree) && degree >= 1 && degree <= highest) return;
  throw new InputError({
    what: `degree ${degree} is not an integer from 1 to ${highest}, the highest ${element} element`,
    remedy: "refine the mesh instead",
    value: degree,
    limit: highest,
  });
}
