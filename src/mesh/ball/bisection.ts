import { InputError } from "../../core/errors.ts";
import { cellCount, type Mesh } from "../mesh.ts";
import { distance } from "../vectors.ts";

/**
 * A mesh of tetrahedra that knows how to go on being bisected. Cells are ordered so that the edge to be bisected next runs between their
 * local vertices 0 and 1. `marks` has one byte a cell: bits 0-1 the local vertex that the marked edge of face 0 (opposite to vertex 0) leaves
 * out, bits 2-3 the same for face 1, bit 4 the flag.
 */
export interface BisectionMesh {
  readonly mesh: Mesh;
  readonly marks: Uint8Array;
}

const FLAG = 16;

/**
 * Prepares any valid mesh of tetrahedra for conforming bisection. The marked edge of a face, and the first edge of a cell, is its longest;
 * among equals the one of the lowest vertex numbers, so that the two cells at a face agree.
 */
export function bisectionMesh(mesh: Mesh): BisectionMesh {
  if (mesh.dimension !== 3) {
    throw new InputError({
      what: `a mesh of dimension ${mesh.dimension} has no tetrahedra to bisect`,
      remedy: "give a mesh of the ball (dimension 3)",
      value: mesh.dimension,
      limit: 3,
    });
  }
  const cells = new Uint32Array(mesh.cells.length);
  const marks = new Uint8Array(cellCount(mesh));
  const left = new Uint8Array(4);
  for (let cell = 0; cell < marks.length; cell++) {
    const corners = mesh.cells.subarray(4 * cell, 4 * cell + 4);
    let whole = [0, 1];
    for (let face = 0; face < 4; face++) {
      const edge = longestEdge(mesh.points, corners, face);
      left[face] = 6 - face - edge[0]! - edge[1]!;
      if (isLonger(mesh.points, corners, edge, whole)) whole = edge;
    }
    marks[cell] = putCell(cells, 4 * cell, corners, whole[0]!, whole[1]!, left);
  }
  return { mesh: { dimension: 3, points: mesh.points, cells }, marks };
}

/** The longest edge of the face opposite to a local vertex, as two local vertices. */
function longestEdge(points: Float64Array, corners: Uint32Array, face: number): number[] {
  const [a, b, c] = [0, 1, 2, 3].filter((k) => k !== face) as [number, number, number];
  let best = [a, b];
  for (const edge of [
    [a, c],
    [b, c],
  ])
    if (isLonger(points, corners, edge, best)) best = edge;
  return best;
}

/** A strict total order of edges: by length, then by vertex numbers. */
function isLonger(points: Float64Array, corners: Uint32Array, p: readonly number[], q: readonly number[]): boolean {
  const [p0, p1, q0, q1] = [corners[p[0]!]!, corners[p[1]!]!, corners[q[0]!]!, corners[q[1]!]!];
  const [pLow, pHigh] = [Math.min(p0, p1), Math.max(p0, p1)];
  const [qLow, qHigh] = [Math.min(q0, q1), Math.max(q0, q1)];
  // From the lower to the higher vertex: both cells at an edge then get the same bits.
  const difference = distance(points, 3 * pLow, 3 * pHigh) - distance(points, 3 * qLow, 3 * qHigh);
  return difference !== 0 ? difference > 0 : pLow !== qLow ? pLow < qLow : pHigh < qHigh;
}

/**
 * Writes a cell with the edge (p, q) of `corners` first and positive volume, given that `corners` have it; returns its marks without flag.
 * `left[f]` is the local vertex of `corners` that the marked edge of face f leaves out.
 */
function putCell(
  cells: Uint32Array | number[],
  at: number,
  corners: ArrayLike<number>,
  p: number,
  q: number,
  left: Uint8Array,
): number {
  const rest = [0, 1, 2, 3].filter((k) => k !== p && k !== q) as [number, number];
  const order = [p, q, rest[0], rest[1]];
  let swaps = 0;
  for (let i = 1; i < 4; i++) for (let j = 0; j < i; j++) if (order[j]! > order[i]!) swaps++;
  if (swaps % 2 === 1) order.push(...order.splice(2, 2).reverse());
  for (let k = 0; k < 4; k++) cells[at + k] = corners[order[k]!]!;
  return order.indexOf(left[p]!) | (order.indexOf(left[q]!) << 2);
}

/**
 * Bisects the given cells, and others as far as conformity needs it (Arnold, Mukherjee and Pouly, doi:10.1137/S1064827597323373). Repeated as often
 * as one likes it makes finitely many shapes of each first cell. Old vertices keep their numbers; new ones are the midpoints of
 * edges, on chords of the sphere at the boundary, so that the polyhedron stays what it is (`inflateBall` moves them outward).
 *
 * @param marked numbers of the cells to bisect
 * @throws InputError for a number that is no cell
 */
export function bisectCells({ mesh, marks }: BisectionMesh, marked: Iterable<number>): BisectionMesh {
  const count = cellCount(mesh);
  const points = Array.from(mesh.points);
  const cells = Array.from(mesh.cells);
  const states = Array.from(marks);
  const midpoints = new Map<number, number>();
  const chosen = new Set<number>();
  for (const cell of marked) {
    if (!(Number.isInteger(cell) && cell >= 0 && cell < count)) {
      throw new InputError({
        what: `${cell} is no cell of the mesh, which has ${count}`,
        remedy: "number the cells from 0",
        value: cell,
        limit: count - 1,
      });
    }
    chosen.add(cell);
  }
  while (chosen.size > 0) {
    for (const cell of chosen) splitCell(points, cells, states, midpoints, cell);
    chosen.clear();
    for (let cell = 0; cell < states.length; cell++) if (hasSplitEdge(cells, cell, midpoints)) chosen.add(cell);
  }
  return {
    mesh: { dimension: 3, points: Float64Array.from(points), cells: Uint32Array.from(cells) },
    marks: Uint8Array.from(states),
  };
}

/** A pair of vertex numbers as one number; 2^26 vertices are more than fit into memory. */
const edgeKey = (a: number, b: number): number => (a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a);

function hasSplitEdge(cells: readonly number[], cell: number, midpoints: ReadonlyMap<number, number>): boolean {
  for (let i = 1; i < 4; i++)
    for (let j = 0; j < i; j++) if (midpoints.has(edgeKey(cells[4 * cell + i]!, cells[4 * cell + j]!))) return true;
  return false;
}

function midpoint(points: number[], midpoints: Map<number, number>, a: number, b: number): number {
  const key = edgeKey(a, b);
  const known = midpoints.get(key);
  if (known !== undefined) return known;
  const vertex = points.length / 3;
  for (let k = 0; k < 3; k++) points.push((points[3 * a + k]! + points[3 * b + k]!) / 2);
  midpoints.set(key, vertex);
  return vertex;
}

/** One child takes the parent's place, the other goes to the end. */
function splitCell(
  points: number[],
  cells: number[],
  states: number[],
  midpoints: Map<number, number>,
  cell: number,
): void {
  const at = 4 * cell;
  const state = states[cell]!;
  const parent = cells.slice(at, at + 4) as [number, number, number, number];
  const middle = midpoint(points, midpoints, parent[0], parent[1]);
  const left0 = state & 3;
  const left1 = (state >> 2) & 3;
  // All three marked edges in one plane: type P of the paper. Its flag alternates the mark of the face between the children.
  const planar = left0 === left1;
  const flagged = (state & FLAG) !== 0;
  const childFlag = planar && !flagged ? FLAG : 0;
  const left = new Uint8Array(4);
  for (let child = 0; child < 2; child++) {
    // Child 0 keeps vertex 0 and has the new vertex in place of 1, child 1 the other way round; both keep the orientation.
    const own = child;
    const fresh = 1 - child;
    const corners = parent.slice();
    corners[fresh] = middle;
    // Halves of the faces at the bisected edge: the edge opposite to the new vertex.
    left[2] = fresh;
    left[3] = fresh;
    // The face between the children is opposite to the vertex that the child keeps.
    left[own] = planar && flagged ? left0 : fresh;
    // The face inherited whole is opposite to the new vertex; its marked edge is bisected next.
    const inherited = child === 0 ? left1 : left0;
    left[fresh] = inherited;
    const [p, q] = [0, 1, 2, 3].filter((k) => k !== fresh && k !== inherited) as [number, number];
    const slot = child === 0 ? cell : states.length;
    states[slot] = putCell(cells, 4 * slot, corners, p, q, left) | childFlag;
  }
}
