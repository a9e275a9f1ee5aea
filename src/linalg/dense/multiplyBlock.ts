/** C -= A B for one 4 x 4 block; A and B packed, C in `target` from `at` on, by columns of length `order`. Its sums are local variables, written out one by one, so that they may stay in registers. */
export function multiplyBlock(
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  depth: number,
  target: Float64Array,
  at: number,
  order: number,
): void {
  let c00 = 0;
  let c10 = 0;
  let c20 = 0;
  let c30 = 0;
  let c01 = 0;
  let c11 = 0;
  let c21 = 0;
  let c31 = 0;
  let c02 = 0;
  let c12 = 0;
  let c22 = 0;
  let c32 = 0;
  let c03 = 0;
  let c13 = 0;
  let c23 = 0;
  let c33 = 0;
  for (let k = 0, a = leftAt, b = 0; k < depth; k++, a += 4, b += 4) {
    const a0 = left[a]!;
    const a1 = left[a + 1]!;
    const a2 = left[a + 2]!;
    const a3 = left[a + 3]!;
    const b0 = right[b]!;
    c00 += a0 * b0;
    c10 += a1 * b0;
    c20 += a2 * b0;
    c30 += a3 * b0;
    const b1 = right[b + 1]!;
    c01 += a0 * b1;
    c11 += a1 * b1;
    c21 += a2 * b1;
    c31 += a3 * b1;
    const b2 = right[b + 2]!;
    c02 += a0 * b2;
    c12 += a1 * b2;
    c22 += a2 * b2;
    c32 += a3 * b2;
    const b3 = right[b + 3]!;
    c03 += a0 * b3;
    c13 += a1 * b3;
    c23 += a2 * b3;
    c33 += a3 * b3;
  }
  target[at]! -= c00;
  target[at + 1]! -= c10;
  target[at + 2]! -= c20;
  target[at + 3]! -= c30;
  const second = at + order;
  target[second]! -= c01;
  target[second + 1]! -= c11;
  target[second + 2]! -= c21;
  target[second + 3]! -= c31;
  const third = second + order;
  target[third]! -= c02;
  target[third + 1]! -= c12;
  target[third + 2]! -= c22;
  target[third + 3]! -= c32;
  const fourth = third + order;
  target[fourth]! -= c03;
  target[fourth + 1]! -= c13;
  target[fourth + 2]! -= c23;
  target[fourth + 3]! -= c33;
}
