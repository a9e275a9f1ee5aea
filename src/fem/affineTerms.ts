import type { SparseMatrix } from "../linalg/sparse.ts";
import type { MovingModel } from "../model/movingModel.ts";
import { type Coefficients, coefficientsOf } from "../model/secondOrder/coefficients.ts";
import { addCellMatrix, forEachCell, zeroMatrix } from "./cells.ts";
import type { CellMap } from "./geometry.ts";
import type { Quadrature } from "./quadrature.ts";
import type { Space } from "./space.ts";

// The generator is affine in the model: L = sum_k theta_k L_k, with matrices L_k that know nothing of it.

/**
 * Adds what one cell contributes to a matrix with the weights `theta` to `local` (size x size, row = test function); `weights` are those of
 * `forEachCell`.
 */
export type CellTerms<Map extends CellMap> = (
  map: Map,
  weights: Float64Array,
  theta: Float64Array,
  local: Float64Array,
) => void;

/** One matrix for each vector of weights, from what all cells contribute. */
export function assembleTerms<Map extends CellMap>(
  space: Space<string, Map>,
  rule: Quadrature,
  weightSets: readonly Float64Array[],
  addTerms: CellTerms<Map>,
): SparseMatrix[] {
  const matrices = weightSets.map(() => zeroMatrix(space.pattern));
  const local = new Float64Array(space.element.size ** 2);
  forEachCell(space, rule, (cell, weights, map) => {
    for (let m = 0; m < matrices.length; m++) {
      local.fill(0);
      addTerms(map, weights, weightSets[m]!, local);
      addCellMatrix(space, cell, local, matrices[m]!.values);
    }
  });
  return matrices;
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
