import {
  complexBackward,
  complexBackwardTransposed,
  complexForward,
  complexForwardTransposed,
} from "./complexSubstitute";
import { backward, backwardTransposed, forward, forwardTransposed } from "./substitute";
import { backwardFour, forwardFour } from "./substituteFour";

/**
 * Substitution through all fronts, which are stored as in src/linalg/direct/factorization.ts from `factors` to `factorsEnd`. `rows` and `columns` hold
 * the values of every row and column of the matrix, one or four next to each other (one where T is complex); `local` has room for those of one front. A solution is read
 * from `rows` into `columns`, a transposed one the other way.
 */
export function substituteFronts<T>(
  frontCount: i32,
  idStarts: usize,
  pivots: usize,
  rowIds: usize,
  columnIds: usize,
  factors: usize,
  factorsEnd: usize,
  rows: usize,
  columns: usize,
  local: usize,
  isTransposed: bool,
  isFour: bool,
): void {
  const shift = isFour ? 5 : <i32>alignof<T>();
  const entering = isTransposed ? columns : rows;
  const enteringIds = isTransposed ? columnIds : rowIds;
  const leaving = isTransposed ? rows : columns;
  const leavingIds = isTransposed ? rowIds : columnIds;
  let lower = factors;
  for (let f = 0; f < frontCount; f++) {
    const first = load<i32>(idStarts + ((<usize>f) << 2));
    const size = load<i32>(idStarts + ((<usize>f) << 2), 4) - first;
    const count = load<i32>(pivots + ((<usize>f) << 2));
    const stride = (<usize>size) << alignof<T>();
    const height = (<usize>count) << alignof<T>();
    const upper = lower + <usize>count * stride;
    const ids = enteringIds + ((<usize>first) << 2);
    gather(local, entering, ids, size, shift);
    if (sizeof<T>() === 16) {
      if (isTransposed) complexForwardTransposed(lower, upper, size, count, local);
      else complexForward(lower, size, count, local);
    } else if (isFour) {
      if (isTransposed) forwardFour(lower, stride, 8, false, upper, height, 8, size, count, local);
      else forwardFour(lower, 8, stride, true, lower + height, 8, stride, size, count, local);
    } else if (isTransposed) forwardTransposed(lower, upper, size, count, local);
    else forward(lower, size, count, local);
    scatter(local, entering, ids, size, shift);
    lower = upper + <usize>(size - count) * height;
  }
  lower = factorsEnd;
  for (let f = frontCount - 1; f >= 0; f--) {
    const first = load<i32>(idStarts + ((<usize>f) << 2));
    const size = load<i32>(idStarts + ((<usize>f) << 2), 4) - first;
    const count = load<i32>(pivots + ((<usize>f) << 2));
    const stride = (<usize>size) << alignof<T>();
    const height = (<usize>count) << alignof<T>();
    const upper = lower - <usize>(size - count) * height;
    lower = upper - <usize>count * stride;
    const skipped = (<usize>count) << 2;
    const ids = leavingIds + ((<usize>first) << 2);
    gather(local, entering, enteringIds + ((<usize>first) << 2), count, shift);
    gather(local + ((<usize>count) << shift), leaving, ids + skipped, size - count, shift);
    if (sizeof<T>() === 16) {
      if (isTransposed) complexBackwardTransposed(lower, size, count, local);
      else complexBackward(lower, upper, size, count, local);
    } else if (isFour) {
      if (isTransposed) backwardFour(lower, stride, 8, true, lower + height, stride, 8, size, count, local);
      else backwardFour(lower, 8, stride, false, upper, 8, height, size, count, local);
    } else if (isTransposed) backwardTransposed(lower, size, count, local);
    else backward(lower, upper, size, count, local);
    scatter(local, leaving, ids, count, shift);
  }
}

function gather(local: usize, values: usize, ids: usize, count: i32, shift: i32): void {
  const end = ids + ((<usize>count) << 2);
  for (; ids < end; ids += 4) {
    const from = values + ((<usize>load<i32>(ids)) << shift);
    if (shift === 3) {
      store<f64>(local, load<f64>(from));
      local += 8;
    } else {
      v128.store(local, v128.load(from));
      if (shift === 5) v128.store(local, v128.load(from, 16), 16);
      local += (<usize>1) << shift;
    }
  }
}

function scatter(local: usize, values: usize, ids: usize, count: i32, shift: i32): void {
  const end = ids + ((<usize>count) << 2);
  for (; ids < end; ids += 4) {
    const to = values + ((<usize>load<i32>(ids)) << shift);
    if (shift === 3) {
      store<f64>(to, load<f64>(local));
      local += 8;
    } else {
      v128.store(to, v128.load(local));
      if (shift === 5) v128.store(to, v128.load(local, 16), 16);
      local += (<usize>1) << shift;
    }
  }
}
