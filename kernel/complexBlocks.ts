import { exchanged, multiplyAdd } from "./scalar";

/*
 * Products of register blocks of complex numbers; see products.ts. The sums of a re(b) and of a im(b) are kept apart until the end: a complex product
 * takes two vector operations.
 */

/** C less the sums of products: `plain` are those with real parts, less what was in C, `turned` those with imaginary parts. */
function subtractSums(target: usize, plain: v128, turned: v128): void {
  const rest = f64x2.neg(plain);
  v128.store(target, f64x2.add(rest, f64x2.mul(exchanged(turned), f64x2(1, -1))));
}

/** C -= A B for 2 x 2 of C; A in a strip of two rows, `leftStride` from column to column, B by two columns. */
export function complexBlock2x2(
  target: usize,
  stride: usize,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  rightStep: usize,
  depth: i32,
): void {
  const target1 = target + stride;
  let right1 = right + rightStride;
  let c00 = f64x2.neg(v128.load(target));
  let c01 = f64x2.neg(v128.load(target, 16));
  let c10 = f64x2.neg(v128.load(target1));
  let c11 = f64x2.neg(v128.load(target1, 16));
  let d00 = f64x2.splat(0);
  let d01 = d00;
  let d10 = d00;
  let d11 = d00;
  const end = left + <usize>depth * leftStride;
  while (left < end) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    let b = v128.load_splat<f64>(right);
    c00 = multiplyAdd(a0, b, c00);
    c01 = multiplyAdd(a1, b, c01);
    b = v128.load_splat<f64>(right, 8);
    d00 = multiplyAdd(a0, b, d00);
    d01 = multiplyAdd(a1, b, d01);
    b = v128.load_splat<f64>(right1);
    c10 = multiplyAdd(a0, b, c10);
    c11 = multiplyAdd(a1, b, c11);
    b = v128.load_splat<f64>(right1, 8);
    d10 = multiplyAdd(a0, b, d10);
    d11 = multiplyAdd(a1, b, d11);
    left += leftStride;
    right += rightStep;
    right1 += rightStep;
  }
  subtractSums(target, c00, d00);
  subtractSums(target + 16, c01, d01);
  subtractSums(target1, c10, d10);
  subtractSums(target1 + 16, c11, d11);
}

/** C -= A b for 2 x 1 of C. */
export function complexBlock2x1(target: usize, left: usize, leftStride: usize, right: usize, depth: i32): void {
  let c0 = f64x2.neg(v128.load(target));
  let c1 = f64x2.neg(v128.load(target, 16));
  let d0 = f64x2.splat(0);
  let d1 = d0;
  const end = left + <usize>depth * leftStride;
  while (left < end) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    let b = v128.load_splat<f64>(right);
    c0 = multiplyAdd(a0, b, c0);
    c1 = multiplyAdd(a1, b, c1);
    b = v128.load_splat<f64>(right, 8);
    d0 = multiplyAdd(a0, b, d0);
    d1 = multiplyAdd(a1, b, d1);
    left += leftStride;
    right += 16;
  }
  subtractSums(target, c0, d0);
  subtractSums(target + 16, c1, d1);
}
