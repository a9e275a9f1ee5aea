import type { SparseMatrix } from "../linalg/sparse.ts";

/** For each of `count` terms the weights that leave it alone, once. */
export const unitWeights = (count: number): Float64Array[] =>
  Array.from({ length: count }, (_, k) => Float64Array.from({ length: count }, (_, i) => +(i === k)));

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
