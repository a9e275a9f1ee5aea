/** Numbers on a rectangular grid, row by row. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

/**
 * Outlines of the region where the grid, interpolated linearly along its lines, is at least `level`: closed polygons of x, y
 * pairs in units of columns and rows, to be filled by the even-odd rule. Marching squares; a saddle is taken apart, so that
 * outlines never touch. What lies beyond the grid counts as below the level, and outlines close up to half a cell out there.
 */
export function regionAbove({ columns, rows, values }: Grid, level: number): number[][] {
  // One ring of points around the grid; edge 2k leads from point k to the right, 2k + 1 downwards.
  const width = columns + 2;
  const height = rows + 2;
  const at = (i: number, j: number): number => {
    const inside = i > 0 && j > 0 && i <= columns && j <= rows;
    return inside ? values[(j - 1) * columns + i - 1]! : Number.NEGATIVE_INFINITY;
  };
  const next = new Int32Array(2 * width * height).fill(-1);
  for (let j = 0; j + 1 < height; j++) {
    for (let i = 0; i + 1 < width; i++) {
      const [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      const inside = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (c >= level ? 4 : 0) | (d >= level ? 8 : 0);
      if (inside === 0 || inside === 15) continue;
      const point = j * width + i;
      const edges = [2 * point, 2 * (point + 1) + 1, 2 * (point + width), 2 * point + 1] as const;
      for (const [from, to] of crossings[inside]!) next[edges[from]!] = edges[to]!;
    }
  }
  const outlines: number[][] = [];
  for (let start = 0; start < next.length; start++) {
    if (next[start]! < 0) continue;
    const outline: number[] = [];
    for (let edge = start; next[edge]! >= 0; ) {
      const point = edge >> 1;
      const [i, j] = [point % width, Math.trunc(point / width)];
      const share = crossing(at(i, j), edge % 2 === 0 ? at(i + 1, j) : at(i, j + 1), level);
      outline.push(i - 1 + (edge % 2 === 0 ? share : 0), j - 1 + (edge % 2 === 0 ? 0 : share));
      const after = next[edge]!;
      next[edge] = -1;
      edge = after;
    }
    outlines.push(outline);
  }
  return outlines;
}

/** Where the level lies between two values; in the middle towards the outside. */
function crossing(from: number, to: number, level: number): number {
  return Number.isFinite(from) && Number.isFinite(to) ? (level - from) / (to - from) : 0.5;
}

/**
 * For each set of corners inside (1, 2, 4, 8 clockwise from the upper left), the sides (0 top, 1 right, 2 bottom, 3 left) from
 * and to which the outline runs with the inside on its right: every side is left at most once.
 */
const crossings: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 0],
    [1, 2],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [0, 1],
    [2, 3],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];
