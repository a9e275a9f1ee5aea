import type { PlacedGroups } from "../elements.ts";
import type { Graph } from "../graph.ts";

/** A graph that is being dissected: `list` holds the vertices, those of a subset together. */
export interface Subsets {
  readonly graph: Graph;
  readonly weights: Int32Array;
  /** Three coordinates of each vertex. */
  readonly places: Float64Array;
  readonly list: Int32Array;
  /** Number of the subset that each vertex is in. */
  readonly subset: Int32Array;
  /** Of the subset in hand: LEFT, RIGHT or SEPARATOR. */
  readonly part: Uint8Array;
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

export function wholeGraph({ graph, weights, places }: PlacedGroups): Subsets {
  const n = weights.length;
  return {
    graph,
    weights,
    places,
    list: Int32Array.from({ length: n }, (_, vertex) => vertex),
    subset: new Int32Array(n),
    part: new Uint8Array(n),
  };
}
