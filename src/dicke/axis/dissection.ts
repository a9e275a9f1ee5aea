import {
  type Box,
  firstColumn,
  type GridPoint,
  lastColumn,
  type PopulationGrid,
  populationGrid,
  populationIndex,
  shrunk,
} from "./populationGrid.ts";

/**
 * One step of a nested dissection of the grid of populations: its `pivots` are eliminated together, after everything in the
 * subtrees; `ring` are the later states that touch what has then been eliminated.
 */
export interface Front {
  readonly pivots: Int32Array;
  readonly ring: Int32Array;
  readonly children: readonly Front[];
}

/** Below this many states a box is eliminated as a whole. */
const leafSize = 24;

/**
 * Nested dissection (George, doi:10.1137/0710032) of a grid: a line of states in the middle cuts a
 * box in two parts that touch only through it, and is eliminated after them. The first line is the one through `last`,
 * which is the last state of all. O(n log n) values and O(n^(3/2)) operations for n states.
 */
export function dissect(grid: PopulationGrid, last: GridPoint): Front {
  const { top, bottom, left, right } = grid;
  const line: Box = { top, bottom, left: last.column, right: last.column };
  const children = [
    { top, bottom, left, right: last.column - 1 },
    { top, bottom, left: last.column + 1, right },
  ].flatMap((part) => (countIn(grid, part) > 0 ? [dissectBox(grid, part)] : []));
  const lastState = populationIndex(grid, last.row, last.column);
  const others = statesIn(grid, line).filter((state) => state !== lastState);
  return { pivots: Int32Array.of(...others, lastState), ring: new Int32Array(0), children };
}

function dissectBox(grid: PopulationGrid, whole: Box): Front {
  const box = shrunk(grid.spins, whole);
  const ring = statesAround(grid, box);
  const count = countIn(grid, box);
  const [height, width] = [box.bottom - box.top, box.right - box.left];
  if (count <= leafSize || Math.max(height, width) < 2) return { pivots: statesIn(grid, box), ring, children: [] };
  const middle = height > width ? (box.top + box.bottom) >> 1 : (box.left + box.right) >> 1;
  const [line, before, after]: Box[] =
    height > width
      ? [
          { ...box, top: middle, bottom: middle },
          { ...box, bottom: middle - 1 },
          { ...box, top: middle + 1 },
        ]
      : [
          { ...box, left: middle, right: middle },
          { ...box, right: middle - 1 },
          { ...box, left: middle + 1 },
        ];
  const children = [before!, after!].filter((part) => countIn(grid, part) > 0).map((part) => dissectBox(grid, part));
  return { pivots: statesIn(grid, line!), ring, children };
}

function countIn({ spins }: PopulationGrid, box: Box): number {
  let count = 0;
  for (let row = box.top; row <= box.bottom; row++) {
    count += Math.max(0, lastColumn(spins, row, box) - firstColumn(row, box) + 1);
  }
  return count;
}

function statesIn(grid: PopulationGrid, box: Box): Int32Array {
  const states: number[] = [];
  for (let row = box.top; row <= box.bottom; row++) {
    const last = lastColumn(grid.spins, row, box);
    for (let column = firstColumn(row, box); column <= last; column++) states.push(populationIndex(grid, row, column));
  }
  return Int32Array.from(states);
}

/** The states of the grid that touch the box from outside. */
function statesAround(grid: PopulationGrid, box: Box): Int32Array {
  const states: number[] = [];
  const add = (row: number, column: number) => {
    const state = populationIndex(grid, row, column);
    if (state >= 0) states.push(state);
  };
  for (let column = box.left - 1; column <= box.right + 1; column++) {
    add(box.top - 1, column);
    add(box.bottom + 1, column);
  }
  for (let row = box.top; row <= box.bottom; row++) {
    add(row, box.left - 1);
    add(row, box.right + 1);
  }
  return Int32Array.from(states);
}

/**
 * The elements of coherence q of all blocks (`blockLayout`) in the order of a nested dissection. Those of a block l stand at b = 0 .. N - q - 2 l, so that
 * with row l and column l + b they are the grid of the populations of N - q spins.
 *
 * @param places of the real parts, and behind them of the imaginary parts where there are any, of the states of that grid
 */
export function dissectionOrder(spins: number, places: readonly Int32Array[]): Int32Array {
  const order = new Int32Array(places.length * places[0]!.length);
  let size = 0;
  const add = ({ pivots, children }: Front): void => {
    children.forEach(add);
    for (const state of pivots) for (const part of places) order[size++] = part[state]!;
  };
  add(dissect(populationGrid(spins), { row: 0, column: spins >> 1 }));
  return order;
}

/** The largest number of pivots on a way from a leaf to the root. */
export const longestPath = ({ pivots, children }: Front): number =>
  pivots.length + Math.max(0, ...children.map(longestPath));
