import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { EdgeGraph } from "./edgeGraph.ts";

/**
 * Discrete diffusion d_ij = max(0, -l_ij, -l_ji), one number an edge: the least symmetric one that makes all off-diagonal entries of L + D
 * non-negative (Kuzmin and Turek, doi:10.1006/jcph.2001.6955).
 *
 * @param excess share by which it is to be larger. The least one leaves edges that carry one way only, and nodes that nothing leaves: more
 *   than one steady state. With an excess every edge with d_ij > 0 carries both ways, so that the Markov chain is irreducible.
 */
export function discreteDiffusion(
  { count, upper, lower }: EdgeGraph,
  generator: Float64Array,
  excess = 0,
): Float64Array {
  const diffusion = new Float64Array(count);
  for (let e = 0; e < count; e++)
    diffusion[e] = (1 + excess) * Math.max(0, -generator[upper[e]!]!, -generator[lower[e]!]!);
  return diffusion;
}

/**
 * Writes into `out` A = L + D: off-diagonal entries >= 0, and column sums that are 0 to rounding, the generator of a Markov chain on the nodes. So
 * M_L - dt A is an M-matrix for every dt > 0: its inverse has no negative entry. `out` may be `generator`.
 */
export function addDiscreteDiffusion(
  { count, first, second, upper, lower, diagonal }: EdgeGraph,
  generator: Float64Array,
  diffusion: Float64Array,
  out: Float64Array,
): void {
  if (out !== generator) out.set(generator);
  for (let e = 0; e < count; e++) {
    const d = diffusion[e]!;
    if (d === 0) continue;
    out[upper[e]!]! += d;
    out[lower[e]!]! += d;
    out[diagonal[first[e]!]!]! -= d;
    out[diagonal[second[e]!]!]! -= d;
  }
}

/** Row sums of the mass matrix, the diagonal of M_L: int phi_i. */
export function lumpedMass({ pattern, values }: SparseMatrix): Float64Array {
  const { rows, rowStarts } = pattern;
  const lumped = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) lumped[i]! += values[k]!;
  }
  return lumped;
}
