import type { SparseMatrix } from "../linalg/sparse.ts";
import { cellCount } from "../mesh/mesh.ts";
import type { MovingModel } from "../model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../model/secondOrder/coefficients.ts";
import { type CellProducts, cellProducts, type FormTables } from "./cellProducts.ts";
import { forEachCell, zeroMatrix } from "./cells.ts";
import type { CellMap } from "./geometry.ts";
import type { Quadrature } from "./quadrature.ts";
import type { Space } from "./space.ts";

// The generator is affine in the model: L = sum_k theta_k L_k, with matrices L_k that know nothing of it.

/** The forms of a generator: what cells contribute to a matrix with the weights `theta` is known by coefficients at points. */
export interface CellTerms<Map extends CellMap> {
  readonly tables: FormTables;
  readonly isZero: (theta: Float64Array) => boolean;
  /**
   * Writes c(p, k, m) of `CellProducts` for the cell that the map is at, from place `at` on; `weights` are those of `forEachCell`.
   */
  readonly coefficients: (map: Map, weights: Float64Array, theta: Float64Array, out: Float64Array, at: number) => void;
}

/** One matrix for each vector of weights, from what all cells contribute: a batch of cells at a time, each located once for all matrices. */
export function assembleTerms<Map extends CellMap>(
  space: Space<string, Map>,
  rule: Quadrature,
  weightSets: readonly Float64Array[],
  terms: CellTerms<Map>,
): SparseMatrix[] {
  const matrices = weightSets.map(() => zeroMatrix(space.pattern));
  const sets = [...weightSets.keys()].filter((m) => !terms.isZero(weightSets[m]!));
  if (sets.length === 0) return matrices;
  const products = cellProducts(terms.tables);
  const { batch, coefficients, multiply } = products;
  const perCell = coefficients.length / batch;
  // With one matrix the coefficients are written to where they are read.
  const collected = sets.map(() => (sets.length === 1 ? coefficients : new Float64Array(coefficients.length)));
  const cells = cellCount(space.mesh);
  let waiting = 0;
  forEachCell(space, rule, (cell, weights, map) => {
    for (const [k, m] of sets.entries()) {
      terms.coefficients(map, weights, weightSets[m]!, collected[k]!, waiting * perCell);
    }
    waiting++;
    if (waiting < batch && cell < cells - 1) return;
    for (const [k, m] of sets.entries()) {
      if (sets.length > 1) coefficients.set(collected[k]!);
      multiply(waiting);
      addCellMatrices(space, cell + 1 - waiting, waiting, products, matrices[m]!.values);
    }
    waiting = 0;
  });
  return matrices;
}

/** Adds the matrices of so many cells from `first` on. */
function addCellMatrices(
  { element, scatter }: Pick<Space, "element" | "scatter">,
  first: number,
  count: number,
  { matrices, length }: CellProducts,
  values: Float64Array,
): void {
  const { size } = element;
  let at = first * size * size;
  for (let cell = 0; cell < count; cell++) {
    for (let i = 0; i < size; i++) {
      const row = (cell * length + i) * length;
      for (let k = row; k < row + size; k++, at++) values[scatter[at]!]! += matrices[k]!;
    }
  }
}

/** For each of `count` terms the weights that leave it alone, once. */
export const unitWeights = (count: number): Float64Array[] =>
  Array.from({ length: count }, (_, k) => Float64Array.from({ length: count }, (_, i) => +(i === k)));

/** The weights of what stands still in a model that moves, and of each coefficient that moves alone. */
export const movingSets = (
  { still, units }: Pick<MovingModel, "still" | "units">,
  weightsOf: (coefficients: Coefficients) => Float64Array,
): Float64Array[] => [still, ...units].map((part) => weightsOf(coefficientsOf(part)));

/** sum_k weights_k terms_k of matrices on one pattern; overwrites `out` (values on that pattern). */
export function combineTerms(terms: readonly SparseMatrix[], weights: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    if (weight === 0) continue;
    const { values } = terms[k]!;
    for (let i = 0; i < out.length; i++) out[i]! += weight * values[i]!;
  }
}
