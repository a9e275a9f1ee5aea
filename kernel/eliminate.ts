import { solveUnitLower, subtractMultiple, subtractProduct } from "./products";
import { bothReal, complexInverse, complexMultiplyAdd, magnitude, place, turnedImaginary } from "./scalar";

/*
 * Partial LU of one dense front with threshold pivoting. It keeps the rules of src/linalg/direct/frontal.ts: a pivot is taken from the candidate
 * rows, the diagonal one where it is acceptable; a column without one is delayed.
 */

/** Columns eliminated before the rest of the front is updated. */
const PANEL: i32 = 48;

let front: usize = 0;
let stride: usize = 0;
let order: i32 = 0;
let candidates: i32 = 0;
let rowIds: usize = 0;
let columnIds: usize = 0;
let threshold: f64 = 0;
let smallest: f64 = 0;
let room: usize = 0;

/**
 * Eliminates what it can of the first `candidateCount` columns of a front; eliminated rows and columns come first, ids are permuted alike.
 *
 * @returns the number of eliminated columns
 */
export function eliminateFront<T>(
  at: usize,
  columnStride: usize,
  size: i32,
  candidateCount: i32,
  rowIdsAt: usize,
  columnIdsAt: usize,
  pivotThreshold: f64,
  smallestPivot: f64,
  roomAt: usize,
): i32 {
  front = at;
  stride = columnStride;
  order = size;
  candidates = candidateCount;
  rowIds = rowIdsAt;
  columnIds = columnIdsAt;
  threshold = pivotThreshold;
  smallest = smallestPivot;
  room = roomAt;
  let done = 0;
  let open = candidates;
  while (done < open) {
    const begin = done;
    const end = min(begin + PANEL, open);
    const eliminated = eliminateColumns<T>(begin, end);
    updateColumns<T>(begin, eliminated, end, order);
    done += eliminated;
    // Rejected columns are up to date; they trade places with the last open ones.
    let rejected = end - done;
    while (rejected > 0 && open > done) {
      open--;
      rejected--;
      const from = done + rejected;
      if (from < open) exchange<T>(from, open);
    }
  }
  return done;
}

/** Eliminates what it can of the columns `begin` .. `end` - 1, by halves; they are up to date afterwards, the rejected ones last. */
function eliminateColumns<T>(begin: i32, end: i32): i32 {
  if (end - begin <= 4) return eliminateFew<T>(begin, end);
  const middle = begin + ((((end - begin) >> 1) + 3) & ~3);
  const left = eliminateColumns<T>(begin, middle);
  updateColumns<T>(begin, left, middle, end);
  const rejected = middle - begin - left;
  for (let k = 0; k < rejected; k++) {
    const from = begin + left + k;
    const to = end - 1 - k;
    if (from >= to || to < middle) break;
    exchange<T>(from, to);
  }
  const right = eliminateColumns<T>(begin + left, end - rejected);
  updateColumns<T>(begin + left, right, end - rejected, end);
  return left + right;
}

function eliminateFew<T>(begin: i32, end: i32): i32 {
  let done = begin;
  let last = end;
  while (done < last) {
    const pivotRow = choosePivot<T>(done);
    if (pivotRow === -1) {
      last--;
      exchange<T>(done, last);
      continue;
    }
    if (pivotRow !== done) swapRows<T>(done, pivotRow);
    const column = front + <usize>done * stride;
    const from = place<T>(column, done + 1);
    const to = place<T>(column, order);
    divideBy<T>(from, to, place<T>(column, done));
    for (let j = done + 1; j < end; j++) {
      const target = place<T>(front + <usize>j * stride, done);
      subtractMultiple<T>(from, to, target + sizeof<T>(), target);
    }
    done++;
  }
  return done - begin;
}

/** Divides what is from `from` to `to` (rounded up to 16 bytes) by a pivot. */
function divideBy<T>(from: usize, to: usize, pivot: usize): void {
  if (sizeof<T>() === 8) {
    const reciprocal = f64x2.splat(1.0 / load<f64>(pivot));
    for (let p = from; p < to; p += 16) v128.store(p, f64x2.mul(v128.load(p), reciprocal));
  } else {
    const inverse = complexInverse(v128.load(pivot));
    const real = bothReal(inverse);
    const turned = turnedImaginary(inverse);
    const zero = f64x2.splat(0);
    for (let p = from; p < to; p += 16) v128.store(p, complexMultiplyAdd(v128.load(p), real, turned, zero));
  }
}

/** Columns `from` .. `to` - 1: the `count` pivots from `begin` on are taken out. */
function updateColumns<T>(begin: i32, count: i32, from: i32, to: i32): void {
  if (count === 0 || to <= from) return;
  const down = (<usize>begin) << alignof<T>();
  const lower = front + <usize>begin * stride + down;
  const block = front + <usize>from * stride + down;
  solveUnitLower<T>(lower, block, stride, count, to - from);
  const rows = order - begin - count;
  if (rows <= 0) return;
  const below = (<usize>count) << alignof<T>();
  subtractProduct<T>(block + below, lower + below, block, stride, rows, to - from, count, room);
}

/** Row of the pivot for column k, or -1. */
function choosePivot<T>(k: i32): i32 {
  const column = front + <usize>k * stride;
  const acceptable = max(threshold * largestFrom<T>(place<T>(column, k), place<T>(column, order)), smallest);
  const diagonal = magnitude<T>(place<T>(column, k));
  if (diagonal >= acceptable && diagonal > smallest) return k;
  let best = -1;
  let bestValue: f64 = 0;
  for (let i = k; i < candidates; i++) {
    const value = magnitude<T>(place<T>(column, i));
    if (value > bestValue) {
      bestValue = value;
      best = i;
    }
  }
  return bestValue >= acceptable && bestValue > smallest ? best : -1;
}

/** Largest magnitude from one address to another. */
function largestFrom<T>(from: usize, end: usize): f64 {
  let largest: f64 = 0;
  if (sizeof<T>() === 8) {
    let most = f64x2.splat(0);
    for (; from + 16 <= end; from += 16) most = f64x2.max(most, f64x2.abs(v128.load(from)));
    largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
    if (from < end) largest = max(largest, abs(load<f64>(from)));
  } else for (; from < end; from += 16) largest = max(largest, magnitude<T>(from));
  return largest;
}

/** Exchanges two candidates, row and column. */
function exchange<T>(a: i32, b: i32): void {
  if (a === b) return;
  let p = front + <usize>a * stride;
  let q = front + <usize>b * stride;
  for (let i = 0; i < order; i++) {
    swapEntries<T>(p, q);
    p += sizeof<T>();
    q += sizeof<T>();
  }
  swapIds(columnIds, a, b);
  swapRows<T>(a, b);
}

function swapRows<T>(a: i32, b: i32): void {
  let p = place<T>(front, a);
  let q = place<T>(front, b);
  for (let j = 0; j < order; j++) {
    swapEntries<T>(p, q);
    p += stride;
    q += stride;
  }
  swapIds(rowIds, a, b);
}

function swapEntries<T>(p: usize, q: usize): void {
  const held = load<T>(p);
  store<T>(p, load<T>(q));
  store<T>(q, held);
}

function swapIds(ids: usize, a: i32, b: i32): void {
  const p = ids + ((<usize>a) << 2);
  const q = ids + ((<usize>b) << 2);
  const held = load<i32>(p);
  store<i32>(p, load<i32>(q));
  store<i32>(q, held);
}
