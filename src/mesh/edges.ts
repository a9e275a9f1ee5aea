import { InputError } from "../core/errors.ts";
import { stableOrder } from "../core/stableOrder.ts";
import { cellCount, type Mesh, vertexCount } from "./mesh.ts";

export interface MeshEdges {
  /** Number of edges. */
  readonly count: number;
  /** Two vertex numbers an edge, the lower first; edges are sorted by (lower, higher). */
  readonly vertices: Uint32Array;
  /** Edge numbers of each cell, in the order of `localEdges`: 3 a triangle, 6 a tetrahedron. */
  readonly cellEdges: Uint32Array;
}

/**
 * Local edges of a cell as pairs of local vertex numbers. Triangle: edge 0 = (0, 1), edge 1 = (1, 2), edge 2 = (2, 0), so that
 * the edges run round the cell. Tetrahedron: the same three, then (0, 3), (1, 3), (2, 3).
 */
export function localEdges(dimension: 2 | 3): Uint8Array {
  return dimension === 2 ? Uint8Array.of(0, 1, 1, 2, 2, 0) : Uint8Array.of(0, 1, 1, 2, 2, 0, 0, 3, 1, 3, 2, 3);
}

/**
 * The edges of a mesh, each once, and the edges of each cell. Two counting sorts: linear time whatever the valences.
 * Throws InputError where a cell names a vertex that the mesh has not.
 */
export function meshEdges(mesh: Mesh): MeshEdges {
  const { cells, dimension } = mesh;
  const local = localEdges(dimension);
  const perCell = local.length / 2;
  const corners = dimension + 1;
  const total = cellCount(mesh) * perCell;
  const vertices = vertexCount(mesh);
  const low = new Uint32Array(total);
  const high = new Uint32Array(total);
  for (let cell = 0, slot = 0; slot < total; cell++) {
    for (let k = 0; k < perCell; k++, slot++) {
      const a = cells[cell * corners + local[2 * k]!]!;
      const b = cells[cell * corners + local[2 * k + 1]!]!;
      low[slot] = Math.min(a, b);
      high[slot] = Math.max(a, b);
      if (high[slot]! >= vertices) {
        throw new InputError({
          what: `cell ${cell} names vertex ${high[slot]}, the mesh has ${vertices}`,
          remedy: "number the vertices of the cells from 0",
          value: high[slot],
          limit: vertices - 1,
        });
      }
    }
  }
  // Stable sort by the higher and then by the lower vertex brings the copies of an edge together.
  const order = stableOrder(vertices, low, stableOrder(vertices, high, null));
  const pairs = new Uint32Array(2 * total);
  const cellEdges = new Uint32Array(total);
  let count = 0;
  for (let k = 0; k < total; k++) {
    const slot = order[k]!;
    const a = low[slot]!;
    const b = high[slot]!;
    if (count === 0 || pairs[2 * count - 2] !== a || pairs[2 * count - 1] !== b) {
      pairs[2 * count] = a;
      pairs[2 * count + 1] = b;
      count++;
    }
    cellEdges[slot] = count - 1;
  }
  return { count, vertices: pairs.slice(0, 2 * count), cellEdges };
}

/** Number of cells at each edge. */
export function cellsPerEdge({ count, cellEdges }: MeshEdges): Uint32Array {
  const uses = new Uint32Array(count);
  for (const e of cellEdges) uses[e]!++;
  return uses;
}
