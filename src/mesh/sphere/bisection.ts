import { InputError } from "../../core/errors.ts";
import { meshEdges } from "../edges.ts";
import { applyMoebius, basePoints } from "../grade.ts";
import { cellCount, type Mesh } from "../mesh.ts";
import { requireDomain } from "../requireDomain.ts";
import { distance } from "../vectors.ts";

/*
 * Newest-vertex bisection of triangles (Mitchell, doi:10.1145/76909.76912). The edge of a cell that is bisected next runs between its local vertices 0
 * and 1, and the new vertex becomes local vertex 2 of both halves: the order of the vertices is all that has to be remembered.
 */

/**
 * A mesh of the sphere with the vertices of each cell turned round so that its longest edge, among equals that of the lowest vertex numbers, is
 * bisected first. Cells of `bisectTriangles` are not to be turned any more: their order bounds the shapes.
 *
 * @throws InputError for a mesh of the ball
 */
export function longestEdgesFirst(mesh: Mesh): Mesh {
  requireDomain(mesh, "sphere");
  const base = basePoints(mesh);
  const { vertices, cellEdges } = meshEdges(mesh);
  // Measured once an edge, so that both cells at it see the same bits.
  const lengths = new Float64Array(vertices.length / 2);
  for (let e = 0; e < lengths.length; e++) lengths[e] = distance(base, 3 * vertices[2 * e]!, 3 * vertices[2 * e + 1]!);
  const cells = new Uint32Array(mesh.cells.length);
  for (let at = 0; at < cells.length; at += 3) {
    let first = 0;
    for (let k = 1; k < 3; k++) {
      const [edge, best] = [cellEdges[at + k]!, cellEdges[at + first]!];
      const difference = lengths[edge]! - lengths[best]!;
      if (difference > 0 || (difference === 0 && edge < best)) first = k;
    }
    for (let k = 0; k < 3; k++) cells[at + k] = mesh.cells[at + ((first + k) % 3)]!;
  }
  return { ...mesh, cells };
}

/**
 * Bisects the given cells, and others as far as conformity needs it: an edge is halved only together with the first edges of both its cells (Karkulik,
 * Pavlicek and Praetorius, doi:10.1007/s00365-013-9192-4). However often it is repeated the flat triangles are of four shapes for each first one.
 * Old vertices keep their numbers, new ones are the midpoints of arcs, as in `refineUniformly`; the halves of a cell stand where it stood.
 *
 * @param marked numbers of the cells to bisect
 * @throws InputError for a number that is no cell, and for a mesh of the ball
 */
export function bisectTriangles(mesh: Mesh, marked: Iterable<number>): Mesh {
  requireDomain(mesh, "sphere");
  const edges = meshEdges(mesh);
  const halved = edgesToHalve(mesh, edges.count, edges.cellEdges, marked);
  const middle = new Uint32Array(edges.count);
  const old = mesh.points.length / 3;
  let vertices = old;
  for (let e = 0; e < edges.count; e++) if (halved[e] === 1) middle[e] = vertices++;
  return {
    ...mesh,
    points: withMidpoints(mesh, edges.vertices, halved, vertices - old),
    cells: splitCells(mesh.cells, edges.cellEdges, halved, middle),
  };
}

/** One byte an edge, 1 where it is halved. */
function edgesToHalve(mesh: Mesh, count: number, cellEdges: Uint32Array, marked: Iterable<number>): Uint8Array {
  const cells = cellCount(mesh);
  const halved = new Uint8Array(count);
  const cellsAt = new Int32Array(2 * count).fill(-1);
  for (let slot = 0; slot < cellEdges.length; slot++) {
    const at = 2 * cellEdges[slot]!;
    cellsAt[cellsAt[at] === -1 ? at : at + 1] = Math.floor(slot / 3);
  }
  const waiting: number[] = [];
  const halve = (cell: number): void => {
    const edge = cellEdges[3 * cell]!;
    if (halved[edge] === 1) return;
    halved[edge] = 1;
    waiting.push(edge);
  };
  for (const cell of marked) {
    if (!(Number.isInteger(cell) && cell >= 0 && cell < cells)) {
      throw new InputError({
        what: `${cell} is no cell of the mesh, which has ${cells}`,
        remedy: "number the cells from 0",
        value: cell,
        limit: cells - 1,
      });
    }
    halve(cell);
  }
  for (let edge = waiting.pop(); edge !== undefined; edge = waiting.pop()) {
    halve(cellsAt[2 * edge]!);
    halve(cellsAt[2 * edge + 1]!);
  }
  return halved;
}

function withMidpoints(mesh: Mesh, vertices: Uint32Array, halved: Uint8Array, count: number): Float64Array {
  const base = basePoints(mesh);
  const added = new Float64Array(3 * count);
  for (let e = 0, at = 0; e < halved.length; e++) {
    if (halved[e] === 0) continue;
    const a = 3 * vertices[2 * e]!;
    const b = 3 * vertices[2 * e + 1]!;
    const x = base[a]! + base[b]!;
    const y = base[a + 1]! + base[b + 1]!;
    const z = base[a + 2]! + base[b + 2]!;
    const norm = Math.sqrt(x * x + y * y + z * z);
    added[at++] = x / norm;
    added[at++] = y / norm;
    added[at++] = z / norm;
  }
  if (mesh.grading !== undefined) applyMoebius(mesh.grading, added, added);
  const points = new Float64Array(mesh.points.length + added.length);
  // Old vertices keep their bits: the map there and back would round them.
  points.set(mesh.points);
  points.set(added, mesh.points.length);
  return points;
}

function splitCells(cells: Uint32Array, cellEdges: Uint32Array, halved: Uint8Array, middle: Uint32Array): Uint32Array {
  let size = cells.length;
  for (const edge of cellEdges) size += 3 * halved[edge]!;
  const out = new Uint32Array(size);
  let at = 0;
  const put = (a: number, b: number, c: number): void => {
    out[at++] = a;
    out[at++] = b;
    out[at++] = c;
  };
  /** A half with the edge (a, b), which is halved in turn or not. */
  const putHalf = (a: number, b: number, c: number, edge: number): void => {
    if (halved[edge] === 0) {
      put(a, b, c);
      return;
    }
    put(c, a, middle[edge]!);
    put(b, c, middle[edge]!);
  };
  for (let k = 0; k < cells.length; k += 3) {
    const [a, b, c] = [cells[k]!, cells[k + 1]!, cells[k + 2]!];
    if (halved[cellEdges[k]!] === 0) {
      put(a, b, c);
      continue;
    }
    const m = middle[cellEdges[k]!]!;
    putHalf(c, a, m, cellEdges[k + 2]!);
    putHalf(b, c, m, cellEdges[k + 1]!);
  }
  return out;
}
