import type { Graph } from "../graph.ts";

/** A graph whose vertices and edges stand for several of a finer one. */
export interface WeightedGraph {
  readonly graph: Graph;
  readonly weights: Int32Array;
  /** Of each entry of graph.neighbours: how many edges of the finest graph it stands for. */
  readonly edgeWeights: Int32Array;
}

/** A coarser graph, and the vertex of it that each vertex went into. */
export interface Coarsened extends WeightedGraph {
  readonly into: Int32Array;
}

/** Next to the golden ratio, so that vertices are visited all over the graph. */
const STRIDE = 0.6180339887;

/**
 * Vertices are paired along heavy edges (G. Karypis and V. Kumar, doi:10.1137/S1064827595287997); each pair becomes one vertex.
 *
 * @param heaviest weight that a pair may have
 */
export function coarsen(fine: WeightedGraph, heaviest: number): Coarsened {
  const { graph, weights, edgeWeights } = fine;
  const n = weights.length;
  const into = new Int32Array(n).fill(-1);
  const members = new Int32Array(2 * n).fill(-1);
  let count = 0;
  const step = strideFor(n);
  for (let visited = 0, vertex = 0; visited < n; visited++, vertex = (vertex + step) % n) {
    if (into[vertex] !== -1) continue;
    let partner = -1;
    let most = 0;
    for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end; q++) {
      const other = graph.neighbours[q]!;
      if (into[other] !== -1 || weights[other]! + weights[vertex]! > heaviest) continue;
      const edge = edgeWeights[q]!;
      if (edge > most || (edge === most && weights[other]! < weights[partner]!)) {
        most = edge;
        partner = other;
      }
    }
    into[vertex] = count;
    members[2 * count] = vertex;
    if (partner !== -1) {
      into[partner] = count;
      members[2 * count + 1] = partner;
    }
    count++;
  }
  return { ...contract(fine, into, members, count), into };
}

/** A step through all numbers below n: it has no divisor in common with n. */
function strideFor(n: number): number {
  let step = Math.max(1, Math.floor(STRIDE * n));
  while (divisor(step, n) !== 1) step++;
  return step;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

function contract(
  { graph, weights, edgeWeights }: WeightedGraph,
  into: Int32Array,
  members: Int32Array,
  count: number,
): WeightedGraph {
  const starts = new Int32Array(count + 1);
  const neighbours = new Int32Array(graph.neighbours.length);
  const edges = new Int32Array(graph.neighbours.length);
  const coarseWeights = new Int32Array(count);
  // Where the edge to each vertex is, if it is at or behind the beginning of those of the vertex in hand.
  const at = new Int32Array(count).fill(-1);
  let top = 0;
  for (let c = 0; c < count; c++) {
    const begin = top;
    for (let k = 2 * c; k < 2 * c + 2; k++) {
      const vertex = members[k]!;
      if (vertex === -1) continue;
      coarseWeights[c]! += weights[vertex]!;
      for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end; q++) {
        const other = into[graph.neighbours[q]!]!;
        if (other === c) continue;
        if (at[other]! < begin) {
          at[other] = top;
          neighbours[top] = other;
          edges[top++] = edgeWeights[q]!;
        } else edges[at[other]!]! += edgeWeights[q]!;
      }
    }
    starts[c + 1] = top;
  }
  return {
    graph: { starts, neighbours: neighbours.slice(0, top) },
    weights: coarseWeights,
    edgeWeights: edges.slice(0, top),
  };
}
