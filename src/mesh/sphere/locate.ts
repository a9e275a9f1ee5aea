import { MeshError } from "../../core/errors.ts";
import { localEdges, meshEdges } from "../edges.ts";
import { basePoints, invertGrading, moebiusPoint } from "../grade.ts";
import { cellCount, type Mesh, type MoebiusGrading } from "../mesh.ts";

/**
 * Finds the cell of a mesh of the sphere that holds a point: a grid of directions gives a cell nearby, a walk the cell. Plain
 * data, which a worker can be sent; it serves one caller at a time.
 */
export interface PointLocator {
  readonly cellCount: number;
  /** Inward normals of the great circles through the sides: 3 sides a cell in the order of `localEdges`, 3 numbers each. */
  readonly normals: Float64Array;
  /** The cell beyond each side, 3 a cell. */
  readonly neighbours: Uint32Array;
  /** Maps points to where the sides are great circles; null for a mesh that is not graded. */
  readonly inverse: MoebiusGrading | null;
  /** The grid: the six faces of a cube with binsAlong^2 bins each, seen from the centre. */
  readonly binsAlong: number;
  /** A cell in or near each bin. */
  readonly binCells: Uint32Array;
  /** Sides that a walk crosses at most before the search goes through all cells. */
  readonly longestWalk: number;
  /** Scratch of one point. */
  readonly base: Float64Array;
}

/** Throws MeshError where the mesh is not of the sphere or a side does not have exactly two cells. */
export function createLocator(mesh: Mesh): PointLocator {
  if (mesh.dimension !== 2) {
    throw new MeshError({
      what: `a mesh of dimension ${mesh.dimension} has no cells on the sphere`,
      remedy: "use a mesh of the sphere (dimension 2)",
      value: mesh.dimension,
      limit: 2,
    });
  }
  const cells = cellCount(mesh);
  const binsAlong = Math.ceil(Math.sqrt(cells / 6));
  const locator: PointLocator = {
    cellCount: cells,
    normals: sideNormals(mesh),
    neighbours: cellNeighbours(mesh),
    inverse: mesh.grading === undefined ? null : invertGrading(mesh.grading),
    binsAlong,
    binCells: new Uint32Array(6 * binsAlong ** 2),
    // A straight walk over half the sphere crosses some 3 sqrt(cells) sides; a walk that is far longer goes in circles.
    longestWalk: 100 + 10 * Math.ceil(Math.sqrt(cells)),
    base: new Float64Array(3),
  };
  fillBins(locator);
  return locator;
}

/** Finds the cell of a point and writes its barycentric coordinates: see `cellLocator`. */
export type CellLocator = (point: ArrayLike<number>, barycentric: Float64Array) => number;

/**
 * A function `locate(point, barycentric)` that returns the number of the cell that holds a point of the unit sphere, and writes
 * the barycentric coordinates (3) of its central projection on the flat (base) triangle. It serves one caller at a time.
 *
 * @throws MeshError where the mesh is not of the sphere or has a hole; the function throws it for a point off the sphere
 */
export function cellLocator(mesh: Mesh): CellLocator {
  const locator = createLocator(mesh);
  const { normals, base } = locator;
  return (point, barycentric) => {
    const [x, y, z] = [point[0]!, point[1]!, point[2]!];
    // The negated comparison also catches NaN.
    if (!(Math.abs(x * x + y * y + z * z - 1) < offSphere)) throw noCell(point);
    const cell = locateCell(locator, x, y, z);
    let sum = 0;
    for (let side = 0; side < 3; side++) {
      const at = 9 * cell + 3 * side;
      const height = normals[at]! * base[0]! + normals[at + 1]! * base[1]! + normals[at + 2]! * base[2]!;
      // Side k joins the corners k and k + 1, and lies opposite to k + 2.
      barycentric[(side + 2) % 3] = height;
      sum += height;
    }
    for (let k = 0; k < 3; k++) barycentric[k]! /= sum;
    if (!(Math.min(barycentric[0]!, barycentric[1]!, barycentric[2]!) > outsideLimit)) throw noCell(point);
    return cell;
  };
}

/** How far |r|^2 of a point may be from 1, and how far a coordinate below 0: a point between cells by rounding. */
const offSphere = 1e-6;
const outsideLimit = -1e-9;

const noCell = (point: ArrayLike<number>): MeshError =>
  new MeshError({
    what: `no cell holds the point (${Array.from(point).join(", ")})`,
    remedy: "the point has to lie on the unit sphere, and the mesh has to cover it",
    value: Array.from(point),
  });

/**
 * The cell that holds (x, y, z), |r| = 1. On a side it is one of the two, always the same one for the same point. Leaves the
 * point of the base mesh in `locator.base`.
 */
export function locateCell(locator: PointLocator, x: number, y: number, z: number): number {
  const { inverse, base } = locator;
  base[0] = x;
  base[1] = y;
  base[2] = z;
  if (inverse !== null) moebiusPoint(inverse, base, base);
  const bin = binOf(locator.binsAlong, base[0]!, base[1]!, base[2]!);
  return walk(locator, locator.binCells[bin]!, base[0]!, base[1]!, base[2]!);
}

/** Adds the number of the points (x[i], y[i], z[i]) in each cell to `counts` (one number a cell). */
export function countPositions(
  locator: PointLocator,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  counts: Uint32Array,
): void {
  for (let i = 0; i < x.length; i++) counts[locateCell(locator, x[i]!, y[i]!, z[i]!)]!++;
}

function sideNormals(mesh: Mesh): Float64Array {
  const points = basePoints(mesh);
  const local = localEdges(2);
  const normals = new Float64Array(3 * mesh.cells.length);
  for (let side = 0; side < mesh.cells.length; side++) {
    const corner = side - (side % 3);
    const a = mesh.cells[corner + local[2 * (side % 3)]!]!;
    const b = mesh.cells[corner + local[2 * (side % 3) + 1]!]!;
    // Both cells of a side take the same products, with opposite sign: no point lies outside both by rounding.
    const from = 3 * Math.min(a, b);
    const to = 3 * Math.max(a, b);
    const sign = a < b ? 1 : -1;
    const [px, py, pz] = [points[from]!, points[from + 1]!, points[from + 2]!];
    const [ex, ey, ez] = [points[to]! - px, points[to + 1]! - py, points[to + 2]! - pz];
    normals[3 * side] = sign * (py * ez - pz * ey);
    normals[3 * side + 1] = sign * (pz * ex - px * ez);
    normals[3 * side + 2] = sign * (px * ey - py * ex);
  }
  return normals;
}

function cellNeighbours(mesh: Mesh): Uint32Array {
  const { count, cellEdges } = meshEdges(mesh);
  const owners = new Int32Array(2 * count).fill(-1);
  for (let side = 0; side < cellEdges.length; side++) {
    const edge = cellEdges[side]!;
    const cell = Math.trunc(side / 3);
    if (owners[2 * edge]! < 0) owners[2 * edge] = cell;
    else if (owners[2 * edge + 1]! < 0) owners[2 * edge + 1] = cell;
    else refuseSide(cell, "more than two cells");
  }
  return Uint32Array.from(cellEdges, (edge, side) => {
    const cell = Math.trunc(side / 3);
    const other = owners[2 * edge]! === cell ? owners[2 * edge + 1]! : owners[2 * edge]!;
    return other < 0 ? refuseSide(cell, "one cell only") : other;
  });
}

function refuseSide(cell: number, found: string): never {
  throw new MeshError({
    what: `a side of cell ${cell} belongs to ${found}`,
    remedy: "use a closed mesh of the sphere; validateMesh says more",
    value: cell,
    limit: 2,
  });
}

function fillBins(locator: PointLocator): void {
  const { binsAlong, binCells } = locator;
  let cell = 0;
  for (let bin = 0; bin < binCells.length; bin++) {
    const face = Math.trunc(bin / binsAlong ** 2);
    const u = (2 * (bin % binsAlong) + 1) / binsAlong - 1;
    const v = (2 * (Math.trunc(bin / binsAlong) % binsAlong) + 1) / binsAlong - 1;
    const top = face % 2 === 0 ? 1 : -1;
    const [x, y, z] = face < 2 ? [top, u, v] : face < 4 ? [u, top, v] : [u, v, top];
    cell = walk(locator, cell, x, y, z);
    binCells[bin] = cell;
  }
}

/** Bin of a direction of any length. */
function binOf(binsAlong: number, x: number, y: number, z: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const az = Math.abs(z);
  let face = 0;
  let u = y;
  let v = z;
  let top = ax;
  if (ax >= ay && ax >= az) face = x > 0 ? 0 : 1;
  else if (ay >= az) {
    face = y > 0 ? 2 : 3;
    u = x;
    top = ay;
  } else {
    face = z > 0 ? 4 : 5;
    u = x;
    v = y;
    top = az;
  }
  const half = binsAlong / 2;
  const column = Math.min(binsAlong - 1, Math.floor((u / top + 1) * half));
  const row = Math.min(binsAlong - 1, Math.floor((v / top + 1) * half));
  return (face * binsAlong + row) * binsAlong + column;
}

/** Crosses the side that the point is farthest beyond, until there is none. */
function walk(locator: PointLocator, start: number, x: number, y: number, z: number): number {
  const { normals, neighbours, longestWalk } = locator;
  let cell = start;
  for (let crossed = 0; crossed < longestWalk; crossed++) {
    const at = 9 * cell;
    const s0 = normals[at]! * x + normals[at + 1]! * y + normals[at + 2]! * z;
    const s1 = normals[at + 3]! * x + normals[at + 4]! * y + normals[at + 5]! * z;
    const s2 = normals[at + 6]! * x + normals[at + 7]! * y + normals[at + 8]! * z;
    const side = s0 <= s1 && s0 <= s2 ? 0 : s1 <= s2 ? 1 : 2;
    if ((side === 0 ? s0 : side === 1 ? s1 : s2) >= 0) return cell;
    cell = neighbours[3 * cell + side]!;
  }
  // The walk always ends in a Delaunay mesh; in others it can go in circles (Devillers, Pion and Teillaud, 2002).
  return searchAll(locator, x, y, z);
}

/** The cell that the point is deepest in; at worst, by rounding, the one that it is least outside of. */
function searchAll({ normals, cellCount: cells }: PointLocator, x: number, y: number, z: number): number {
  let best = 0;
  let deepest = Number.NEGATIVE_INFINITY;
  for (let cell = 0; cell < cells; cell++) {
    let depth = Number.POSITIVE_INFINITY;
    for (let at = 9 * cell; at < 9 * cell + 9; at += 3)
      depth = Math.min(depth, normals[at]! * x + normals[at + 1]! * y + normals[at + 2]! * z);
    if (depth <= deepest) continue;
    deepest = depth;
    best = cell;
  }
  return best;
}
