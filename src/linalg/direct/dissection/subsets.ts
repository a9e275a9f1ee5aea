import type { PlacedGroups } from "../elements.ts";
import { identity } from "../eliminationTree.ts";
import type { CompressedGraph, Graph } from "../graph.ts";

/** A graph that is being dissected: `list` holds the vertices, those of a subset together. */
export interface Subsets {
  readonly graph: Graph;
  readonly weights: Int32Array;
  readonly list: Int32Array;
  /** Number of the subset that each vertex is in. */
  readonly subset: Int32Array;
  /** Of the subset in hand: LEFT, RIGHT or SEPARATOR. */
  readonly part: Uint8Array;
}

/** Where the vertices are. */
export interface Places {
  /** Three coordinates of each vertex. */
  readonly places: Float64Array;
  /** From each vertex to the farthest of its neighbours, a little more than rounding leaves of it. */
  readonly reach: Float64Array;
}

/** The vertices list[from] .. list[to - 1]. */
export interface Subset {
  readonly from: number;
  readonly to: number;
  readonly id: number;
}

export const LEFT = 0;
export const RIGHT = 1;
export const SEPARATOR = 2;

/** Weights of the parts of a subset. */
export interface PartWeights {
  readonly left: number;
  readonly right: number;
  readonly separator: number;
}

export function wholeGraph({ graph, weights }: Pick<CompressedGraph, "graph" | "weights">): Subsets {
  const n = weights.length;
  return {
    graph,
    weights,
    list: identity(n),
    subset: new Int32Array(n),
    part: new Uint8Array(n),
  };
}

export const placesOf = ({ graph, places }: Pick<PlacedGroups, "graph" | "places">): Places => ({
  places,
  reach: reachOf(graph, places),
});

function reachOf({ starts, neighbours }: Graph, places: Float64Array): Float64Array {
  const reach = new Float64Array(starts.length - 1);
  for (let i = 0; i < reach.length; i++) {
    const [x, y, z] = [places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!];
    let farthest = 0;
    for (let k = starts[i]!, end = starts[i + 1]!; k < end; k++) {
      const at = 3 * neighbours[k]!;
      const square = (places[at]! - x) ** 2 + (places[at + 1]! - y) ** 2 + (places[at + 2]! - z) ** 2;
      if (square > farthest) farthest = square;
    }
    reach[i] = Math.sqrt(farthest) * (1 + 1e-9) + 1e-9 * (Math.abs(x) + Math.abs(y) + Math.abs(z));
  }
  return reach;
}
