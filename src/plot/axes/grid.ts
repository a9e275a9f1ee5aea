import { regionAbove } from "../contours.ts";
import type { Bands } from "./bands.ts";
import { bandColor } from "./bands.ts";

/** A grid whose points have been given places in the picture. */
export interface PlacedGrid {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Row by row. */
  readonly values: ArrayLike<number>;
}

/** Cells of one colour as one path, which keeps files small: colour and path data. */
export function heatPaths(
  { x, y, values }: PlacedGrid,
  bands: Bands,
  number: (value: number) => string,
): readonly (readonly [color: string, data: string])[] {
  const paths = new Map<string, string>();
  for (let j = 0; j < y.length; j++) {
    const [top, bottom] = [edge(y, j, -1), edge(y, j, 1)];
    for (let i = 0; i < x.length; ) {
      const color = colorAt(values, j * x.length + i, bands);
      let end = i + 1;
      while (end < x.length && colorAt(values, j * x.length + end, bands) === color) end++;
      if (color !== null) {
        const [left, right] = [edge(x, i, -1), edge(x, end - 1, 1)];
        const cell = `M${number(left)},${number(top)}H${number(right)}V${number(bottom)}H${number(left)}Z`;
        paths.set(color, (paths.get(color) ?? "") + cell);
      }
      i = end;
    }
  }
  return [...paths];
}

const colorAt = (values: ArrayLike<number>, k: number, bands: Bands): string | null =>
  Number.isFinite(values[k]!) ? bandColor(bands, values[k]!) : null;

/** Halfway to the neighbour before or after; as far beyond an end as the neighbour inside is away. */
function edge(places: readonly number[], k: number, step: -1 | 1): number {
  const here = places[k]!;
  const other = places[k + step] ?? 2 * here - (places[k - step] ?? here);
  return (here + other) / 2;
}

/**
 * Outlines of the region where the grid is at least `level`, in places of the picture, to be filled by the even-odd rule. What is not finite is below
 * every level.
 */
export const placedRegions = (grid: PlacedGrid, level: number): number[][] =>
  outlinesOf(grid, level).map((outline) => outline.map((at, k) => along(k % 2 === 0 ? grid.x : grid.y, at)));

/** The lines on which the grid is at a level: the outlines without what runs along the rim of the grid. */
export function placedContours(grid: PlacedGrid, level: number): number[][] {
  const { x, y } = grid;
  const lines: number[][] = [];
  for (const outline of outlinesOf(grid, level)) {
    const closed = [...outline, outline[0]!, outline[1]!];
    let line: number[] = [];
    for (let k = 0; k < closed.length; k += 2) {
      const [i, j] = [closed[k]!, closed[k + 1]!];
      if (i >= 0 && j >= 0 && i <= x.length - 1 && j <= y.length - 1) line.push(along(x, i), along(y, j));
      else {
        if (line.length > 2) lines.push(line);
        line = [];
      }
    }
    if (line.length > 2) lines.push(line);
  }
  return lines;
}

function outlinesOf({ x, y, values }: PlacedGrid, level: number): number[][] {
  const finite = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY));
  return regionAbove({ columns: x.length, rows: y.length, values: finite }, level);
}

/** Place of a number of columns or rows, between those of the whole numbers around it and beyond the ends by as much as inside. */
function along(places: readonly number[], at: number): number {
  const last = places.length - 1;
  if (last === 0) return places[0]!;
  const k = Math.min(last - 1, Math.max(0, Math.floor(at)));
  return places[k]! + (at - k) * (places[k + 1]! - places[k]!);
}
