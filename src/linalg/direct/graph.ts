import type { SparsityPattern } from "../sparse.ts";

/** Undirected graph without loops: neighbours of vertex i are neighbours[starts[i]] .. neighbours[starts[i + 1] - 1]. */
export interface Graph {
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
}

/** The rows of each column of a pattern: rowIndices[columnStarts[j]] .. rowIndices[columnStarts[j + 1] - 1], ascending. */
export interface PatternByColumns {
  readonly columnStarts: Int32Array;
  readonly rowIndices: Int32Array;
}

/** The pattern by columns; where it is symmetric, its own arrays. */
export function patternByColumns({ columns, rows, rowStarts, columnIndices }: SparsityPattern): PatternByColumns {
  const columnStarts = new Int32Array(columns + 1);
  for (const j of columnIndices) columnStarts[j + 1]!++;
  for (let j = 0; j < columns; j++) columnStarts[j + 1]! += columnStarts[j]!;
  const cursor = columnStarts.slice(0, columns);
  const rowIndices = new Int32Array(columnIndices.length);
  for (let i = 0; i < rows; i++) {
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) rowIndices[cursor[columnIndices[k]!]!++] = i;
  }
  const symmetric = isEqual(columnStarts, rowStarts) && isEqual(rowIndices, columnIndices);
  return symmetric ? { columnStarts: rowStarts, rowIndices: columnIndices } : { columnStarts, rowIndices };
}

const isEqual = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((value, k) => value === b[k]);

/** Graph of A + A^T without the diagonal. */
export function symmetricGraph(
  pattern: SparsityPattern,
  { columnStarts, rowIndices }: PatternByColumns = patternByColumns(pattern),
): Graph {
  const n = pattern.rows;
  const { rowStarts, columnIndices } = pattern;
  const isSymmetric = rowIndices === columnIndices;
  const starts = new Int32Array(n + 1);
  const neighbours = new Int32Array(isSymmetric ? columnIndices.length : 2 * columnIndices.length);
  const mark = new Int32Array(n).fill(-1);
  let size = 0;
  for (let i = 0; i < n; i++) {
    mark[i] = i;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++) {
      const j = columnIndices[k]!;
      if (mark[j] !== i) {
        mark[j] = i;
        neighbours[size++] = j;
      }
    }
    if (!isSymmetric) {
      for (let k = columnStarts[i]!, end = columnStarts[i + 1]!; k < end; k++) {
        const j = rowIndices[k]!;
        if (mark[j] !== i) {
          mark[j] = i;
          neighbours[size++] = j;
        }
      }
    }
    starts[i + 1] = size;
  }
  return { starts, neighbours: neighbours.slice(0, size) };
}

/** Vertices that share one closed neighbourhood, merged into one vertex: a group of unknowns. */
export interface CompressedGraph {
  readonly graph: Graph;
  /** Group of each original vertex. */
  readonly groupOf: Int32Array;
  /** Number of original vertices in each group. */
  readonly weights: Int32Array;
}

/**
 * Merges indistinguishable vertices. In a high-degree finite-element matrix all unknowns interior to a cell, or interior
 * to an edge, are indistinguishable, so the graph shrinks by more than the degree.
 */
export function compressGraph(graph: Graph): CompressedGraph {
  const { starts, neighbours } = graph;
  const n = starts.length - 1;
  const hash = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let sum = mix(i);
    for (let k = starts[i]!; k < starts[i + 1]!; k++) sum = (sum + mix(neighbours[k]!)) | 0;
    hash[i] = sum;
  }
  const groupOf = new Int32Array(n).fill(-1);
  const representatives = new Int32Array(n);
  const mark = new Int32Array(n).fill(-1);
  let groups = 0;
  for (let i = 0; i < n; i++) {
    if (groupOf[i] !== -1) continue;
    const group = groups++;
    groupOf[i] = group;
    representatives[group] = i;
    // Indistinguishable vertices are neighbours of each other, so only neighbours need to be looked at.
    let marked = false;
    const degree = starts[i + 1]! - starts[i]!;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) {
      const j = neighbours[k]!;
      if (groupOf[j] !== -1 || hash[j] !== hash[i] || starts[j + 1]! - starts[j]! !== degree) continue;
      if (!marked) {
        mark[i] = i;
        for (let q = starts[i]!; q < starts[i + 1]!; q++) mark[neighbours[q]!] = i;
        marked = true;
      }
      let same = true;
      for (let q = starts[j]!; q < starts[j + 1]! && same; q++) same = mark[neighbours[q]!] === i;
      if (same) groupOf[j] = group;
    }
  }
  const weights = new Int32Array(groups);
  for (let i = 0; i < n; i++) weights[groupOf[i]!]!++;
  const groupStarts = new Int32Array(groups + 1);
  const groupNeighbours: number[] = [];
  const seen = new Int32Array(groups).fill(-1);
  for (let g = 0; g < groups; g++) {
    const i = representatives[g]!;
    seen[g] = g;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) {
      const h = groupOf[neighbours[k]!]!;
      if (seen[h] !== g) {
        seen[h] = g;
        groupNeighbours.push(h);
      }
    }
    groupStarts[g + 1] = groupNeighbours.length;
  }
  return { graph: { starts: groupStarts, neighbours: Int32Array.from(groupNeighbours) }, groupOf, weights };
}

/** Bijective scrambling of an index, so that a sum over a neighbourhood rarely collides. */
function mix(i: number): number {
  const a = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d);
  return Math.imul(a ^ (a >>> 12), 0x297a2d39);
}
