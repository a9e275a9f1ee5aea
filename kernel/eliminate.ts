import { solveUnitLower, subtractMultiple, subtractProduct } from "./products";

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
export function eliminateFront(
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
    const eliminated = eliminateColumns(begin, end);
    updateColumns(begin, eliminated, end, order);
    done += eliminated;
    // Rejected columns are up to date; they trade places with the last open ones.
    let rejected = end - done;
    while (rejected > 0 && open > done) {
      open--;
      rejected--;
      const from = done + rejected;
      if (from < open) exchange(from, open);
    }
  }
  return done;
}

/** Eliminates what it can of the columns `begin` .. `end` - 1, by halves; they are up to date afterwards, the rejected ones last. */
function eliminateColumns(begin: i32, end: i32): i32 {
  if (end - begin <= 4) return eliminateFew(begin, end);
  const middle = begin + ((((end - begin) >> 1) + 3) & ~3);
  const left = eliminateColumns(begin, middle);
  updateColumns(begin, left, middle, end);
  const rejected = middle - begin - left;
  for (let k = 0; k < rejected; k++) {
    const from = begin + left + k;
    const to = end - 1 - k;
    if (from >= to || to < middle) break;
    exchange(from, to);
  }
  const right = eliminateColumns(begin + left, end - rejected);
  updateColumns(begin + left, right, end - rejected, end);
  return left + right;
}

function eliminateFew(begin: i32, end: i32): i32 {
  let done = begin;
  let last = end;
  while (done < last) {
    const pivotRow = choosePivot(done);
    if (pivotRow === -1) {
      last--;
      exchange(done, last);
      continue;
    }
    if (pivotRow !== done) swapRows(done, pivotRow);
    const column = front + <usize>done * stride;
    const reciprocal = f64x2.splat(1.0 / load<f64>(column + ((<usize>done) << 3)));
    const from = column + ((<usize>(done + 1)) << 3);
    const to = column + ((<usize>order) << 3);
    for (let p = from; p < to; p += 16) v128.store(p, f64x2.mul(v128.load(p), reciprocal));
    for (let j = done + 1; j < end; j++) {
      const target = front + <usize>j * stride + ((<usize>done) << 3);
      subtractMultiple(from, to, target + 8, load<f64>(target));
    }
    done++;
  }
  return done - begin;
}

/** Columns `from` .. `to` - 1: the `count` pivots from `begin` on are taken out. */
function updateColumns(begin: i32, count: i32, from: i32, to: i32): void {
  if (count === 0 || to <= from) return;
  const down = (<usize>begin) << 3;
  const lower = front + <usize>begin * stride + down;
  const block = front + <usize>from * stride + down;
  solveUnitLower(lower, block, stride, count, to - from);
  const rows = order - begin - count;
  if (rows <= 0) return;
  const below = (<usize>count) << 3;
  subtractProduct(block + below, lower + below, block, stride, rows, to - from, count, room);
}

/** Row of the pivot for column k, or -1. */
function choosePivot(k: i32): i32 {
  const column = front + <usize>k * stride;
  const end = column + ((<usize>order) << 3);
  let most = f64x2.splat(0);
  let p = column + ((<usize>k) << 3);
  for (; p + 16 <= end; p += 16) most = f64x2.max(most, f64x2.abs(v128.load(p)));
  let largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (p < end) largest = max(largest, abs(load<f64>(p)));
  const acceptable = max(threshold * largest, smallest);
  const diagonal = abs(load<f64>(column + ((<usize>k) << 3)));
  if (diagonal >= acceptable && diagonal > smallest) return k;
  let best = -1;
  let bestValue: f64 = 0;
  for (let i = k; i < candidates; i++) {
    const value = abs(load<f64>(column + ((<usize>i) << 3)));
    if (value > bestValue) {
      bestValue = value;
      best = i;
    }
  }
  return bestValue >= acceptable && bestValue > smallest ? best : -1;
}

/** Exchanges two candidates, row and column. */
function exchange(a: i32, b: i32): void {
  if (a === b) return;
  let p = front + <usize>a * stride;
  let q = front + <usize>b * stride;
  for (let i = 0; i < order; i++) {
    swapDoubles(p, q);
    p += 8;
    q += 8;
  }
  swapIds(columnIds, a, b);
  swapRows(a, b);
}

function swapRows(a: i32, b: i32): void {
  let p = front + ((<usize>a) << 3);
  let q = front + ((<usize>b) << 3);
  for (let j = 0; j < order; j++) {
    swapDoubles(p, q);
    p += stride;
    q += stride;
  }
  swapIds(rowIds, a, b);
}

function swapDoubles(p: usize, q: usize): void {
  const held = load<f64>(p);
  store<f64>(p, load<f64>(q));
  store<f64>(q, held);
}

function swapIds(ids: usize, a: i32, b: i32): void {
  const p = ids + ((<usize>a) << 2);
  const q = ids + ((<usize>b) << 2);
  const held = load<i32>(p);
  store<i32>(p, load<i32>(q));
  store<i32>(q, held);
}
