import type { SparsityPattern } from "../../linalg/sparse.ts";

/**
 * The pairs of unknowns i < j that share a cell, and the places of their two entries in the pattern: what algebraic flux correction works on instead
 * of cells, so that it is one and the same on triangles and tetrahedra.
 */
export interface EdgeGraph {
  readonly pattern: SparsityPattern;
  readonly count: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Place of entry (i, j) and of entry (j, i). */
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  /** Place of each diagonal entry. */
  readonly diagonal: Int32Array;
}

/** Of a pattern whose structure is symmetric and has all diagonal entries. */
export function edgeGraph(pattern: SparsityPattern): EdgeGraph {
  const { rows, rowStarts, columnIndices } = pattern;
  const count = (columnIndices.length - rows) / 2;
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const upper = new Int32Array(count);
  const lower = new Int32Array(count);
  const diagonal = new Int32Array(rows);
  // Rows are visited in ascending order, so row j meets its columns i < j in ascending order as well.
  const cursor = rowStarts.slice(0, rows);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) {
      const j = columnIndices[k]!;
      if (j === i) diagonal[i] = k;
      if (j <= i) continue;
      first[at] = i;
      second[at] = j;
      upper[at] = k;
      lower[at++] = cursor[j]!++;
    }
  }
  return { pattern, count, first, second, upper, lower, diagonal };
}

/**
 * Adds to `flux` (one number an edge) `scale` times what a matrix with column sums 0 carries into i from j: a_ij x_j - a_ji x_i. What it carries
 * into j from i is the negative, so that sums of such fluxes conserve the mass to rounding.
 */
export function addMatrixFlux(
  { count, first, second, upper, lower }: EdgeGraph,
  values: Float64Array,
  x: Float64Array,
  scale: number,
  flux: Float64Array,
): void {
  for (let e = 0; e < count; e++) {
    flux[e]! += scale * (values[upper[e]!]! * x[second[e]!]! - values[lower[e]!]! * x[first[e]!]!);
  }
}

/** Adds what a symmetric matrix lacks to its lumped one, (M_L - M) x: m_ij (x_i - x_j) into i. */
export function addLumpingFlux(
  { count, first, second, upper }: EdgeGraph,
  mass: Float64Array,
  x: Float64Array,
  flux: Float64Array,
): void {
  for (let e = 0; e < count; e++) flux[e]! += mass[upper[e]!]! * (x[first[e]!]! - x[second[e]!]!);
}
