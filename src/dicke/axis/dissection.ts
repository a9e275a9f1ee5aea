import { populationIndex } from "./populationRates.ts";

/**
 * One step of a nested dissection of the grid of populations: its `pivots` are eliminated together, after everything in the
 * subtrees; `ring` are the later states that touch what has then been eliminated.
 */
export interface Front {
  readonly pivots: Int32Array;
  readonly ring: Int32Array;
  readonly children: readonly Front[];
}

/** A state of the grid. */
export interface GridPoint {
  readonly row: number;
  readonly column: number;
}

/** Rows and columns, both ends included. */
interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Below this many states a box is eliminated as a whole. */
const leafSize = 24;

/**
 * Nested dissection (George, doi:10.1137/0710032) of the grid of `populationRates`: a line of states in the middle cuts a
 * box in two parts that touch only through it, and is eliminated after them. The first line is the one through `last`,
 * which is the last state of all. O(n log n) values and O(n^(3/2)) operations for n states.
 */
export function dissect(spins: number, last: GridPoint): Front {
  const whole: Box = { top: 0, bottom: Math.floor(spins / 2), left: 0, right: spins };
  const line: Box = { ...whole, left: last.column, right: last.column };
  const children = [
    { ...whole, right: last.column - 1 },
    { ...whole, left: last.column + 1 },
  ].flatMap((part) => (countIn(spins, part) > 0 ? [dissectBox(spins, part)] : []));
  const lastState = populationIndex(spins, last.row, last.column);
  const others = statesIn(spins, line).filter((state) => state !== lastState);
  return { pivots: Int32Array.of(...others, lastState), ring: new Int32Array(0), children };
}

function dissectBox(spins: number, whole: Box): Front {
  const box = shrunk(spins, whole);
  const ring = statesAround(spins, box);
  const count = countIn(spins, box);
  const [height, width] = [box.bottom - box.top, box.right - box.left];
  if (count <= leafSize || Math.max(height, width) < 2) return { pivots: statesIn(spins, box), ring, children: [] };
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
  const children = [before!, after!].filter((part) => countIn(spins, part) > 0).map((part) => dissectBox(spins, part));
  return { pivots: statesIn(spins, line!), ring, children };
}

/** The box without rows and columns that hold no state: its states are those with row <= column <= N - row. */
function shrunk(spins: number, { top, bottom, left, right }: Box): Box {
  return {
    top,
    bottom: Math.min(bottom, right, spins - left),
    left: Math.max(left, top),
    right: Math.min(right, spins - top),
  };
}

const firstColumn = (row: number, box: Box): number => Math.max(box.left, row);
const lastColumn = (spins: number, row: number, box: Box): number => Math.min(box.right, spins - row);

function countIn(spins: number, box: Box): number {
  let count = 0;
  for (let row = box.top; row <= box.bottom; row++) {
    count += Math.max(0, lastColumn(spins, row, box) - firstColumn(row, box) + 1);
  }
  return count;
}

function statesIn(spins: number, box: Box): Int32Array {
  const states: number[] = [];
  for (let row = box.top; row <= box.bottom; row++) {
    const last = lastColumn(spins, row, box);
    for (let column = firstColumn(row, box); column <= last; column++) states.push(populationIndex(spins, row, column));
  }
  return Int32Array.from(states);
}

/** The states of the grid that touch the box from outside. */
function statesAround(spins: number, box: Box): Int32Array {
  const states: number[] = [];
  const add = (row: number, column: number) => {
    if (row >= 0 && column >= row && column <= spins - row) states.push(populationIndex(spins, row, column));
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

/** The largest number of pivots on a way from a leaf to the root. */
export const longestPath = ({ pivots, children }: Front): number =>
  pivots.length + Math.max(0, ...children.map(longestPath));
