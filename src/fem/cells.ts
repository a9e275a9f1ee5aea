import type { SparseMatrix, SparsityPattern } from "../linalg/sparse.ts";
import { cellCount } from "../mesh/mesh.ts";
import type { CellMap } from "./geometry.ts";
import type { Quadrature } from "./quadrature.ts";
import type { Space, SpaceNodes } from "./space.ts";

/**
 * Visits every cell with the points of a rule in it: `weights` of the rule times the measure of the cell, `map.positions` and what else the map
 * knows. The arrays are filled anew for each cell, and nothing is allocated between cells.
 */
export function forEachCell<Map extends CellMap>(
  { mesh, geometry }: Pick<SpaceNodes<string, Map>, "mesh" | "geometry">,
  rule: Pick<Quadrature, "points" | "weights">,
  visit: (cell: number, weights: Float64Array, map: Map) => void,
): void {
  visitCells(cellCount(mesh), geometry.map(rule.points), rule.weights, visit);
}

/** As `forEachCell` where positions and measure are enough. */
export function forEachPlace(
  { mesh, geometry }: Pick<SpaceNodes, "mesh" | "geometry">,
  rule: Pick<Quadrature, "points" | "weights">,
  visit: (cell: number, weights: Float64Array, map: CellMap) => void,
): void {
  visitCells(cellCount(mesh), geometry.places(rule.points), rule.weights, visit);
}

function visitCells<Map extends CellMap>(
  cells: number,
  map: Map,
  ruleWeights: Float64Array,
  visit: (cell: number, weights: Float64Array, map: Map) => void,
): void {
  const { measure } = map;
  const weights = new Float64Array(ruleWeights.length);
  for (let cell = 0; cell < cells; cell++) {
    map.move(cell);
    for (let p = 0; p < weights.length; p++) weights[p] = ruleWeights[p]! * measure[p]!;
    visit(cell, weights, map);
  }
}

/** Exactness for products of two basis functions. */
export const productExactness = ({ element, geometry }: Pick<SpaceNodes, "element" | "geometry">): number =>
  2 * element.degree + geometry.curvature;

/**
 * Exactness for an integrand of a degree in affine cells. In curved cells nothing is a polynomial, and the rule for products of basis functions is
 * taken for all that is linear in P.
 */
export const linearExactness = (space: Pick<SpaceNodes, "element" | "geometry">, degree: number): number =>
  space.geometry.curvature === 0 ? degree : productExactness(space);

export const zeroMatrix = (pattern: SparsityPattern): SparseMatrix => ({
  pattern,
  values: new Float64Array(pattern.columnIndices.length),
});

/** Adds `factor` times the matrix of a cell (size x size, row = test function) to one on the pattern of the space. */
export function addCellMatrix(
  { element, scatter }: Pick<Space, "element" | "scatter">,
  cell: number,
  local: Float64Array,
  values: Float64Array,
  factor = 1,
): void {
  const entries = element.size ** 2;
  for (let k = 0, at = cell * entries; k < entries; k++, at++) values[scatter[at]!]! += factor * local[k]!;
}
