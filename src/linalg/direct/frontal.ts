import { multiplyBlock } from "../dense/multiplyBlock.ts";

/**
 * Dense partial LU of one front, the kernel of the multifrontal factorisation. Column-major typed arrays; the bulk of the
 * work is a product of packed panels in 4 x 4 register blocks.
 */

const PANEL = 32;

/** Scratch of the kernel, grown on demand and reused from front to front. */
export interface FrontScratch {
  left: Float64Array;
  right: Float64Array;
}

export const frontScratch = (): FrontScratch => ({ left: new Float64Array(0), right: new Float64Array(0) });

/**
 * Eliminates as many of the first `candidates` columns of the order x order matrix `front` as pass the pivot test, and
 * updates the rest. On return the eliminated rows and columns come first, in order, holding L (unit diagonal, below) and U;
 * `rowIds` and `columnIds` are permuted alike.
 *
 * A pivot is taken from the candidate rows only, the diagonal one if its magnitude is at least `threshold` times the
 * largest in its column, and never one of magnitude <= `smallest`. A column without such a pivot is delayed: it stays
 * behind the eliminated ones for the parent front, where more of its rows are candidates.
 *
 * @returns the number of eliminated columns
 */
export function eliminateFront(
  front: Float64Array,
  order: number,
  candidates: number,
  rowIds: Int32Array,
  columnIds: Int32Array,
  threshold: number,
  smallest: number,
  scratch: FrontScratch,
): number {
  let done = 0;
  let open = candidates;
  while (done < open) {
    const begin = done;
    let end = Math.min(begin + PANEL, open);
    while (done < end) {
      const pivotRow = choosePivot(front, order, done, candidates, threshold, smallest);
      if (pivotRow === -1) {
        end--;
        swapColumns(front, order, done, end, columnIds);
        swapRows(front, order, done, end, rowIds);
        continue;
      }
      if (pivotRow !== done) swapRows(front, order, done, pivotRow, rowIds);
      eliminateInPanel(front, order, done, Math.min(begin + PANEL, open));
      done++;
    }
    const panelEnd = Math.min(begin + PANEL, open);
    if (done > begin && panelEnd < order) updateTrailing(front, order, begin, done, panelEnd, scratch);
    // Rejected columns are up to date; they trade places with the last open ones.
    let rejected = panelEnd - end;
    while (rejected > 0 && open > end) {
      open--;
      rejected--;
      const from = end + rejected;
      if (from < open) {
        swapColumns(front, order, from, open, columnIds);
        swapRows(front, order, from, open, rowIds);
      }
    }
  }
  return done;
}

/** Row of the pivot for column k, or -1. */
function choosePivot(
  front: Float64Array,
  order: number,
  k: number,
  candidates: number,
  threshold: number,
  smallest: number,
): number {
  const column = k * order;
  let best = -1;
  let bestValue = 0;
  for (let i = k; i < candidates; i++) {
    const value = Math.abs(front[column + i]!);
    if (value > bestValue) {
      bestValue = value;
      best = i;
    }
  }
  let largest = bestValue;
  for (let i = candidates; i < order; i++) {
    const value = Math.abs(front[column + i]!);
    if (value > largest) largest = value;
  }
  const acceptable = Math.max(threshold * largest, smallest);
  const diagonal = Math.abs(front[column + k]!);
  if (diagonal >= acceptable && diagonal > smallest) return k;
  return bestValue >= acceptable && bestValue > smallest ? best : -1;
}

function swapRows(front: Float64Array, order: number, a: number, b: number, rowIds: Int32Array): void {
  if (a === b) return;
  for (let k = 0, at = 0; k < order; k++, at += order) {
    const held = front[at + a]!;
    front[at + a] = front[at + b]!;
    front[at + b] = held;
  }
  const id = rowIds[a]!;
  rowIds[a] = rowIds[b]!;
  rowIds[b] = id;
}

function swapColumns(front: Float64Array, order: number, a: number, b: number, columnIds: Int32Array): void {
  if (a === b) return;
  const atA = a * order;
  const atB = b * order;
  for (let i = 0; i < order; i++) {
    const held = front[atA + i]!;
    front[atA + i] = front[atB + i]!;
    front[atB + i] = held;
  }
  const id = columnIds[a]!;
  columnIds[a] = columnIds[b]!;
  columnIds[b] = id;
}

/** Scales column k to L and updates the columns k + 1 .. panelEnd - 1. */
function eliminateInPanel(front: Float64Array, order: number, k: number, panelEnd: number): void {
  const column = k * order;
  const reciprocal = 1 / front[column + k]!;
  for (let i = k + 1; i < order; i++) front[column + i]! *= reciprocal;
  for (let j = k + 1; j < panelEnd; j++) {
    const target = j * order;
    const factor = front[target + k]!;
    if (factor === 0) continue;
    for (let i = k + 1; i < order; i++) front[target + i]! -= front[column + i]! * factor;
  }
}

/** Columns from `trailing` on: solve with the panel's unit lower triangle, then subtract L21 U12. */
function updateTrailing(
  front: Float64Array,
  order: number,
  begin: number,
  end: number,
  trailing: number,
  scratch: FrontScratch,
): void {
  const depth = end - begin;
  for (let j = trailing; j < order; j++) {
    const target = j * order;
    for (let k = begin; k < end; k++) {
      const factor = front[target + k]!;
      if (factor === 0) continue;
      const column = k * order;
      for (let i = k + 1; i < end; i++) front[target + i]! -= front[column + i]! * factor;
    }
  }
  const rows = order - end;
  const columns = order - trailing;
  if (rows === 0 || columns === 0) return;
  const rowBlocks = (rows + 3) >> 2;
  if (scratch.left.length < rowBlocks * 4 * depth) scratch.left = new Float64Array(rowBlocks * 8 * depth);
  if (scratch.right.length < 4 * depth) scratch.right = new Float64Array(4 * PANEL);
  const left = scratch.left;
  const right = scratch.right;
  packRows(front, order, begin, end, rows, left);
  for (let j = 0; j < columns; j += 4) {
    const width = Math.min(4, columns - j);
    for (let k = 0, at = 0; k < depth; k++) {
      for (let c = 0; c < 4; c++) right[at++] = c < width ? front[(trailing + j + c) * order + begin + k]! : 0;
    }
    for (let block = 0; block < rowBlocks; block++) {
      const row = end + 4 * block;
      const height = Math.min(4, order - row);
      if (width === 4 && height === 4) {
        multiplyBlock(left, 4 * depth * block, right, depth, front, (trailing + j) * order + row, order);
      } else {
        for (let c = 0; c < width; c++) {
          const target = (trailing + j + c) * order + row;
          for (let r = 0; r < height; r++) {
            let sum = 0;
            for (let k = 0, a = 4 * depth * block + r, b = c; k < depth; k++, a += 4, b += 4) {
              sum += left[a]! * right[b]!;
            }
            front[target + r]! -= sum;
          }
        }
      }
    }
  }
}

/** Rows end .. end + rows - 1 of the columns begin .. end - 1, in strips of four rows, zero padded. */
function packRows(
  front: Float64Array,
  order: number,
  begin: number,
  end: number,
  rows: number,
  packed: Float64Array,
): void {
  const depth = end - begin;
  for (let k = 0; k < depth; k++) {
    const column = (begin + k) * order + end;
    let at = 4 * k;
    let i = 0;
    for (; i + 4 <= rows; i += 4, at += 4 * depth) {
      packed[at] = front[column + i]!;
      packed[at + 1] = front[column + i + 1]!;
      packed[at + 2] = front[column + i + 2]!;
      packed[at + 3] = front[column + i + 3]!;
    }
    for (let r = 0; i < rows || r % 4 !== 0; i++, r++) packed[at + r] = i < rows ? front[column + i]! : 0;
  }
}
