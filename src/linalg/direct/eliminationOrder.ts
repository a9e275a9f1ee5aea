import { InputError } from "../../core/errors.ts";
import type { SparsityPattern } from "../sparse.ts";
import { type Graph, symmetricGraph } from "./graph.ts";
import { minimumDegreeOrdering } from "./minimumDegree.ts";

/** An elimination order, and what factors in this order cost. */
export interface EliminationOrder {
  readonly pattern: SparsityPattern;
  /** order[k]: the unknown that is eliminated k-th. */
  readonly order: Int32Array;
  readonly graph: Graph;
  readonly tree: EliminationTree;
  /** Number of values of L and U if no pivot is delayed. */
  readonly factorSize: number;
  /** Floating-point operations of the factorisation, likewise. */
  readonly operations: number;
  /** Largest number of unknowns in one column of L, about the order of the largest front. */
  readonly largestColumn: number;
}

/**
 * Orders the unknowns, or takes an order that is known: of a grid its nested dissection. Works on the pattern of A + A^T, so it suits matrices whose pattern is
 * nearly symmetric, as finite-element matrices are.
 *
 * @param known the unknowns in the order of their elimination, each once
 * @throws InputError for a pattern that is not square, or empty
 */
export function eliminationOrder(pattern: SparsityPattern, known: Int32Array | null = null): EliminationOrder {
  const n = pattern.rows;
  if (pattern.columns !== n || n === 0) {
    throw new InputError({
      what: `the pattern has ${n} rows and ${pattern.columns} columns`,
      remedy: "a factorisation needs a square, non-empty matrix",
    });
  }
  const graph = symmetricGraph(pattern);
  const order = known ?? minimumDegreeOrdering(graph);
  const tree = eliminationTree(graph, order);
  let factorSize = 0;
  let operations = 0;
  let largestColumn = 0;
  for (const count of tree.counts) {
    factorSize += 2 * count - 1;
    operations += 2 * (count - 1) ** 2;
    if (count > largestColumn) largestColumn = count;
  }
  return { pattern, order, graph, tree, factorSize, operations, largestColumn };
}

/** Inverse of a permutation. */
export const inverse = (order: Int32Array): Int32Array => {
  const position = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) position[order[k]!] = k;
  return position;
};

export interface EliminationTree {
  /** Parent column of each column (in elimination order), -1 at a root. */
  readonly parent: Int32Array;
  /** Nonzeros of each column of L, diagonal included. */
  readonly counts: Int32Array;
}

/** Elimination tree by path compression (Liu, doi:10.1145/6497.6499), column counts by walking the row subtrees. */
function eliminationTree(graph: Graph, order: Int32Array): EliminationTree {
  const n = order.length;
  const position = inverse(order);
  const parent = new Int32Array(n).fill(-1);
  const ancestor = new Int32Array(n).fill(-1);
  const counts = new Int32Array(n).fill(1);
  const mark = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    mark[i] = i;
    const vertex = order[i]!;
    for (let k = graph.starts[vertex]!; k < graph.starts[vertex + 1]!; k++) {
      let j = position[graph.neighbours[k]!]!;
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
        counts[j]!++;
        mark[j] = i;
        j = parent[j]!;
      }
    }
  }
  return { parent, counts };
}
