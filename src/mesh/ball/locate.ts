import { cellCount, type Mesh } from "../mesh.ts";
import { oppositeSlots } from "../sides.ts";
import { boundarySlots, type MeshFaces, meshFaces } from "./geometry.ts";

/** A point counts as inside a cell where no barycentric coordinate is below this: rounding of points on a shared face. */
const outsideLimit = -1e-12;

/** Returned for a point outside all cells. */
export const noCell = -1;

export interface TetrahedronLocator {
  /**
   * The number of the cell that holds a point, or `noCell`. `barycentric` (4, in the order of the cell's vertices) gets the coordinates in that
   * cell, or in `nearest()`.
   */
  readonly locate: (point: ArrayLike<number>, barycentric: Float64Array) => number;
  /** The cell of the last answer; after `noCell` one that the point lies little outside of, relative to the cell's heights. */
  readonly nearest: () => number;
}

/**
 * Finds the cell of a mesh of tetrahedra that holds a point. It walks from the last answer towards the point, so neighbouring queries are cheap;
 * it serves one caller at a time. The steps of the walk are closures in here, over the mesh and the cell of the last answer.
 */
export function tetrahedronLocator(mesh: Mesh): TetrahedronLocator {
  const faces = meshFaces(mesh);
  const cells = cellCount(mesh);
  const gradients = barycentricGradients(mesh);
  const convex = isConvex(gradients, mesh, faces);
  const neighbours = oppositeSlots(faces.cellFaces, faces.sides).map((slot) => (slot < 0 ? noCell : slot >> 2));
  let current = 0;

  /** Local vertex with the lowest coordinate, or -1 where the point is inside. */
  const worstSide = (cell: number, point: ArrayLike<number>, barycentric: Float64Array): number => {
    let worst = -1;
    let lowest = outsideLimit;
    // Differences with a corner of the cell: a small cell loses no digits.
    const corner = 3 * mesh.cells[4 * cell]!;
    const x = point[0]! - mesh.points[corner]!;
    const y = point[1]! - mesh.points[corner + 1]!;
    const z = point[2]! - mesh.points[corner + 2]!;
    for (let k = 0, at = 12 * cell; k < 4; k++, at += 3) {
      const value = gradients[at]! * x + gradients[at + 1]! * y + gradients[at + 2]! * z + (k === 0 ? 1 : 0);
      barycentric[k] = value;
      if (value < lowest) {
        lowest = value;
        worst = k;
      }
    }
    return worst;
  };

  /** Every cell is tried: the answer for walks that circle, or that leave a boundary which is not convex. */
  const search = (point: ArrayLike<number>, barycentric: Float64Array): number => {
    let best = 0;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let cell = 0; cell < cells; cell++) {
      const side = worstSide(cell, point, barycentric);
      const value = side === -1 ? 1 : barycentric[side]!;
      if (value > bestValue) {
        bestValue = value;
        best = cell;
      }
      if (side === -1) break;
    }
    current = best;
    return worstSide(best, point, barycentric) === -1 ? best : noCell;
  };

  const locate = (point: ArrayLike<number>, barycentric: Float64Array): number => {
    for (let step = 0, cell = current; step < cells; step++) {
      const side = worstSide(cell, point, barycentric);
      if (side === -1) {
        current = cell;
        return cell;
      }
      const next = neighbours[4 * cell + side]!;
      // Beyond a face of a convex polyhedron there is no cell; which cell is nearest still takes a search.
      if (next === noCell && !convex) return search(point, barycentric);
      if (next === noCell) return nearestOutside(cell, point, barycentric);
      cell = next;
    }
    return search(point, barycentric);
  };
  return { locate, nearest: () => current };

  /** Walks on through cells at the boundary, towards the side where the point is least far outside. */
  function nearestOutside(start: number, point: ArrayLike<number>, barycentric: Float64Array): number {
    let cell = start;
    for (let step = 0; step < cells; step++) {
      worstSide(cell, point, barycentric);
      let lowest = 0;
      let next = noCell;
      for (let k = 0; k < 4; k++) {
        if (neighbours[4 * cell + k] === noCell || !(barycentric[k]! < lowest)) continue;
        lowest = barycentric[k]!;
        next = neighbours[4 * cell + k]!;
      }
      // Outside only across faces of the boundary: no cell that shares an inner face is nearer.
      if (next === noCell || !(lowest < outsideLimit)) break;
      cell = next;
    }
    current = cell;
    worstSide(cell, point, barycentric);
    return noCell;
  }
}

/** Gradients of the barycentric coordinates, 3 numbers each: 12 a cell. Coordinate k at x is gradient . (x - vertex 0), plus 1 for k = 0. */
export function barycentricGradients(mesh: Mesh): Float64Array {
  const { points, cells } = mesh;
  const gradients = new Float64Array(3 * cells.length);
  for (let slot = 0; slot < cells.length; slot++) {
    const cell = slot - (slot & 3);
    const p = 3 * cells[slot]!;
    const [a, b, c] = [1, 2, 3].map((k) => 3 * cells[cell + (((slot & 3) + k) & 3)]!) as [number, number, number];
    const ux = points[b]! - points[a]!;
    const uy = points[b + 1]! - points[a + 1]!;
    const uz = points[b + 2]! - points[a + 2]!;
    const vx = points[c]! - points[a]!;
    const vy = points[c + 1]! - points[a + 1]!;
    const vz = points[c + 2]! - points[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const height =
      nx * (points[p]! - points[a]!) + ny * (points[p + 1]! - points[a + 1]!) + nz * (points[p + 2]! - points[a + 2]!);
    gradients[3 * slot] = nx / height;
    gradients[3 * slot + 1] = ny / height;
    gradients[3 * slot + 2] = nz / height;
  }
  return gradients;
}

/** Whether no corner of a boundary face lies beyond the plane of a neighbouring boundary face: locally, hence everywhere, convex. */
function isConvex(gradients: Float64Array, mesh: Mesh, faces: MeshFaces): boolean {
  const slots = boundarySlots(faces);
  // For each boundary edge the slot seen first.
  const first = new Map<number, number>();
  const vertices = mesh.points.length / 3;
  const corner = (slot: number, k: number): number => mesh.cells[slot - (slot & 3) + (((slot & 3) + k) & 3)]!;
  for (const slot of slots) {
    for (let k = 1; k <= 3; k++) {
      const a = corner(slot, k);
      const b = corner(slot, (k % 3) + 1);
      const key = Math.min(a, b) * vertices + Math.max(a, b);
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, slot);
        continue;
      }
      for (let i = 1; i <= 3; i++) {
        const p = 3 * corner(slot, i);
        const q = 3 * corner(other, 1);
        let value = 0;
        for (let axis = 0; axis < 3; axis++) {
          value += gradients[3 * other + axis]! * (mesh.points[p + axis]! - mesh.points[q + axis]!);
        }
        if (value < outsideLimit) return false;
      }
    }
  }
  return true;
}
