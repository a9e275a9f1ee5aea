import { type Coarsened, coarsen, type WeightedGraph } from "./coarsen.ts";
import { type RefinementWork, refineSeparator } from "./refineSeparator.ts";
import { LEFT, type PartWeights, RIGHT, SEPARATOR, type Subset, type Subsets, wholeGraph } from "./subsets.ts";

/** A graph of no more vertices is cut as it is. */
const COARSEST = 100;
/** Pairing ends where it leaves more than this share of the vertices. */
const LEAST_REDUCTION = 0.92;
/** Weight of a vertex of a coarse graph, in units of the mean at the end of coarsening. */
const HEAVIEST = 2;
/** Places from which the coarsest graph is grown into halves. */
const STARTS = 5;

/**
 * Cuts a subset in halves where nothing but its graph is known: pairs of vertices are merged again and again, the smallest graph is cut by growing one half
 * from a vertex, and the separator is refined on each graph on the way back (B. Hendrickson and E. Rothberg, doi:10.1137/S1064827596300656).
 */
export function cutByLevels(subsets: Subsets, subset: Subset, work: RefinementWork): void {
  const finest = subgraph(subsets, subset);
  const total = finest.weights.reduce((sum, weight) => sum + weight, 0);
  const coarser: Coarsened[] = [];
  let graph: WeightedGraph = finest;
  while (graph.weights.length > COARSEST) {
    const next = coarsen(graph, (HEAVIEST * total) / COARSEST);
    if (next.weights.length > LEAST_REDUCTION * graph.weights.length) break;
    coarser.push(next);
    graph = next;
  }
  let { part, weights } = cutCoarsest(graph, work);
  for (let level = coarser.length - 1; level >= 0; level--) {
    const { into } = coarser[level]!;
    const finer = level === 0 ? finest : coarser[level - 1]!;
    const whole = wholeGraph(finer);
    for (let v = 0; v < into.length; v++) whole.part[v] = part[into[v]!]!;
    weights = refineSeparator(whole, everything(whole), weights, work);
    part = whole.part;
  }
  for (let k = subset.from; k < subset.to; k++) subsets.part[subsets.list[k]!] = part[k - subset.from]!;
}

const everything = ({ list }: Subsets): Subset => ({ from: 0, to: list.length, id: 0 });

/** The subset as a graph of its own, its vertices numbered as they are listed. */
function subgraph({ graph, weights, list, subset: of }: Subsets, { from, to, id }: Subset): WeightedGraph {
  const count = to - from;
  const local = new Int32Array(weights.length);
  let room = 0;
  for (let k = from; k < to; k++) {
    local[list[k]!] = k - from;
    room += graph.starts[list[k]! + 1]! - graph.starts[list[k]!]!;
  }
  const starts = new Int32Array(count + 1);
  const neighbours = new Int32Array(room);
  const ownWeights = new Int32Array(count);
  let top = 0;
  for (let k = 0; k < count; k++) {
    const vertex = list[from + k]!;
    ownWeights[k] = weights[vertex]!;
    for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end; q++) {
      const other = graph.neighbours[q]!;
      if (of[other] === id) neighbours[top++] = local[other]!;
    }
    starts[k + 1] = top;
  }
  return {
    graph: { starts, neighbours: neighbours.slice(0, top) },
    weights: ownWeights,
    edgeWeights: new Int32Array(top).fill(1),
  };
}

/** The best of some cuts, each grown from another vertex and refined. */
function cutCoarsest(
  graph: WeightedGraph,
  work: RefinementWork,
): { readonly part: Uint8Array; readonly weights: PartWeights } {
  const whole = wholeGraph(graph);
  const n = graph.weights.length;
  let best: PartWeights | null = null;
  let part = whole.part;
  for (let start = 0; start < STARTS; start++) {
    // A vertex far from the one that growth begins at is near an end of the graph.
    const far = grow(whole, Math.floor(((start + 0.5) * n) / STARTS), Number.POSITIVE_INFINITY);
    grow(whole, far, 0.5);
    const weights = refineSeparator(whole, everything(whole), separate(whole), work);
    const smaller = best === null || meritOf(weights) < meritOf(best);
    if (smaller) {
      best = weights;
      part = whole.part.slice();
    }
  }
  return { part, weights: best! };
}

const meritOf = ({ left, right, separator }: PartWeights): number =>
  separator +
  (separator * Math.abs(left - right)) / (2 * (left + right + separator)) +
  (left * right === 0 ? left + right : 0);

/** Grows the left part from a vertex, breadth first, to a share of the weight; returns the vertex that was reached last. */
function grow({ graph, weights, part }: Subsets, start: number, share: number): number {
  const n = weights.length;
  part.fill(RIGHT);
  let wanted = 0;
  for (let v = 0; v < n; v++) wanted += weights[v]!;
  wanted = share === Number.POSITIVE_INFINITY ? wanted : share * wanted;
  const queue = new Int32Array(n);
  let size = 0;
  let next = 0;
  let last = start;
  const enter = (vertex: number): void => {
    part[vertex] = LEFT;
    wanted -= weights[vertex]!;
    queue[size++] = vertex;
    last = vertex;
  };
  enter(start);
  for (let head = 0; wanted > 0; head++) {
    if (head === size) {
      // Another component.
      while (next < n && part[next] === LEFT) next++;
      if (next === n) break;
      enter(next);
    }
    const vertex = queue[head]!;
    for (let q = graph.starts[vertex]!, end = graph.starts[vertex + 1]!; q < end && wanted > 0; q++) {
      if (part[graph.neighbours[q]!] === RIGHT) enter(graph.neighbours[q]!);
    }
  }
  return last;
}

/** Vertices of the left part with neighbours in the right one become the separator. */
function separate({ graph, weights, part }: Subsets): PartWeights {
  const sums = [0, 0, 0];
  for (let v = 0; v < weights.length; v++) {
    if (part[v] === LEFT) {
      for (let q = graph.starts[v]!, end = graph.starts[v + 1]!; q < end; q++) {
        if (part[graph.neighbours[q]!] !== RIGHT) continue;
        part[v] = SEPARATOR;
        break;
      }
    }
    sums[part[v]!]! += weights[v]!;
  }
  return { left: sums[LEFT]!, right: sums[RIGHT]!, separator: sums[SEPARATOR]! };
}
