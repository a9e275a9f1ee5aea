import { eliminateFront } from "./eliminate";

export { solveFronts } from "./solve";

/*
 * Multifrontal LU of a sparse matrix in linear memory, in AssemblyScript: `npm run kernel` compiles it to src/linalg/direct/kernel/code.ts. The
 * arrays are those of src/linalg/direct/symbolic.ts and factorization.ts; their byte addresses are set from outside before a factorisation begins.
 */

// The analysis.
export let frontCount: i32 = 0;
export let firstPivot: usize = 0;
export let parent: usize = 0;
export let firstChild: usize = 0;
export let nextChild: usize = 0;
export let structureStarts: usize = 0;
export let structure: usize = 0;
export let order: usize = 0;
export let position: usize = 0;
export let size: i32 = 0;
export let rowStarts: usize = 0;
export let columnIndices: usize = 0;
export let columnStarts: usize = 0;
export let rowIndices: usize = 0;

// The matrix.
export let values: usize = 0;
export let rowScale: usize = 0;
export let columnScale: usize = 0;
/** Scaled entries by columns; filled here, and only where the column is eliminated before the row. */
export let transposed: usize = 0;

// What is found: as in `Factorization`, the factors of as many fronts as there is room for.
export let rowIds: usize = 0;
export let columnIds: usize = 0;
export let idStarts: usize = 0;
export let pivots: usize = 0;
export let factors: usize = 0;
export let factorsEnd: usize = 0;
export let smallestPivot: f64 = 0;
export let delayed: i32 = 0;

// Work arrays: one place an unknown, twice as many for runs; one address a front; ids that there is room for.
export let places: usize = 0;
export let runs: usize = 0;
export let childPlaces: usize = 0;
export let blocks: usize = 0;
export let idRoom: i32 = 0;
export let front: usize = 0;
/** Order of the largest front that there is room for. */
export let frontRoom: i32 = 0;
export let packing: usize = 0;
export let stack: usize = 0;
export let stackEnd: usize = 0;

// The front in hand.
export let current: i32 = 0;
export let frontSize: i32 = 0;
export let frontStride: usize = 0;
export let eliminated: i32 = -1;
export let factorsTop: usize = 0;
export let stackTop: usize = 0;
let idCount: i32 = 0;

/** What `factor` returns. */
const DONE: i32 = 0;
/** No acceptable pivot at column `eliminated` of the front in hand. */
const SINGULAR: i32 = 1;
/** The factors so far have to be taken away: `factorsTop` is where they end. `factor` then goes on. */
const FACTORS_FULL: i32 = 2;
/** The stack has to grow to `stackTop` and the block of the front in hand. `factor` then goes on. */
const STACK_FULL: i32 = 3;
/** Delayed pivots need larger fronts, or more ids: begin anew with more room. */
const FRONT_TOO_LARGE: i32 = 4;
/** An entry that the analysis does not know. */
const UNKNOWN_ENTRY: i32 = 5;

function integer(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2));
}

function setInteger(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value);
}

function double(array: usize, index: i32): f64 {
  return load<f64>(array + ((<usize>index) << 3));
}

/** Prepares a factorisation. */
export function begin(): i32 {
  current = 0;
  eliminated = -1;
  factorsTop = factors;
  stackTop = stack;
  idCount = 0;
  smallestPivot = Infinity;
  delayed = 0;
  setInteger(idStarts, 0, 0);
  // `places` counts the entries of each column so far; at the first front it becomes what it is for.
  for (let j = 0; j < size; j++) setInteger(places, j, integer(columnStarts, j));
  for (let i = 0; i < size; i++) {
    const end = integer(rowStarts, i + 1);
    const scale = double(rowScale, i);
    const place = integer(position, i);
    for (let k = integer(rowStarts, i); k < end; k++) {
      const j = integer(columnIndices, k);
      const at = integer(places, j);
      setInteger(places, j, at + 1);
      if (integer(rowIndices, at) !== i) return UNKNOWN_ENTRY;
      if (integer(position, j) < place) {
        store<f64>(transposed + ((<usize>at) << 3), double(values, k) * scale * double(columnScale, j));
      }
    }
  }
  for (let j = 0; j < size; j++) setInteger(places, j, 0);
  return DONE;
}

/** Factors front after front, from the one in hand on. Fronts are in postorder, so the blocks of a front's children are on top of the stack. */
export function factor(pivotThreshold: f64, smallestAllowed: f64): i32 {
  while (current < frontCount) {
    if (eliminated < 0) {
      const outcome = assemble();
      if (outcome !== DONE) return outcome;
      const candidates = frontSize - structureSize(current);
      eliminated = eliminateFront(
        front,
        frontStride,
        frontSize,
        candidates,
        rowIds + ((<usize>idCount) << 2),
        columnIds + ((<usize>idCount) << 2),
        pivotThreshold,
        smallestAllowed,
        packing,
      );
      if (integer(parent, current) === -1 && eliminated < candidates) return SINGULAR;
      delayed += candidates - eliminated;
    }
    const left = frontSize - eliminated;
    const needed = (<u64>eliminated * <u64>(frontSize + left)) << 3;
    // Copies run up to eight bytes past their end.
    if (<u64>factorsTop + needed + 8 > <u64>factorsEnd) return FACTORS_FULL;
    const keep = integer(parent, current) !== -1;
    if (keep && <u64>stackTop + ((<u64>left * <u64>left) << 3) + 8 > <u64>stackEnd) return STACK_FULL;
    finish(left, keep);
  }
  return DONE;
}

function structureSize(f: i32): i32 {
  return integer(structureStarts, f + 1) - integer(structureStarts, f);
}

/** Columns that a front left to its parent. */
function delayedOf(f: i32): i32 {
  return integer(idStarts, f + 1) - integer(idStarts, f) - integer(pivots, f) - structureSize(f);
}

function assemble(): i32 {
  const first = integer(firstPivot, current);
  const own = integer(firstPivot, current + 1) - first;
  const rest = structureSize(current);
  let inherited = 0;
  for (let c = integer(firstChild, current); c !== -1; c = integer(nextChild, c)) inherited += delayedOf(c);
  const candidates = own + inherited;
  frontSize = candidates + rest;
  // Even, three rows of padding, and no multiple of 64, which would map columns to few lines of a cache.
  let rows = (frontSize + 4) & ~1;
  if ((rows & 63) === 0) rows += 2;
  frontStride = (<usize>rows) << 3;
  if (frontSize > frontRoom || idCount + frontSize > idRoom) return FRONT_TOO_LARGE;
  memory.fill(front, 0, frontStride * <usize>frontSize + 64);
  openIds(first, own, candidates, rest);
  if (!assembleEntries(first, own, candidates, rest)) return UNKNOWN_ENTRY;
  assembleChildren(own);
  return DONE;
}

/** Numbers of rows and columns but those that children delayed, and where in the front they are. */
function openIds(first: i32, own: i32, candidates: i32, rest: i32): void {
  const rowsAt = rowIds + ((<usize>idCount) << 2);
  const columnsAt = columnIds + ((<usize>idCount) << 2);
  for (let k = 0; k < own; k++) {
    setInteger(rowsAt, k, first + k);
    setInteger(columnsAt, k, first + k);
    setInteger(places, first + k, k);
  }
  const from = integer(structureStarts, current);
  for (let k = 0; k < rest; k++) {
    const id = integer(structure, from + k);
    setInteger(rowsAt, candidates + k, id);
    setInteger(columnsAt, candidates + k, id);
    setInteger(places, id, candidates + k);
  }
}

/** Adds the entries whose row or column is eliminated here, the other one here or later. */
function assembleEntries(first: i32, own: i32, candidates: i32, rest: i32): bool {
  const end = first + own;
  const ids = structure + ((<usize>(integer(structureStarts, current) - candidates)) << 2);
  for (let p = first; p < end; p++) {
    const i = integer(order, p);
    const scale = double(rowScale, i);
    const row = front + ((<usize>(p - first)) << 3);
    for (let k = integer(rowStarts, i), last = integer(rowStarts, i + 1); k < last; k++) {
      const j = integer(columnIndices, k);
      const q = integer(position, j);
      if (q < first) continue;
      const place = integer(places, q);
      if (q >= end && (<u32>(place - candidates) >= <u32>rest || integer(ids, place) !== q)) return false;
      const at = row + <usize>place * frontStride;
      store<f64>(at, load<f64>(at) + double(values, k) * scale * double(columnScale, j));
    }
    const column = front + <usize>(p - first) * frontStride;
    for (let k = integer(columnStarts, i), last = integer(columnStarts, i + 1); k < last; k++) {
      const q = integer(position, integer(rowIndices, k));
      if (q < end) continue;
      const place = integer(places, q);
      if (<u32>(place - candidates) >= <u32>rest || integer(ids, place) !== q) return false;
      const at = column + ((<usize>place) << 3);
      store<f64>(at, load<f64>(at) + double(transposed, k));
    }
  }
  return true;
}

/** Adds the blocks of the children, and takes them from the stack. */
function assembleChildren(own: i32): void {
  const rowsAt = rowIds + ((<usize>idCount) << 2);
  const columnsAt = columnIds + ((<usize>idCount) << 2);
  let next = own;
  let lowest = stackTop;
  for (let c = integer(firstChild, current); c !== -1; c = integer(nextChild, c)) {
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
    addBlock(at, late + rest);
  }
  stackTop = lowest;
}

/** Adds a square block, whose rows go to runs of consecutive rows. */
function addBlock(block: usize, blockSize: i32): void {
  let count = 0;
  for (let k = 0; k < blockSize; ) {
    const start = integer(childPlaces, k);
    let end = k + 1;
    while (end < blockSize && integer(childPlaces, end) === start + (end - k)) end++;
    setInteger(runs, 2 * count, start << 3);
    setInteger(runs, 2 * count + 1, (end - k) << 3);
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

/** Stores the factors of the front in hand, leaves what is left of it to the parent, and goes on to the next one. */
function finish(left: i32, keep: bool): void {
  for (let k = 0; k < eliminated; k++) {
    const value = abs(load<f64>(front + <usize>k * frontStride + ((<usize>k) << 3)));
    if (value < smallestPivot) smallestPivot = value;
  }
  const right = front + <usize>eliminated * frontStride;
  factorsTop = copyBlock(front, frontSize, eliminated, factorsTop);
  factorsTop = copyBlock(right, eliminated, left, factorsTop);
  if (keep) {
    setInteger(blocks, current, <i32>stackTop);
    stackTop = copyBlock(right + ((<usize>eliminated) << 3), left, left, stackTop);
  }
  setInteger(pivots, current, eliminated);
  idCount += frontSize;
  current++;
  setInteger(idStarts, current, idCount);
  eliminated = -1;
}

/** Copies rows x columns of the front to a block without gaps; returns its end. */
function copyBlock(from: usize, rows: i32, columns: i32, to: usize): usize {
  const length = (<usize>rows) << 3;
  for (let j = 0; j < columns; j++) {
    let p = from;
    const end = from + length;
    while (p < end) {
      v128.store(to, v128.load(p));
      p += 16;
      to += 16;
    }
    to -= p - end;
    from += frontStride;
  }
  return to;
}
