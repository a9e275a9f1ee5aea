import {
  blocks,
  columnIds,
  factors,
  factorsEnd,
  front,
  frontCount,
  frontRoom,
  idRoom,
  idStarts,
  packing,
  parent,
  pivots,
  rowIds,
  stack,
  stackEnd,
} from "./arrays";
import {
  assembleChildren,
  assembleEntries,
  candidatesOf,
  openIds,
  structureSize,
  transposeEntries,
} from "./assembleFront";
import { eliminateFront } from "./eliminate";
import { integer, magnitude, place, setInteger } from "./scalar";

/*
 * Multifrontal LU of a sparse matrix in linear memory: fronts are in postorder, so the blocks of a front's children are on top of the stack.
 */

// What is found beside the arrays.
export let smallestPivot: f64 = 0;
export let delayed: i32 = 0;

// The front in hand.
export let current: i32 = 0;
export let frontSize: i32 = 0;
export let frontStride: usize = 0;
export let eliminated: i32 = -1;
export let factorsTop: usize = 0;
export let stackTop: usize = 0;
let idCount: i32 = 0;

/** What `factorFronts` returns. */
const DONE: i32 = 0;
/** No acceptable pivot at column `eliminated` of the front in hand. */
const SINGULAR: i32 = 1;
/** The factors so far have to be taken away: `factorsTop` is where they end. `factorFronts` then goes on. */
const FACTORS_FULL: i32 = 2;
/** The stack has to grow to `stackTop` and the block of the front in hand. `factorFronts` then goes on. */
const STACK_FULL: i32 = 3;
/** Delayed pivots need larger fronts, or more ids: begin anew with more room. */
const FRONT_TOO_LARGE: i32 = 4;
/** An entry that the analysis does not know. */
const UNKNOWN_ENTRY: i32 = 5;

/** Prepares a factorisation. */
export function beginFronts<T>(): i32 {
  current = 0;
  eliminated = -1;
  factorsTop = factors;
  stackTop = stack;
  idCount = 0;
  smallestPivot = Infinity;
  delayed = 0;
  setInteger(idStarts, 0, 0);
  return transposeEntries<T>() ? DONE : UNKNOWN_ENTRY;
}

/** Factors front after front, from the one in hand on. */
export function factorFronts<T>(pivotThreshold: f64, smallestAllowed: f64): i32 {
  while (current < frontCount) {
    if (eliminated < 0) {
      const candidates = candidatesOf(current);
      const outcome = assemble<T>(candidates);
      if (outcome !== DONE) return outcome;
      eliminated = eliminateFront<T>(
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
    const needed = (<u64>eliminated * <u64>(frontSize + left)) << (<u64>alignof<T>());
    // Copies run up to eight bytes past their end.
    if (<u64>factorsTop + needed + 8 > <u64>factorsEnd) return FACTORS_FULL;
    const keep = integer(parent, current) !== -1;
    const block = (<u64>left * <u64>left) << (<u64>alignof<T>());
    if (keep && <u64>stackTop + block + 8 > <u64>stackEnd) return STACK_FULL;
    finish<T>(left, keep);
  }
  return DONE;
}

function assemble<T>(candidates: i32): i32 {
  frontSize = candidates + structureSize(current);
  // Even, three rows of padding, and no multiple of 512 bytes, which would map columns to few lines of a cache.
  let rows = (frontSize + 4) & ~1;
  if (((rows << (<i32>alignof<T>())) & 511) === 0) rows += 2;
  frontStride = (<usize>rows) << alignof<T>();
  if (frontSize > frontRoom || idCount + frontSize > idRoom) return FRONT_TOO_LARGE;
  memory.fill(front, 0, frontStride * <usize>frontSize + 64);
  openIds(current, candidates, idCount);
  if (!assembleEntries<T>(current, candidates, frontStride)) return UNKNOWN_ENTRY;
  stackTop = assembleChildren<T>(current, idCount, frontStride, stackTop);
  return DONE;
}

/** Stores the factors of the front in hand, leaves what is left of it to the parent, and goes on to the next one. */
function finish<T>(left: i32, keep: bool): void {
  for (let k = 0; k < eliminated; k++) {
    const value = magnitude<T>(place<T>(front + <usize>k * frontStride, k));
    if (value < smallestPivot) smallestPivot = value;
  }
  const right = front + <usize>eliminated * frontStride;
  factorsTop = copyBlock<T>(front, frontSize, eliminated, factorsTop);
  factorsTop = copyBlock<T>(right, eliminated, left, factorsTop);
  if (keep) {
    setInteger(blocks, current, <i32>stackTop);
    stackTop = copyBlock<T>(place<T>(right, eliminated), left, left, stackTop);
  }
  setInteger(pivots, current, eliminated);
  idCount += frontSize;
  current++;
  setInteger(idStarts, current, idCount);
  eliminated = -1;
}

/** Copies rows x columns of the front to a block without gaps; returns its end. */
function copyBlock<T>(from: usize, rows: i32, columns: i32, to: usize): usize {
  const length = (<usize>rows) << alignof<T>();
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
