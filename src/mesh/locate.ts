import { MeshError } from "../core/errors.ts";
import { meshEdges } from "./edges.ts";
import { cellCount, type Mesh } from "./mesh.ts";
import { basePoints, invertGrading, moebiusPoint } from "./moebius.ts";

/**
 * Finds the cell of a sphere mesh that holds a point. Returns a function `locate(point, barycentric)`: the cell's number, and
 * the barycentric coordinates (3) of the point's central projection on the flat (base) triangle. It walks from the last
 * answer towards the point, so neighbouring queries are cheap; it serves one caller at a time.
 */
export function cellLocator(mesh: Mesh): (point: ArrayLike<number>, barycentric: Float64Array) => number {
  const base = basePoints(mesh);
  const cells = cellCount(mesh);
  const neighbours = neighbourTable(mesh);
  const normals = edgePlanes(mesh, base);
  const inverse = mesh.grading === undefined ? null : invertGrading(mesh.grading);
  const y = new Float64Array(3);
  let current = 0;

  const outside = (cell: number, barycentric: Float64Array): number => {
    let worst = -1;
    let lowest = -1e-13;
    for (let k = 0; k < 3; k++) {
      const at = 9 * cell + 3 * k;
      const value = normals[at]! * y[0]! + normals[at + 1]! * y[1]! + normals[at + 2]! * y[2]!;
      barycentric[k] = value;
      if (value < lowest) {
        lowest = value;
        worst = k;
      }
    }
    return worst;
  };
  const finish = (cell: number, barycentric: Float64Array): number => {
    const sum = barycentric[0]! + barycentric[1]! + barycentric[2]!;
    for (let k = 0; k < 3; k++) barycentric[k]! /= sum;
    current = cell;
    return cell;
  };

  return (point, barycentric) => {
    const norm = point[0]! ** 2 + point[1]! ** 2 + point[2]! ** 2;
    // The negated comparison also catches NaN.
    if (!(Math.abs(norm - 1) < 1e-6)) throw noCell(point);
    if (inverse === null) for (let k = 0; k < 3; k++) y[k] = point[k]!;
    else moebiusPoint(inverse, point, y);
    // A walk may circle on a mesh that is not Delaunay; then every cell is tried.
    for (let step = 0, cell = current; step < cells; step++) {
      const side = outside(cell, barycentric);
      if (side === -1) return finish(cell, barycentric);
      cell = neighbours[3 * cell + side]!;
    }
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let cell = 0; cell < cells; cell++) {
      outside(cell, barycentric);
      const value = Math.min(barycentric[0]!, barycentric[1]!, barycentric[2]!);
      if (value > bestValue) {
        bestValue = value;
        best = cell;
      }
    }
    if (!(bestValue > -1e-9)) throw noCell(point);
    outside(best, barycentric);
    return finish(best, barycentric);
  };
}

const noCell = (point: ArrayLike<number>): MeshError =>
  new MeshError({
    what: `no cell holds the point (${Array.from(point).join(", ")})`,
    remedy: "the point has to lie on the unit sphere, and the mesh has to cover it",
    value: Array.from(point),
  });

/** Cell across the edge opposite to each local vertex: 3 a cell. */
function neighbourTable(mesh: Mesh): Uint32Array {
  const edges = meshEdges(mesh);
  const first = new Int32Array(edges.count).fill(-1);
  const table = new Uint32Array(mesh.cells.length);
  for (let slot = 0; slot < mesh.cells.length; slot++) {
    const cell = Math.floor(slot / 3);
    // Local edge k = (k, k + 1) is opposite to vertex k + 2.
    const place = 3 * cell + (((slot % 3) + 2) % 3);
    const edge = edges.cellEdges[slot]!;
    const other = first[edge]!;
    if (other === -1) first[edge] = place;
    else {
      table[place] = Math.floor(other / 3);
      table[other] = cell;
    }
  }
  return table;
}

/**
 * For each local vertex the vector whose product with X is the barycentric coordinate of X, up to one factor a cell that
 * brings them to size 1: 9 numbers a cell.
 */
function edgePlanes(mesh: Mesh, base: Float64Array): Float64Array {
  const planes = new Float64Array(3 * mesh.cells.length);
  for (let cell = 0; cell < mesh.cells.length / 3; cell++) {
    let volume = 0;
    for (let k = 0; k < 3; k++) {
      const a = 3 * mesh.cells[3 * cell + k]!;
      const b = 3 * mesh.cells[3 * cell + ((k + 1) % 3)]!;
      const c = 3 * mesh.cells[3 * cell + ((k + 2) % 3)]!;
      const at = 9 * cell + 3 * k;
      planes[at] = base[b + 1]! * base[c + 2]! - base[b + 2]! * base[c + 1]!;
      planes[at + 1] = base[b + 2]! * base[c]! - base[b]! * base[c + 2]!;
      planes[at + 2] = base[b]! * base[c + 1]! - base[b + 1]! * base[c]!;
      volume = planes[at]! * base[a]! + planes[at + 1]! * base[a + 1]! + planes[at + 2]! * base[a + 2]!;
    }
    for (let k = 9 * cell; k < 9 * cell + 9; k++) planes[k]! /= volume;
  }
  return planes;
}
