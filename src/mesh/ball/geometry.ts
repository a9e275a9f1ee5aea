import { MeshError } from "../../core/errors.ts";
import { cellCount, type Mesh } from "../mesh.ts";
import { distance } from "../vectors.ts";

/**
 * Corners of the local faces, 3 a face: face k is opposite to local vertex k, and runs counter-clockwise seen from outside a
 * cell of positive volume.
 */
export const localFaces = Uint8Array.of(1, 2, 3, 0, 3, 2, 0, 1, 3, 0, 2, 1);

export interface MeshFaces {
  readonly count: number;
  /** Three vertex numbers a face, ascending. */
  readonly vertices: Uint32Array;
  /** Face of each local face: 4 a cell. */
  readonly cellFaces: Uint32Array;
  /** Slots (cell x 4 + local face) of the two sides of each face; the second is -1 on the boundary. */
  readonly sides: Int32Array;
}

/**
 * The faces of a mesh of tetrahedra, each once, numbered in the order in which the cells meet them.
 * Throws MeshError where three cells share a face.
 */
export function meshFaces(mesh: Mesh): MeshFaces {
  const slots = 4 * cellCount(mesh);
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * slots + 2))).fill(-1);
  const mask = table.length - 1;
  const vertices = new Uint32Array(3 * slots);
  const cellFaces = new Uint32Array(slots);
  const sides = new Int32Array(2 * slots).fill(-1);
  let count = 0;
  for (let slot = 0; slot < slots; slot++) {
    const cell = slot >> 2;
    const local = 3 * (slot & 3);
    const a = mesh.cells[4 * cell + localFaces[local]!]!;
    const b = mesh.cells[4 * cell + localFaces[local + 1]!]!;
    const c = mesh.cells[4 * cell + localFaces[local + 2]!]!;
    const low = Math.min(a, b, c);
    const high = Math.max(a, b, c);
    const middle = a === low ? Math.min(b, c) : b === low ? Math.min(a, c) : Math.min(a, b);
    let place = hash(low, middle, high) & mask;
    let face = table[place]!;
    while (
      face >= 0 &&
      !(vertices[3 * face] === low && vertices[3 * face + 1] === middle && vertices[3 * face + 2] === high)
    ) {
      place = (place + 1) & mask;
      face = table[place]!;
    }
    if (face < 0) {
      face = count++;
      table[place] = face;
      vertices[3 * face] = low;
      vertices[3 * face + 1] = middle;
      vertices[3 * face + 2] = high;
      sides[2 * face] = slot;
    } else if (sides[2 * face + 1] === -1) sides[2 * face + 1] = slot;
    else {
      throw new MeshError({
        what: `face (${low}, ${middle}, ${high}) belongs to cells ${sides[2 * face]! >> 2}, ${sides[2 * face + 1]! >> 2} and ${cell}`,
        remedy: "remove the cells that overlap: at most two share a face",
        value: 3,
        limit: 2,
      });
    }
    cellFaces[slot] = face;
  }
  return { count, vertices: vertices.slice(0, 3 * count), cellFaces, sides: sides.slice(0, 2 * count) };
}

function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Slots (cell x 4 + local face) of the faces with one cell. */
export function boundarySlots(faces: MeshFaces): Int32Array {
  const slots: number[] = [];
  for (let face = 0; face < faces.count; face++)
    if (faces.sides[2 * face + 1] === -1) slots.push(faces.sides[2 * face]!);
  return Int32Array.from(slots);
}

/** Boundary triangles, 3 vertex numbers each, counter-clockwise seen from outside, in the order of `slots`. */
export function boundaryTriangles(mesh: Mesh, slots: Int32Array): Uint32Array {
  const triangles = new Uint32Array(3 * slots.length);
  for (let k = 0; k < slots.length; k++) {
    const cell = 4 * (slots[k]! >> 2);
    for (let i = 0; i < 3; i++) triangles[3 * k + i] = mesh.cells[cell + localFaces[3 * (slots[k]! & 3) + i]!]!;
  }
  return triangles;
}

/** Six times the signed volume of the tetrahedron of four vertices. `points`: 3 numbers a vertex. */
export function sixfoldVolume(points: Float64Array, a: number, b: number, c: number, d: number): number {
  const x = points[3 * a]!;
  const y = points[3 * a + 1]!;
  const z = points[3 * a + 2]!;
  const bx = points[3 * b]! - x;
  const by = points[3 * b + 1]! - y;
  const bz = points[3 * b + 2]! - z;
  const cx = points[3 * c]! - x;
  const cy = points[3 * c + 1]! - y;
  const cz = points[3 * c + 2]! - z;
  const dx = points[3 * d]! - x;
  const dy = points[3 * d + 1]! - y;
  const dz = points[3 * d + 2]! - z;
  return bx * (cy * dz - cz * dy) + by * (cz * dx - cx * dz) + bz * (cx * dy - cy * dx);
}

/** Largest distance between two corners of the cell whose vertex numbers begin at `begin`. */
export function cellDiameter(points: Float64Array, cells: Uint32Array, begin: number): number {
  let diameter = 0;
  for (let i = 1; i < 4; i++)
    for (let j = 0; j < i; j++)
      diameter = Math.max(diameter, distance(points, 3 * cells[begin + i]!, 3 * cells[begin + j]!));
  return diameter;
}

/** Volume of all cells together. */
export function meshVolume(mesh: Mesh): number {
  const { points, cells } = mesh;
  let sum = 0;
  for (let k = 0; k < cells.length; k += 4) {
    sum += sixfoldVolume(points, cells[k]!, cells[k + 1]!, cells[k + 2]!, cells[k + 3]!);
  }
  return sum / 6;
}
