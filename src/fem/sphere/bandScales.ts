import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";

/*
 * Unknowns u_lm = sqrt(4 pi g_l) p_lm of a band, which make up the purity and never exceed 1: p_lm itself grows without bound where P is not classical.
 */

/** sqrt(4 pi g_l), one an unknown; for l > N, which is gauge, that of N. */
export function unknownScales(spins: number, degree: number): Float64Array {
  const logs = logPurityWeights(spins, degree);
  return Float64Array.from({ length: (degree + 1) ** 2 }, (_, k) => {
    const l = Math.floor(Math.sqrt(k));
    return Math.sqrt(4 * Math.PI) * Math.exp(logs[Math.min(l, spins)]! / 2);
  });
}

/** S A S^{-1}, S the diagonal matrix of the scales. */
export function scaled({ pattern, values }: SparseMatrix, scales: Float64Array): SparseMatrix {
  const result = values.slice();
  for (let i = 0; i < pattern.rows; i++) {
    for (let k = pattern.rowStarts[i]!; k < pattern.rowStarts[i + 1]!; k++) {
      result[k]! *= scales[i]! / scales[pattern.columnIndices[k]!]!;
    }
  }
  return { pattern, values: result };
}
