import { project } from "../../plot/camera.ts";
import type { SphereView } from "../../plot/sphere.ts";
import type { Mesh } from "../gl/scene.ts";

/** Points of a square grid over a part of the stage, row by row from above. */
export interface Window {
  readonly left: number;
  readonly top: number;
  /** Distance of the points. */
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
}

/** What is seen at the points of a window. */
export interface Raster {
  /** NaN where nothing is seen. */
  readonly values: Float64Array;
  readonly margins: Float64Array | null;
  /** Towards the viewer; -Infinity where nothing is seen. */
  readonly depths: Float64Array;
}

/** The window over the part of a disc that is on a stage, with a ring of points around it. */
export function windowOver(
  { x, y, radius }: Omit<SphereView, "camera">,
  width: number,
  height: number,
  step: number,
): Window {
  const [left, right] = [Math.max(0, x - radius) - step, Math.min(width, x + radius) + step];
  const [top, bottom] = [Math.max(0, y - radius) - step, Math.min(height, y + radius) + step];
  const count = (from: number, to: number): number => Math.max(2, Math.ceil((to - from) / step) + 1);
  return { left, top, step, columns: count(left, right), rows: count(top, bottom) };
}

/** Values of the nearest triangles of a mesh, linear on each, at the points of a window. */
export function rasterize(view: SphereView, mesh: Mesh, { left, top, step, columns, rows }: Window): Raster {
  const { positions, values, margins, triangles } = mesh;
  const corners = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at += 3) {
    const [u, v, depth] = project(view.camera, positions, at);
    corners[at] = (view.x + view.radius * u - left) / step;
    corners[at + 1] = (view.y - view.radius * v - top) / step;
    corners[at + 2] = depth;
  }
  const found = new Float64Array(columns * rows).fill(Number.NaN);
  const depths = new Float64Array(columns * rows).fill(Number.NEGATIVE_INFINITY);
  const found2 = margins === null ? null : new Float64Array(columns * rows);
  for (let k = 0; k < triangles.length; k += 3) {
    const [i, j, l] = [triangles[k]!, triangles[k + 1]!, triangles[k + 2]!];
    const [ax, ay, bx, by, cx, cy] = [
      corners[3 * i]!,
      corners[3 * i + 1]!,
      corners[3 * j]!,
      corners[3 * j + 1]!,
      corners[3 * l]!,
      corners[3 * l + 1]!,
    ];
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area === 0) continue;
    const [firstColumn, lastColumn] = [
      Math.max(0, Math.ceil(Math.min(ax, bx, cx))),
      Math.min(columns - 1, Math.floor(Math.max(ax, bx, cx))),
    ];
    const [firstRow, lastRow] = [
      Math.max(0, Math.ceil(Math.min(ay, by, cy))),
      Math.min(rows - 1, Math.floor(Math.max(ay, by, cy))),
    ];
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const p = ((bx - column) * (cy - row) - (cx - column) * (by - row)) / area;
        const q = ((cx - column) * (ay - row) - (ax - column) * (cy - row)) / area;
        const r = 1 - p - q;
        // Points on an edge belong to both sides: what rounding leaves of 0 is 0.
        if (p < -1e-9 || q < -1e-9 || r < -1e-9) continue;
        const at = row * columns + column;
        const depth = p * corners[3 * i + 2]! + q * corners[3 * j + 2]! + r * corners[3 * l + 2]!;
        if (depth <= depths[at]!) continue;
        depths[at] = depth;
        found[at] = p * values[i]! + q * values[j]! + r * values[l]!;
        if (found2 !== null) found2[at] = p * margins![i]! + q * margins![j]! + r * margins![l]!;
      }
    }
  }
  return { values: found, margins: found2, depths };
}

/** The value of the nearest point towards the middle where there is one, so that outlines run on up to the rim, where they are cut off. */
export function extended(
  values: Float64Array,
  known: Float64Array,
  { left, top, step, columns, rows }: Window,
  x: number,
  y: number,
): Float64Array {
  const out = values.slice();
  const [middleColumn, middleRow] = [(x - left) / step, (y - top) / step];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (!Number.isNaN(known[at]!)) continue;
      const [dx, dy] = [middleColumn - column, middleRow - row];
      const length = Math.hypot(dx, dy);
      for (let way = 1; way < Math.min(length, REACH); way += 0.5) {
        const [i, j] = [Math.round(column + (dx / length) * way), Math.round(row + (dy / length) * way)];
        if (i < 0 || j < 0 || i >= columns || j >= rows) continue;
        const inner = j * columns + i;
        if (Number.isNaN(known[inner]!)) continue;
        out[at] = values[inner]!;
        break;
      }
    }
  }
  return out;
}

/** In points of the grid: what is farther out is beyond the rim. */
const REACH = 6;
