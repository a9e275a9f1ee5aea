import { multiplyAdd } from "./scalar";

/* Products of register blocks of doubles; see products.ts. */

/** C -= A B for 4 x 4 of C; A in a strip of four rows, `leftStride` from column to column, B by four columns. */
export function block4x4(
  target: usize,
  stride: usize,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  depth: i32,
): void {
  const target1 = target + stride;
  const target2 = target1 + stride;
  const target3 = target2 + stride;
  let right0 = right;
  let right1 = right0 + rightStride;
  let right2 = right1 + rightStride;
  let right3 = right2 + rightStride;
  let c00 = f64x2.neg(v128.load(target));
  let c01 = f64x2.neg(v128.load(target, 16));
  let c10 = f64x2.neg(v128.load(target1));
  let c11 = f64x2.neg(v128.load(target1, 16));
  let c20 = f64x2.neg(v128.load(target2));
  let c21 = f64x2.neg(v128.load(target2, 16));
  let c30 = f64x2.neg(v128.load(target3));
  let c31 = f64x2.neg(v128.load(target3, 16));
  const end = left + <usize>depth * leftStride;
  while (left < end) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    let b = v128.load_splat<f64>(right0);
    c00 = multiplyAdd(a0, b, c00);
    c01 = multiplyAdd(a1, b, c01);
    b = v128.load_splat<f64>(right1);
    c10 = multiplyAdd(a0, b, c10);
    c11 = multiplyAdd(a1, b, c11);
    b = v128.load_splat<f64>(right2);
    c20 = multiplyAdd(a0, b, c20);
    c21 = multiplyAdd(a1, b, c21);
    b = v128.load_splat<f64>(right3);
    c30 = multiplyAdd(a0, b, c30);
    c31 = multiplyAdd(a1, b, c31);
    left += leftStride;
    right0 += 8;
    right1 += 8;
    right2 += 8;
    right3 += 8;
  }
  v128.store(target, f64x2.neg(c00));
  v128.store(target, f64x2.neg(c01), 16);
  v128.store(target1, f64x2.neg(c10));
  v128.store(target1, f64x2.neg(c11), 16);
  v128.store(target2, f64x2.neg(c20));
  v128.store(target2, f64x2.neg(c21), 16);
  v128.store(target3, f64x2.neg(c30));
  v128.store(target3, f64x2.neg(c31), 16);
}

/** As `block4x4` with A and B packed: four values of a column of A, four of a row of B, next to each other. */
export function packed4x4(target: usize, stride: usize, left: usize, right: usize, depth: i32): void {
  const target1 = target + stride;
  const target2 = target1 + stride;
  const target3 = target2 + stride;
  let c00 = f64x2.neg(v128.load(target));
  let c01 = f64x2.neg(v128.load(target, 16));
  let c10 = f64x2.neg(v128.load(target1));
  let c11 = f64x2.neg(v128.load(target1, 16));
  let c20 = f64x2.neg(v128.load(target2));
  let c21 = f64x2.neg(v128.load(target2, 16));
  let c30 = f64x2.neg(v128.load(target3));
  let c31 = f64x2.neg(v128.load(target3, 16));
  const end = left + ((<usize>depth) << 5);
  while (left < end) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    let b = v128.load_splat<f64>(right);
    c00 = multiplyAdd(a0, b, c00);
    c01 = multiplyAdd(a1, b, c01);
    b = v128.load_splat<f64>(right, 8);
    c10 = multiplyAdd(a0, b, c10);
    c11 = multiplyAdd(a1, b, c11);
    b = v128.load_splat<f64>(right, 16);
    c20 = multiplyAdd(a0, b, c20);
    c21 = multiplyAdd(a1, b, c21);
    b = v128.load_splat<f64>(right, 24);
    c30 = multiplyAdd(a0, b, c30);
    c31 = multiplyAdd(a1, b, c31);
    left += 32;
    right += 32;
  }
  v128.store(target, f64x2.neg(c00));
  v128.store(target, f64x2.neg(c01), 16);
  v128.store(target1, f64x2.neg(c10));
  v128.store(target1, f64x2.neg(c11), 16);
  v128.store(target2, f64x2.neg(c20));
  v128.store(target2, f64x2.neg(c21), 16);
  v128.store(target3, f64x2.neg(c30));
  v128.store(target3, f64x2.neg(c31), 16);
}

/** C -= A b for 4 x 1 of C. */
export function block4x1(target: usize, left: usize, leftStride: usize, right: usize, depth: i32): void {
  let c0 = f64x2.neg(v128.load(target));
  let c1 = f64x2.neg(v128.load(target, 16));
  const end = left + <usize>depth * leftStride;
  while (left < end) {
    const b = v128.load_splat<f64>(right);
    c0 = multiplyAdd(v128.load(left), b, c0);
    c1 = multiplyAdd(v128.load(left, 16), b, c1);
    left += leftStride;
    right += 8;
  }
  v128.store(target, f64x2.neg(c0));
  v128.store(target, f64x2.neg(c1), 16);
}
