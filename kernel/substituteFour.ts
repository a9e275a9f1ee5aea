import { multiplyAdd } from "./scalar";

/*
 * As substitute.ts for four right-hand sides at once: the four values of a row stand next to each other. The factors are read once for all four, and
 * a register block of 4 rows x 4 right-hand sides is kept over all columns. `down` and `right` are the bytes from a row to the next and from a
 * column to the next: exchanged they transpose.
 */

/** Bytes of a row of four values. */
const ROW: usize = 32;

function row(x: usize, k: i32): usize {
  return x + <usize>k * ROW;
}

/** x <- T^-1 x in the pivots, T lower triangular; the rows from `pivots` on less what `below` takes from them. */
export function forwardFour(
  triangle: usize,
  down: usize,
  right: usize,
  isUnit: bool,
  below: usize,
  belowDown: usize,
  belowRight: usize,
  size: i32,
  pivots: i32,
  x: usize,
): void {
  for (let k = 0; k < pivots; k += 4) {
    const count = min(4, pivots - k);
    subtractRows(row(x, k), triangle + <usize>k * down, down, right, x, k, count);
    const block = triangle + <usize>k * (down + right);
    for (let c = 0; c < count; c++) {
      if (!isUnit) divide(row(x, k + c), block + <usize>c * (down + right));
      for (let d = c + 1; d < count; d++) {
        subtractRow(row(x, k + d), block + <usize>d * down + <usize>c * right, row(x, k + c));
      }
    }
  }
  for (let i = pivots; i < size; i += 4) {
    const from = below + <usize>(i - pivots) * belowDown;
    subtractRows(row(x, i), from, belowDown, belowRight, x, pivots, min(4, size - i));
  }
}

/** x <- T^-1 (x - B y) in the pivots, T upper triangular, y behind them, B the block `beside` it. */
export function backwardFour(
  triangle: usize,
  down: usize,
  right: usize,
  isUnit: bool,
  beside: usize,
  besideDown: usize,
  besideRight: usize,
  size: i32,
  pivots: i32,
  x: usize,
): void {
  let end = pivots;
  while (end > 0) {
    const k = max(0, end - 4);
    const count = end - k;
    const behind = beside + <usize>k * besideDown;
    subtractRows(row(x, k), behind, besideDown, besideRight, row(x, pivots), size - pivots, count);
    const after = triangle + <usize>k * down + <usize>end * right;
    subtractRows(row(x, k), after, down, right, row(x, end), pivots - end, count);
    const block = triangle + <usize>k * (down + right);
    for (let c = count - 1; c >= 0; c--) {
      if (!isUnit) divide(row(x, k + c), block + <usize>c * (down + right));
      for (let d = 0; d < c; d++) {
        subtractRow(row(x, k + d), block + <usize>d * down + <usize>c * right, row(x, k + c));
      }
    }
    end = k;
  }
}

/** `count` <= 4 rows at `target` less A x, A of so many columns. */
function subtractRows(target: usize, a: usize, down: usize, right: usize, x: usize, columns: i32, count: i32): void {
  if (count < 4) {
    for (let i = 0; i < count; i++) {
      let at = a + <usize>i * down;
      const to = row(target, i);
      for (let k = 0; k < columns; k++) {
        subtractRow(to, at, row(x, k));
        at += right;
      }
    }
    return;
  }
  let c00 = f64x2.neg(v128.load(target));
  let c01 = f64x2.neg(v128.load(target, 16));
  let c10 = f64x2.neg(v128.load(target, 32));
  let c11 = f64x2.neg(v128.load(target, 48));
  let c20 = f64x2.neg(v128.load(target, 64));
  let c21 = f64x2.neg(v128.load(target, 80));
  let c30 = f64x2.neg(v128.load(target, 96));
  let c31 = f64x2.neg(v128.load(target, 112));
  let a1 = a + down;
  let a2 = a1 + down;
  let a3 = a2 + down;
  const end = row(x, columns);
  while (x < end) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    let factor = v128.load_splat<f64>(a);
    c00 = multiplyAdd(x0, factor, c00);
    c01 = multiplyAdd(x1, factor, c01);
    factor = v128.load_splat<f64>(a1);
    c10 = multiplyAdd(x0, factor, c10);
    c11 = multiplyAdd(x1, factor, c11);
    factor = v128.load_splat<f64>(a2);
    c20 = multiplyAdd(x0, factor, c20);
    c21 = multiplyAdd(x1, factor, c21);
    factor = v128.load_splat<f64>(a3);
    c30 = multiplyAdd(x0, factor, c30);
    c31 = multiplyAdd(x1, factor, c31);
    x += ROW;
    a += right;
    a1 += right;
    a2 += right;
    a3 += right;
  }
  v128.store(target, f64x2.neg(c00));
  v128.store(target, f64x2.neg(c01), 16);
  v128.store(target, f64x2.neg(c10), 32);
  v128.store(target, f64x2.neg(c11), 48);
  v128.store(target, f64x2.neg(c20), 64);
  v128.store(target, f64x2.neg(c21), 80);
  v128.store(target, f64x2.neg(c30), 96);
  v128.store(target, f64x2.neg(c31), 112);
}

function subtractRow(target: usize, factor: usize, x: usize): void {
  const minus = f64x2.splat(-load<f64>(factor));
  v128.store(target, multiplyAdd(v128.load(x), minus, v128.load(target)));
  v128.store(target, multiplyAdd(v128.load(x, 16), minus, v128.load(target, 16)), 16);
}

function divide(target: usize, divisor: usize): void {
  const by = v128.load_splat<f64>(divisor);
  v128.store(target, f64x2.div(v128.load(target), by));
  v128.store(target, f64x2.div(v128.load(target, 16), by), 16);
}
