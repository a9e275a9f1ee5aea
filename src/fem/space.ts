import type { SparsityPattern } from "../linalg/sparse.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { CellMap, Geometry } from "./geometry.ts";
import type { LagrangeElement } from "./lagrange.ts";

/** What a space knows of its nodes, without the pattern of its matrices. */
export interface SpaceNodes<Cell extends string = string, Map extends CellMap = CellMap> {
  readonly mesh: Mesh;
  readonly element: LagrangeElement<Cell>;
  readonly geometry: Geometry<Map>;
  readonly unknowns: number;
  /** Unknown of each node of each cell: cells x element.size. Vertices are the first unknowns, so a vertex number is an unknown. */
  readonly cellUnknowns: Uint32Array;
}

/** Continuous piecewise functions: a mesh, an element, a geometry, and how the cells share the unknowns. */
export interface Space<Cell extends string = string, Map extends CellMap = CellMap> extends SpaceNodes<Cell, Map> {
  /** One pattern for every matrix on this space. */
  readonly pattern: SparsityPattern;
  /** Place in the pattern of entry (i, j) of each cell's matrix: cells x size x size. */
  readonly scatter: Int32Array;
}
