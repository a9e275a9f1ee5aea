import { postorder } from "./forest.ts";
import type { CompressedGraph } from "./graph.ts";

/** Inverse of a permutation. */
export const inverse = (order: Int32Array): Int32Array => {
  const position = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) position[order[k]!] = k;
  return position;
};

/** 0 .. n - 1. */
export const identity = (n: number): Int32Array => {
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) order[k] = k;
  return order;
};

/** Of groups of unknowns, by their positions in the order of elimination. */
export interface EliminationTree {
  /** Parent of each group, -1 at a root. */
  readonly parent: Int32Array;
  /** The groups depth first, children before their parents. */
  readonly post: Int32Array;
  /** Unknowns in the first column of each group of L, the diagonal included. */
  readonly heights: Int32Array;
}

/** Elimination tree by path compression (Liu, doi:10.1145/6497.6499), and heights. */
export function eliminationTree(groups: CompressedGraph, order: Int32Array, position: Int32Array): EliminationTree {
  const n = order.length;
  const { starts, neighbours } = groups.graph;
  const parent = new Int32Array(n).fill(-1);
  const ancestor = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    const vertex = order[i]!;
    for (let k = starts[vertex]!, end = starts[vertex + 1]!; k < end; k++) {
      let r = position[neighbours[k]!]!;
      if (r >= i) continue;
      while (ancestor[r] !== -1 && ancestor[r] !== i) {
        const up = ancestor[r]!;
        ancestor[r] = i;
        r = up;
      }
      if (ancestor[r] === -1) {
        ancestor[r] = i;
        parent[r] = i;
      }
    }
  }
  const post = postorder(parent);
  return { parent, post, heights: columnHeights(groups, order, position, parent, post) };
}

/**
 * Row i of L is a subtree with i on top: its leaves, less where two of them meet, less what is above i, summed over the columns below each, count
 * the rows of every column without walking through them (J. R. Gilbert, E. G. Ng and B. W. Peyton, doi:10.1137/S089547989223692).
 */
function columnHeights(
  { graph: { starts, neighbours }, weights }: CompressedGraph,
  order: Int32Array,
  position: Int32Array,
  parent: Int32Array,
  post: Int32Array,
): Int32Array {
  const n = order.length;
  const heights = new Int32Array(n);
  // Places in `post`: where the subtree of each column begins, and the largest such beginning that each row has seen.
  const first = new Int32Array(n).fill(-1);
  const seen = new Int32Array(n).fill(-1);
  for (let k = 0; k < n; k++) {
    const leaf = post[k]!;
    if (first[leaf] === -1) heights[leaf] = weights[order[leaf]!]!;
    for (let j = leaf; j !== -1 && first[j] === -1; j = parent[j]!) first[j] = k;
  }
  const lastLeaf = new Int32Array(n).fill(-1);
  const ancestor = identity(n);
  for (let k = 0; k < n; k++) {
    const j = post[k]!;
    const vertex = order[j]!;
    if (parent[j] !== -1) heights[parent[j]!]! -= weights[vertex]!;
    for (let q = starts[vertex]!, end = starts[vertex + 1]!; q < end; q++) {
      const row = neighbours[q]!;
      const i = position[row]!;
      if (i <= j || first[j]! <= seen[i]!) continue;
      seen[i] = first[j]!;
      heights[j]! += weights[row]!;
      const last = lastLeaf[i]!;
      lastLeaf[i] = j;
      if (last === -1) continue;
      let root = last;
      while (ancestor[root] !== root) root = ancestor[root]!;
      for (let s = last; s !== root; ) {
        const up = ancestor[s]!;
        ancestor[s] = root;
        s = up;
      }
      heights[root]! -= weights[row]!;
    }
    if (parent[j] !== -1) ancestor[j] = parent[j]!;
  }
  for (let k = 0; k < n; k++) {
    const j = post[k]!;
    if (parent[j] !== -1) heights[parent[j]!]! += heights[j]!;
  }
  return heights;
}
