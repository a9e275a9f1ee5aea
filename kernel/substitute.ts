import { multiplyAdd } from "./scalar";

/*
 * Substitution with the factors of one front, for one right-hand side: columns of L and U are taken four at a time. Rows of the front are numbered
 * as its ids, pivots first; L is unit below the diagonal of the first `pivots` columns, U on and above it and in the block `upper` to the right.
 */

/** x <- L^-1 x in the pivots, the rows below less what follows from it. */
export function forward(lower: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 3;
  let k = 0;
  for (; k + 4 <= pivots; k += 4) {
    const column = lower + <usize>k * stride + ((<usize>k) << 3);
    const at = x + ((<usize>k) << 3);
    eliminateFour(at, column, stride);
    subtractColumns(at + 32, column + 32, stride, at, size - k - 4);
  }
  for (; k < pivots; k++) {
    const at = x + ((<usize>k) << 3);
    subtractColumn(at + 8, lower + <usize>k * stride + ((<usize>(k + 1)) << 3), load<f64>(at), size - k - 1);
  }
}

/** x <- U^-1 (x - U12 y) in the pivots, y behind them. */
export function backward(lower: usize, upper: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 3;
  const height = (<usize>pivots) << 3;
  let j = pivots;
  for (; j + 4 <= size; j += 4) {
    subtractColumns(x, upper + <usize>(j - pivots) * height, height, x + ((<usize>j) << 3), pivots);
  }
  for (; j < size; j++) {
    subtractColumn(x, upper + <usize>(j - pivots) * height, load<f64>(x + ((<usize>j) << 3)), pivots);
  }
  let k = pivots;
  while (k >= 4) {
    k -= 4;
    const column = lower + <usize>k * stride;
    const at = x + ((<usize>k) << 3);
    substituteBack(at, column + ((<usize>k) << 3), stride, 4);
    subtractColumns(x, column, stride, at, k);
  }
  substituteBack(x, lower, stride, k);
}

/** x <- U^-T x in the pivots, what is behind them less U12^T x. */
export function forwardTransposed(lower: usize, upper: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 3;
  const height = (<usize>pivots) << 3;
  let k = 0;
  for (; k < pivots; k += 4) {
    const count = min(4, pivots - k);
    const column = lower + <usize>k * stride;
    const at = x + ((<usize>k) << 3);
    subtractDots(at, column, stride, x, k, count);
    const block = column + ((<usize>k) << 3);
    for (let c = 0; c < count; c++) {
      const diagonal = block + <usize>c * stride + ((<usize>c) << 3);
      const value = load<f64>(at + ((<usize>c) << 3)) / load<f64>(diagonal);
      store<f64>(at + ((<usize>c) << 3), value);
      for (let d = c + 1; d < count; d++) {
        const to = at + ((<usize>d) << 3);
        store<f64>(to, load<f64>(to) - load<f64>(block + <usize>d * stride + ((<usize>c) << 3)) * value);
      }
    }
  }
  for (let j = pivots; j < size; j += 4) {
    const from = upper + <usize>(j - pivots) * height;
    subtractDots(x + ((<usize>j) << 3), from, height, x, pivots, min(4, size - j));
  }
}

/** x <- L^-T (x - what is below) in the pivots. */
export function backwardTransposed(lower: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 3;
  let end = pivots;
  while (end > 0) {
    const k = max(0, end - 4);
    const column = lower + <usize>k * stride;
    const at = x + ((<usize>k) << 3);
    const below = (<usize>end) << 3;
    subtractDots(at, column + below, stride, x + below, size - end, end - k);
    const block = column + ((<usize>k) << 3);
    for (let c = end - k - 1; c > 0; c--) {
      const value = load<f64>(at + ((<usize>c) << 3));
      for (let d = 0; d < c; d++) {
        const to = at + ((<usize>d) << 3);
        store<f64>(to, load<f64>(to) - load<f64>(block + <usize>d * stride + ((<usize>c) << 3)) * value);
      }
    }
    end = k;
  }
}

/** Solves with the unit lower triangle of four columns. */
function eliminateFour(x: usize, block: usize, stride: usize): void {
  for (let c = 0; c < 3; c++) {
    const value = load<f64>(x + ((<usize>c) << 3));
    for (let i = c + 1; i < 4; i++) {
      const at = x + ((<usize>i) << 3);
      store<f64>(at, load<f64>(at) - load<f64>(block + <usize>c * stride + ((<usize>i) << 3)) * value);
    }
  }
}

/** Solves with the upper triangle of a few columns. */
function substituteBack(x: usize, block: usize, stride: usize, count: i32): void {
  for (let c = count - 1; c >= 0; c--) {
    const at = x + ((<usize>c) << 3);
    const value = load<f64>(at) / load<f64>(block + <usize>c * (stride + 8));
    store<f64>(at, value);
    for (let i = 0; i < c; i++) {
      const to = x + ((<usize>i) << 3);
      store<f64>(to, load<f64>(to) - load<f64>(block + ((<usize>i) << 3) + <usize>c * stride) * value);
    }
  }
}

/** target -= four columns times the four values at `x`. */
function subtractColumns(target: usize, column: usize, stride: usize, x: usize, rows: i32): void {
  const x0 = f64x2.splat(-load<f64>(x));
  const x1 = f64x2.splat(-load<f64>(x, 8));
  const x2 = f64x2.splat(-load<f64>(x, 16));
  const x3 = f64x2.splat(-load<f64>(x, 24));
  let a1 = column + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  const end = target + ((<usize>(rows & ~1)) << 3);
  while (target < end) {
    let sum = multiplyAdd(v128.load(column), x0, v128.load(target));
    sum = multiplyAdd(v128.load(a1), x1, sum);
    sum = multiplyAdd(v128.load(a2), x2, sum);
    v128.store(target, multiplyAdd(v128.load(a3), x3, sum));
    target += 16;
    column += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
  }
  if ((rows & 1) !== 0) {
    const last =
      load<f64>(column) * load<f64>(x) +
      load<f64>(a1) * load<f64>(x, 8) +
      load<f64>(a2) * load<f64>(x, 16) +
      load<f64>(a3) * load<f64>(x, 24);
    store<f64>(target, load<f64>(target) - last);
  }
}

function subtractColumn(target: usize, column: usize, x: f64, rows: i32): void {
  const end = target + ((<usize>rows) << 3);
  while (target < end) {
    store<f64>(target, load<f64>(target) - load<f64>(column) * x);
    target += 8;
    column += 8;
  }
}

/** target[c] -= column c . x, for up to four columns. */
function subtractDots(target: usize, column: usize, stride: usize, x: usize, rows: i32, count: i32): void {
  if (count === 4) {
    let a1 = column + stride;
    let a2 = a1 + stride;
    let a3 = a2 + stride;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    const end = x + ((<usize>(rows & ~1)) << 3);
    while (x < end) {
      const value = v128.load(x);
      s0 = multiplyAdd(v128.load(column), value, s0);
      s1 = multiplyAdd(v128.load(a1), value, s1);
      s2 = multiplyAdd(v128.load(a2), value, s2);
      s3 = multiplyAdd(v128.load(a3), value, s3);
      x += 16;
      column += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
    }
    const last = (rows & 1) !== 0;
    subtractSum(target, s0, last ? load<f64>(column) * load<f64>(x) : 0);
    subtractSum(target + 8, s1, last ? load<f64>(a1) * load<f64>(x) : 0);
    subtractSum(target + 16, s2, last ? load<f64>(a2) * load<f64>(x) : 0);
    subtractSum(target + 24, s3, last ? load<f64>(a3) * load<f64>(x) : 0);
    return;
  }
  for (let c = 0; c < count; c++) {
    let sum: f64 = 0;
    for (let i = 0; i < rows; i++) sum += load<f64>(column + ((<usize>i) << 3)) * load<f64>(x + ((<usize>i) << 3));
    subtractSum(target + ((<usize>c) << 3), f64x2.splat(0), sum);
    column += stride;
  }
}

function subtractSum(target: usize, pair: v128, rest: f64): void {
  store<f64>(target, load<f64>(target) - (f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1) + rest));
}
