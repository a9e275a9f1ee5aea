import { coincidentPoints } from "./duplicates.ts";
import { distance } from "./sphericalGeometry.ts";

/** A triangle soup whose vertices and cells still know their numbers in the input. */
export interface Surface {
  readonly points: Float64Array;
  readonly cells: Uint32Array;
  readonly vertexOrigin: Uint32Array;
  readonly cellOrigin: Uint32Array;
}

/** Points closer than this fraction of the smallest cell are one point: triangles that thin are of no use. */
export const mergeFraction = 1e-3;

/** The surface without unused points, points at one place merged, collapsed and repeated triangles dropped. */
export function mergeSurface(points: Float64Array, cells: Uint32Array): Surface {
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < cells.length; k += 3) {
    const [a, b, c] = [3 * cells[k]!, 3 * cells[k + 1]!, 3 * cells[k + 2]!];
    const longest = Math.max(distance(points, a, b), distance(points, b, c), distance(points, c, a));
    if (longest > 0) smallest = Math.min(smallest, longest);
  }
  const used = new Uint8Array(points.length / 3);
  for (const vertex of cells) used[vertex] = 1;
  const usedVertices = Uint32Array.from(used, (_, vertex) => vertex).filter((vertex) => used[vertex] === 1);
  const usedPoints = new Float64Array(3 * usedVertices.length);
  usedVertices.forEach((vertex, i) => {
    usedPoints.set(points.subarray(3 * vertex, 3 * vertex + 3), 3 * i);
  });
  const first = coincidentPoints(usedPoints, mergeFraction * smallest);
  // New number of each input vertex: the place of the point it coincides with among those that are kept.
  const kept = usedVertices.filter((_, i) => first[i] === i);
  const renumbered = new Uint32Array(used.length);
  for (let i = 0, next = 0; i < usedVertices.length; i++) {
    renumbered[usedVertices[i]!] = first[i] === i ? next++ : renumbered[usedVertices[first[i]!]!]!;
  }
  const keptPoints = new Float64Array(3 * kept.length);
  kept.forEach((vertex, i) => {
    keptPoints.set(points.subarray(3 * vertex, 3 * vertex + 3), 3 * i);
  });
  const merged = cells.map((vertex) => renumbered[vertex]!);
  const cellOrigin = distinctCells(merged);
  const keptCells = new Uint32Array(3 * cellOrigin.length);
  cellOrigin.forEach((cell, i) => {
    keptCells.set(merged.subarray(3 * cell, 3 * cell + 3), 3 * i);
  });
  return { points: keptPoints, cells: keptCells, vertexOrigin: kept, cellOrigin };
}

/** Numbers of the cells with three different corners, each set of corners once (the first), in order. */
function distinctCells(cells: Uint32Array): Uint32Array {
  const sorted = cells.slice();
  for (let k = 0; k < sorted.length; k += 3) sorted.subarray(k, k + 3).sort();
  const compare = (i: number, j: number): number =>
    sorted[3 * i]! - sorted[3 * j]! ||
    sorted[3 * i + 1]! - sorted[3 * j + 1]! ||
    sorted[3 * i + 2]! - sorted[3 * j + 2]!;
  const proper: number[] = [];
  for (let k = 0; k < sorted.length; k += 3) {
    if (sorted[k] !== sorted[k + 1] && sorted[k + 1] !== sorted[k + 2]) proper.push(k / 3);
  }
  const order = Uint32Array.from(proper).sort((i, j) => compare(i, j) || i - j);
  return order.filter((cell, k) => k === 0 || compare(order[k - 1]!, cell) !== 0).sort();
}
