/** Rows and columns, both ends included. */
export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * The populations p(j, m) of N spins on a grid, or those of a window of it: row l = N/2 - j = 0 .. floor(N/2), column c = N/2 - m = l .. N - l. Places follow one
 * another along the rows.
 */
export interface PopulationGrid extends Box {
  readonly spins: number;
  readonly size: number;
  /** Of row l, at l - top: what a column is added to. */
  readonly offsets: Int32Array;
}

export interface GridPoint {
  readonly row: number;
  readonly column: number;
}

/** All of them: floor((N + 2)^2 / 4). */
export const populationCount = (spins: number): number => Math.floor((spins + 2) ** 2 / 4);

export const wholeBox = (spins: number): Box => ({ top: 0, bottom: spins >> 1, left: 0, right: spins });

/** A window that reaches beyond the grid is cut. */
export function populationGrid(spins: number, window: Box = wholeBox(spins)): PopulationGrid {
  const box = shrunk(spins, window);
  const offsets = new Int32Array(Math.max(0, box.bottom - box.top + 1));
  let size = 0;
  for (let row = box.top; row <= box.bottom; row++) {
    offsets[row - box.top] = size - firstColumn(row, box);
    size += Math.max(0, lastColumn(spins, row, box) - firstColumn(row, box) + 1);
  }
  return { spins, ...box, offsets, size };
}

/** The box without rows and columns that hold no state: its states are those with row <= column <= N - row. */
export function shrunk(spins: number, { top, bottom, left, right }: Box): Box {
  const lowest = Math.max(0, top);
  const highest = Math.min(bottom, right, spins - left);
  return { top: lowest, bottom: highest, left: Math.max(left, lowest), right: Math.min(right, spins - lowest) };
}

export const firstColumn = (row: number, box: Box): number => Math.max(box.left, row);
export const lastColumn = (spins: number, row: number, box: Box): number => Math.min(box.right, spins - row);

/** Place of the state of row l and column c; -1 outside. */
export function populationIndex(grid: PopulationGrid, row: number, column: number): number {
  if (row < grid.top || row > grid.bottom) return -1;
  if (column < firstColumn(row, grid) || column > lastColumn(grid.spins, row, grid)) return -1;
  return grid.offsets[row - grid.top]! + column;
}
