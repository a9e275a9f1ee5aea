import { bothReal, complexInverse, complexMultiplyAdd, exchanged, multiplyAdd, place, turnedImaginary } from "./scalar";

/* As substitute.ts for complex numbers and one right-hand side. */

/** x <- L^-1 x in the pivots, the rows below less what follows from it. */
export function complexForward(lower: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 4;
  for (let k = 0; k < pivots; k++) {
    const at = place<v128>(x, k);
    subtractColumn(at + 16, place<v128>(lower + <usize>k * stride, k + 1), v128.load(at), size - k - 1);
  }
}

/** x <- U^-1 (x - U12 y) in the pivots, y behind them. */
export function complexBackward(lower: usize, upper: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 4;
  const height = (<usize>pivots) << 4;
  for (let j = pivots; j < size; j++) {
    subtractColumn(x, upper + <usize>(j - pivots) * height, v128.load(place<v128>(x, j)), pivots);
  }
  for (let k = pivots - 1; k >= 0; k--) {
    const column = lower + <usize>k * stride;
    const at = place<v128>(x, k);
    divideAt(at, place<v128>(column, k));
    subtractColumn(x, column, v128.load(at), k);
  }
}

/** x <- U^-T x in the pivots, what is behind them less U12^T x. */
export function complexForwardTransposed(lower: usize, upper: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 4;
  const height = (<usize>pivots) << 4;
  for (let k = 0; k < pivots; k++) {
    const column = lower + <usize>k * stride;
    const at = place<v128>(x, k);
    subtractDot(at, column, x, k);
    divideAt(at, place<v128>(column, k));
  }
  for (let j = pivots; j < size; j++) {
    subtractDot(place<v128>(x, j), upper + <usize>(j - pivots) * height, x, pivots);
  }
}

/** x <- L^-T (x - what is below) in the pivots. */
export function complexBackwardTransposed(lower: usize, size: i32, pivots: i32, x: usize): void {
  const stride = (<usize>size) << 4;
  for (let k = pivots - 1; k >= 0; k--) {
    const at = place<v128>(x, k);
    subtractDot(at, place<v128>(lower + <usize>k * stride, k + 1), at + 16, size - k - 1);
  }
}

function divideAt(at: usize, divisor: usize): void {
  const inverse = complexInverse(v128.load(divisor));
  v128.store(at, complexMultiplyAdd(v128.load(at), bothReal(inverse), turnedImaginary(inverse), f64x2.splat(0)));
}

/** target -= column times x. */
function subtractColumn(target: usize, column: usize, x: v128, rows: i32): void {
  const factor = f64x2.neg(x);
  const real = bothReal(factor);
  const turned = turnedImaginary(factor);
  const end = place<v128>(target, rows);
  while (target < end) {
    v128.store(target, complexMultiplyAdd(v128.load(column), real, turned, v128.load(target)));
    target += 16;
    column += 16;
  }
}

/** What is at `target` less column . x, without conjugation. */
function subtractDot(target: usize, column: usize, x: usize, rows: i32): void {
  let plain = f64x2.splat(0);
  let turned = plain;
  const end = place<v128>(x, rows);
  while (x < end) {
    const value = v128.load(column);
    plain = multiplyAdd(value, v128.load_splat<f64>(x), plain);
    turned = multiplyAdd(value, v128.load_splat<f64>(x, 8), turned);
    x += 16;
    column += 16;
  }
  const product = f64x2.add(plain, f64x2.mul(exchanged(turned), f64x2(-1, 1)));
  v128.store(target, f64x2.sub(v128.load(target), product));
}
