/*
 * Dense products on column-major blocks of doubles in linear memory, in AssemblyScript. Addresses and strides are in bytes unless a name says
 * otherwise. Rows are taken four at a time: blocks may be read and written up to three rows past their end, where a front holds zeros.
 */

/** c + a b. Where the engine fuses the two, the loader puts one instruction in the place of these two. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** C -= A B for 4 x 4 of C; A in a strip of four rows, `leftStride` from column to column, B by four columns. */
function block4x4(
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
function packed4x4(target: usize, stride: usize, left: usize, right: usize, depth: i32): void {
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
function block4x1(target: usize, left: usize, leftStride: usize, right: usize, depth: i32): void {
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

/** C -= A B, C of `rows` (rounded up to four) x `columns`, all three with the same stride. */
function multiplyInPlace(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
): void {
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const shift = <usize>j * stride;
    for (let i = 0; i < rows; i += 4) {
      const down = (<usize>i) << 3;
      block4x4(target + shift + down, stride, left + down, stride, right + shift, stride, depth);
    }
  }
  for (; j < columns; j++) {
    const shift = <usize>j * stride;
    for (let i = 0; i < rows; i += 4) {
      const down = (<usize>i) << 3;
      block4x1(target + shift + down, left + down, stride, right + shift, depth);
    }
  }
}

/** As `multiplyInPlace`, with A packed at `room` in strips of four rows, and four columns of B at a time behind it. */
function multiplyPacked(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  room: usize,
): void {
  const strip = (<usize>depth) << 5;
  let packed = room;
  for (let i = 0; i < rows; i += 4) {
    let from = left + ((<usize>i) << 3);
    for (let k = 0; k < depth; k++) {
      v128.store(packed, v128.load(from));
      v128.store(packed, v128.load(from, 16), 16);
      packed += 32;
      from += stride;
    }
  }
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    let from = right + <usize>j * stride;
    let to = packed;
    for (let k = 0; k < depth; k++) {
      store<f64>(to, load<f64>(from));
      store<f64>(to, load<f64>(from + stride), 8);
      store<f64>(to, load<f64>(from + 2 * stride), 16);
      store<f64>(to, load<f64>(from + 3 * stride), 24);
      to += 32;
      from += 8;
    }
    let at = room;
    for (let i = 0; i < rows; i += 4) {
      packed4x4(target + <usize>j * stride + ((<usize>i) << 3), stride, at, packed, depth);
      at += strip;
    }
  }
  for (; j < columns; j++) {
    const shift = <usize>j * stride;
    let at = room;
    for (let i = 0; i < rows; i += 4) {
      block4x1(target + shift + ((<usize>i) << 3), at, 32, right + shift, depth);
      at += strip;
    }
  }
}

/** Fewer columns than these, or a depth below that, do not pay for packing. */
const PACKED_COLUMNS: i32 = 16;
const PACKED_DEPTH: i32 = 8;

/** C -= A B; `rows` may be rounded up to four. `room` holds 4 depth (rows / 4 + 1) doubles. */
export function subtractProduct(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  room: usize,
): void {
  if (columns >= PACKED_COLUMNS && depth >= PACKED_DEPTH) {
    multiplyPacked(target, left, right, stride, rows, columns, depth, room);
  } else multiplyInPlace(target, left, right, stride, rows, columns, depth);
}

/** C -= A B that touches exactly `rows` rows. */
function subtractExactly(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
): void {
  const whole = rows & ~3;
  if (whole > 0) multiplyInPlace(target, left, right, stride, whole, columns, depth);
  for (let i = whole; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = target + ((<usize>i) << 3) + <usize>j * stride;
      let sum = load<f64>(at);
      let a = left + ((<usize>i) << 3);
      let b = right + <usize>j * stride;
      for (let k = 0; k < depth; k++) {
        sum -= load<f64>(a) * load<f64>(b);
        a += stride;
        b += 8;
      }
      store<f64>(at, sum);
    }
  }
}

/** B <- L^-1 B, L unit lower triangular of this order, by halves. */
export function solveUnitLower(lower: usize, block: usize, stride: usize, order: i32, columns: i32): void {
  if (order > 8) {
    // A multiple of four, so that strips of rows end within what is still to come.
    const half = ((order >> 1) + 3) & ~3;
    const down = (<usize>half) << 3;
    solveUnitLower(lower, block, stride, half, columns);
    subtractExactly(block + down, lower + down, block, stride, order - half, columns, half);
    solveUnitLower(lower + <usize>half * stride + down, block + down, stride, order - half, columns);
    return;
  }
  for (let j = 0; j < columns; j++) {
    const column = block + <usize>j * stride;
    let from = lower;
    for (let k = 0; k < order - 1; k++) {
      const x = load<f64>(column + ((<usize>k) << 3));
      for (let i = k + 1; i < order; i++) {
        const at = column + ((<usize>i) << 3);
        store<f64>(at, load<f64>(at) - load<f64>(from + ((<usize>i) << 3)) * x);
      }
      from += stride;
    }
  }
}

/** y -= x factor over the bytes from `from` to `to` (rounded up to 16). */
export function subtractMultiple(from: usize, to: usize, target: usize, factor: f64): void {
  const x = f64x2.splat(-factor);
  while (from < to) {
    v128.store(target, multiplyAdd(v128.load(from), x, v128.load(target)));
    from += 16;
    target += 16;
  }
}
