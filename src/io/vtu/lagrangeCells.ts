import type { SpaceNodes } from "../../fem/space.ts";
import { sixfoldVolume } from "../../mesh/ball/geometry.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { vtkNodeOrder } from "./nodeOrder.ts";

/** The cells of a space as VTK has them: nodes at equal distances in the reference cell, where the nodes of our elements are not. */
export interface LagrangeCells {
  /** Place of each node: 3 numbers each. As many as the space has unknowns, by their numbers. */
  readonly points: Float64Array;
  /** Nodes of each cell in VTK's order: cells x nodes of a cell. */
  readonly connectivity: Uint32Array;
  readonly nodesPerCell: number;
  /** VTK's number of the cell type. */
  readonly type: number;
  /** Values at those nodes of the function that has these values at the nodes of the space. */
  readonly valuesOf: (nodal: Float64Array) => Float64Array;
}

const LAGRANGE_TRIANGLE = 69;
const LAGRANGE_TETRAHEDRON = 71;

/** VTK's cells interpolate the places of their nodes: on the sphere they are as curved as a polynomial of the degree of the element can be. */
export function lagrangeCells({ element, geometry, mesh, cellUnknowns, unknowns }: SpaceNodes): LagrangeCells {
  const { degree, dimension, indices, size } = element;
  const even = Float64Array.from(indices.flatMap((index) => index.slice(1).map((a) => a / degree)));
  const { positions, move } = geometry.places(even);
  const points = new Float64Array(3 * unknowns);
  const connectivity = new Uint32Array(cellUnknowns.length);
  const outward = orderFor(indices, degree, false);
  const inward = orderFor(indices, degree, true);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    move(cell);
    const at = cell * size;
    for (let i = 0; i < size; i++) points.set(positions.subarray(3 * i, 3 * i + 3), 3 * cellUnknowns[at + i]!);
    const order = dimension === 3 && isInsideOut(positions) ? inward : outward;
    for (let k = 0; k < size; k++) connectivity[at + k] = cellUnknowns[at + order[k]!]!;
  }
  const { values: phi } = element.tabulate(even);
  const valuesOf = (nodal: Float64Array): Float64Array => {
    const values = new Float64Array(unknowns);
    for (let at = 0; at < cellUnknowns.length; at += size) {
      for (let p = 0; p < size; p++) {
        let value = 0;
        for (let i = 0; i < size; i++) value += phi[p * size + i]! * nodal[cellUnknowns[at + i]!]!;
        values[cellUnknowns[at + p]!] = value;
      }
    }
    return values;
  };
  const type = dimension === 3 ? LAGRANGE_TETRAHEDRON : LAGRANGE_TRIANGLE;
  return { points, connectivity, nodesPerCell: size, type, valuesOf };
}

/** Our node for each of VTK's; `mirrored`: with the last two vertices changed, for a cell that is inside out. */
function orderFor(indices: readonly (readonly number[])[], degree: number, mirrored: boolean): number[] {
  const ours = new Map(indices.map((index, k) => [index.join(), k]));
  return vtkNodeOrder(indices[0]!.length as 3 | 4, degree).map((index) => {
    const [last, before] = [index.at(-1)!, index.at(-2)!];
    return ours.get((mirrored ? [...index.slice(0, -2), last, before] : index).join())!;
  });
}

/** Whether a tetrahedron, given by its first four nodes, has a negative volume. */
const isInsideOut = (x: Float64Array): boolean => sixfoldVolume(x, 0, 1, 2, 3) < 0;
