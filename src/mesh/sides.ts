import { MeshError } from "../core/errors.ts";
import type { MeshEdges } from "./edges.ts";

// A slot is cell x n + k: side k of a cell with n sides, which are edges of a triangle (3) or faces of a tetrahedron (4).

/** Slots of the two cells at each edge of a surface of triangles, the second -1 where there is only one; of more than two the first and the last. */
export function edgeSides({ count, cellEdges }: MeshEdges): Int32Array {
  const sides = new Int32Array(2 * count).fill(-1);
  for (let slot = 0; slot < cellEdges.length; slot++) {
    const e = cellEdges[slot]!;
    sides[sides[2 * e] === -1 ? 2 * e : 2 * e + 1] = slot;
  }
  return sides;
}

/**
 * For each slot the slot of the other cell at that side, -1 where there is none.
 *
 * @param sideOf number of the edge or face in each slot
 * @param sides two slots an edge or face
 */
export const oppositeSlots = (sideOf: Uint32Array, sides: Int32Array): Int32Array =>
  Int32Array.from(sideOf, (side, slot) => (sides[2 * side] === slot ? sides[2 * side + 1]! : sides[2 * side]!));

/** Throws MeshError where not all cells are connected across sides. `opposite`: see `oppositeSlots`. */
export function requireOnePiece(opposite: Int32Array, sidesPerCell: 3 | 4, remedy: string): void {
  const count = opposite.length / sidesPerCell;
  const reached = new Uint8Array(count);
  const stack = [0];
  let total = 1;
  reached[0] = 1;
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    for (let slot = sidesPerCell * cell; slot < sidesPerCell * (cell + 1); slot++) {
      if (opposite[slot] === -1) continue;
      const next = Math.trunc(opposite[slot]! / sidesPerCell);
      if (reached[next] === 1) continue;
      reached[next] = 1;
      stack.push(next);
      total++;
    }
  }
  if (total === count) return;
  throw new MeshError({
    what: `the mesh is in several pieces: cell ${reached.indexOf(0)} is not connected with cell 0 by ${sidesPerCell === 3 ? "edges" : "faces"}`,
    remedy,
    value: total,
    limit: count,
  });
}
