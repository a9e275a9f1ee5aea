import {
  blocks,
  childPlaces,
  columnIds,
  columnIndices,
  columnScale,
  columnStarts,
  firstChild,
  firstPivot,
  front,
  idStarts,
  nextChild,
  order,
  pivots,
  places,
  position,
  rowIds,
  rowIndices,
  rowScale,
  rowStarts,
  runs,
  size,
  structure,
  structureStarts,
  transposed,
  values,
} from "./arrays";
import { addScaled, double, integer, place, setInteger, setScaled } from "./scalar";

/** Scaled entries by columns where the column is eliminated before the row; false for an entry that the analysis does not know. */
export function transposeEntries<T>(): bool {
  // `places` counts the entries of each column so far; at the first front it becomes what it is for.
  for (let j = 0; j < size; j++) setInteger(places, j, integer(columnStarts, j));
  for (let i = 0; i < size; i++) {
    const end = integer(rowStarts, i + 1);
    const scale = double(rowScale, i);
    const rowPosition = integer(position, i);
    for (let k = integer(rowStarts, i); k < end; k++) {
      const j = integer(columnIndices, k);
      const at = integer(places, j);
      setInteger(places, j, at + 1);
      if (integer(rowIndices, at) !== i) return false;
      if (integer(position, j) < rowPosition) {
        setScaled<T>(place<T>(transposed, at), place<T>(values, k), scale, double(columnScale, j));
      }
    }
  }
  for (let j = 0; j < size; j++) setInteger(places, j, 0);
  return true;
}

export function structureSize(f: i32): i32 {
  return integer(structureStarts, f + 1) - integer(structureStarts, f);
}

/** Columns that a front left to its parent. */
export function delayedOf(f: i32): i32 {
  return integer(idStarts, f + 1) - integer(idStarts, f) - integer(pivots, f) - structureSize(f);
}

/** Columns of a front that may be eliminated: its own, and what its children delayed. */
export function candidatesOf(f: i32): i32 {
  let count = integer(firstPivot, f + 1) - integer(firstPivot, f);
  for (let c = integer(firstChild, f); c !== -1; c = integer(nextChild, c)) count += delayedOf(c);
  return count;
}

/** Numbers of rows and columns but those that children delayed, and where in the front they are. */
export function openIds(f: i32, candidates: i32, idCount: i32): void {
  const rowsAt = rowIds + ((<usize>idCount) << 2);
  const columnsAt = columnIds + ((<usize>idCount) << 2);
  const first = integer(firstPivot, f);
  const own = integer(firstPivot, f + 1) - first;
  for (let k = 0; k < own; k++) {
    setInteger(rowsAt, k, first + k);
    setInteger(columnsAt, k, first + k);
    setInteger(places, first + k, k);
  }
  const from = integer(structureStarts, f);
  const rest = structureSize(f);
  for (let k = 0; k < rest; k++) {
    const id = integer(structure, from + k);
    setInteger(rowsAt, candidates + k, id);
    setInteger(columnsAt, candidates + k, id);
    setInteger(places, id, candidates + k);
  }
}

/** Adds the entries whose row or column is eliminated in front f, the other one there or later; false as `transposeEntries`. */
export function assembleEntries<T>(f: i32, candidates: i32, frontStride: usize): bool {
  const first = integer(firstPivot, f);
  const end = integer(firstPivot, f + 1);
  const rest = structureSize(f);
  const ids = structure + ((<usize>(integer(structureStarts, f) - candidates)) << 2);
  for (let p = first; p < end; p++) {
    const i = integer(order, p);
    const scale = double(rowScale, i);
    const row = place<T>(front, p - first);
    for (let k = integer(rowStarts, i), last = integer(rowStarts, i + 1); k < last; k++) {
      const j = integer(columnIndices, k);
      const q = integer(position, j);
      if (q < first) continue;
      const column = integer(places, q);
      if (q >= end && (<u32>(column - candidates) >= <u32>rest || integer(ids, column) !== q)) return false;
      addScaled<T>(row + <usize>column * frontStride, place<T>(values, k), scale, double(columnScale, j));
    }
    const column = front + <usize>(p - first) * frontStride;
    for (let k = integer(columnStarts, i), last = integer(columnStarts, i + 1); k < last; k++) {
      const q = integer(position, integer(rowIndices, k));
      if (q < end) continue;
      const below = integer(places, q);
      if (<u32>(below - candidates) >= <u32>rest || integer(ids, below) !== q) return false;
      addScaled<T>(place<T>(column, below), place<T>(transposed, k), 1, 1);
    }
  }
  return true;
}

/** Adds the blocks of the children of front f; returns where the lowest of them begins, which is where the stack then ends. */
export function assembleChildren<T>(f: i32, idCount: i32, frontStride: usize, stackTop: usize): usize {
  const rowsAt = rowIds + ((<usize>idCount) << 2);
  const columnsAt = columnIds + ((<usize>idCount) << 2);
  let next = integer(firstPivot, f + 1) - integer(firstPivot, f);
  let lowest = stackTop;
  for (let c = integer(firstChild, f); c !== -1; c = integer(nextChild, c)) {
    const late = delayedOf(c);
    const idsAt = integer(idStarts, c) + integer(pivots, c);
    for (let k = 0; k < late; k++) {
      setInteger(rowsAt, next, integer(rowIds, idsAt + k));
      setInteger(columnsAt, next, integer(columnIds, idsAt + k));
      setInteger(childPlaces, k, next++);
    }
    const from = integer(structureStarts, c);
    const rest = structureSize(c);
    for (let k = 0; k < rest; k++) setInteger(childPlaces, late + k, integer(places, integer(structure, from + k)));
    const at = <usize>integer(blocks, c);
    lowest = min(lowest, at);
    addBlock<T>(at, late + rest, frontStride);
  }
  return lowest;
}

/** Adds a square block, whose rows go to runs of consecutive rows. */
function addBlock<T>(block: usize, blockSize: i32, frontStride: usize): void {
  let count = 0;
  for (let k = 0; k < blockSize; ) {
    const start = integer(childPlaces, k);
    let end = k + 1;
    while (end < blockSize && integer(childPlaces, end) === start + (end - k)) end++;
    setInteger(runs, 2 * count, start << (<i32>alignof<T>()));
    setInteger(runs, 2 * count + 1, (end - k) << (<i32>alignof<T>()));
    count++;
    k = end;
  }
  let from = block;
  for (let k = 0; k < blockSize; k++) {
    const column = front + <usize>integer(childPlaces, k) * frontStride;
    for (let r = 0; r < count; r++) {
      let to = column + <usize>integer(runs, 2 * r);
      const length = <usize>integer(runs, 2 * r + 1);
      const end = from + length;
      const paired = from + (length & ~15);
      while (from < paired) {
        v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
        from += 16;
        to += 16;
      }
      if (from < end) {
        store<f64>(to, load<f64>(to) + load<f64>(from));
        from += 8;
      }
    }
  }
}
