import type { CompressedGraph } from "./graph.ts";

/** Inverse of a permutation. */
export const inverse = (order: Int32Array): Int32Array => {
  const position = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) position[order[k]!] = k;
  return position;
};

/** Of groups of unknowns, by their positions in the order of elimination. */
export interface EliminationTree {
  /** Parent of each group, -1 at a root. */
  readonly parent: Int32Array;
  /** Unknowns in the first column of each group of L, the diagonal included. */
  readonly heights: Int32Array;
}

/** Elimination tree by path compression (Liu, doi:10.1145/6497.6499), heights by walking the row subtrees. */
export function eliminationTree(
  { graph, weights }: CompressedGraph,
  order: Int32Array,
  position: Int32Array,
): EliminationTree {
  const n = order.length;
  const { starts, neighbours } = graph;
  const parent = new Int32Array(n).fill(-1);
  const ancestor = new Int32Array(n).fill(-1);
  const heights = new Int32Array(n);
  const mark = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    mark[i] = i;
    const vertex = order[i]!;
    const weight = weights[vertex]!;
    heights[i]! += weight;
    for (let k = starts[vertex]!, end = starts[vertex + 1]!; k < end; k++) {
      let j = position[neighbours[k]!]!;
      if (j >= i) continue;
      let r = j;
      while (ancestor[r] !== -1 && ancestor[r] !== i) {
        const up = ancestor[r]!;
        ancestor[r] = i;
        r = up;
      }
      if (ancestor[r] === -1) {
        ancestor[r] = i;
        parent[r] = i;
      }
      while (mark[j] !== i) {
        heights[j]! += weight;
        mark[j] = i;
        j = parent[j]!;
      }
    }
  }
  return { parent, heights };
}
