/** Points closer than this fraction of the smallest cell are one point: cells that thin are of no use. */
export const mergeFraction = 1e-3;

/** Points of a mesh made elsewhere that are kept, and its cells in their numbers. */
export interface MergedPoints {
  readonly points: Float64Array;
  readonly cells: Uint32Array;
  /** Numbers of the kept points in the input, ascending. */
  readonly origin: Uint32Array;
}

/** 1 for each of `count` points that a cell uses, 0 for the others. */
export function usedPoints(count: number, cells: Uint32Array): Uint8Array {
  const used = new Uint8Array(count);
  for (const vertex of cells) used[vertex] = 1;
  return used;
}

/** Keeps the points that are used and `first` among those at their place: one entry a point, the number of that one. */
export function keepFirst(
  points: Float64Array,
  cells: Uint32Array,
  used: Uint8Array,
  first: Uint32Array,
): MergedPoints {
  const origin = first.filter((vertex, i) => vertex === i && used[i] === 1);
  const renumbered = new Uint32Array(first.length);
  origin.forEach((vertex, i) => {
    renumbered[vertex] = i;
  });
  return { points: pointsAt(points, origin), cells: cells.map((vertex) => renumbered[first[vertex]!]!), origin };
}

/** The coordinates of some points. */
export function pointsAt(points: Float64Array, vertices: Uint32Array): Float64Array {
  const chosen = new Float64Array(3 * vertices.length);
  vertices.forEach((vertex, i) => {
    chosen.set(points.subarray(3 * vertex, 3 * vertex + 3), 3 * i);
  });
  return chosen;
}
