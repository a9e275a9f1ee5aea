import { coincidentPoints } from "../duplicates.ts";
import { keepFirst, mergeFraction, pointsAt, usedPoints } from "../mergePoints.ts";
import { longestSide } from "./geometry.ts";

/** A triangle soup whose vertices and cells still know their numbers in the input. */
export interface Surface {
  readonly points: Float64Array;
  readonly cells: Uint32Array;
  readonly vertexOrigin: Uint32Array;
  readonly cellOrigin: Uint32Array;
}

/** The surface without unused points, points at one place merged, collapsed and repeated triangles dropped. */
export function mergeSurface(points: Float64Array, cells: Uint32Array): Surface {
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < cells.length; k += 3) {
    const [a, b, c] = [3 * cells[k]!, 3 * cells[k + 1]!, 3 * cells[k + 2]!];
    const longest = longestSide(points, a, b, c);
    if (longest > 0) smallest = Math.min(smallest, longest);
  }
  const used = usedPoints(points.length / 3, cells);
  const vertices = Uint32Array.from(used.keys()).filter((vertex) => used[vertex] === 1);
  const coincident = coincidentPoints(pointsAt(points, vertices), mergeFraction * smallest);
  const first = new Uint32Array(used.length);
  vertices.forEach((vertex, i) => {
    first[vertex] = vertices[coincident[i]!]!;
  });
  const merged = keepFirst(points, cells, used, first);
  const cellOrigin = distinctCells(merged.cells);
  const keptCells = new Uint32Array(3 * cellOrigin.length);
  cellOrigin.forEach((cell, i) => {
    keptCells.set(merged.cells.subarray(3 * cell, 3 * cell + 3), 3 * i);
  });
  return { points: merged.points, cells: keptCells, vertexOrigin: merged.origin, cellOrigin };
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
