import { block4x1, block4x4, packed4x4 } from "./blocks";
import { complexBlock2x1, complexBlock2x2 } from "./complexBlocks";
import { bothReal, complexMultiplyAdd, multiplyAdd, place, subtractProductAt, turnedImaginary } from "./scalar";

/*
 * Dense products on column-major blocks in linear memory, in AssemblyScript. Addresses and strides are in bytes unless a name says otherwise. Rows are
 * taken 32 bytes at a time: blocks may be read and written up to three doubles past their end, where a front holds zeros.
 */

/** Rows and columns of a register block: four doubles, two complex numbers. */
function blockSide<T>(): i32 {
  return 32 / <i32>sizeof<T>();
}

/** C -= A B for a square register block; steps in bytes from column to column of A and B, and along a column of B. */
function subtractBlock<T>(
  target: usize,
  stride: usize,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  depth: i32,
): void {
  if (sizeof<T>() === 8) block4x4(target, stride, left, leftStride, right, rightStride, depth);
  else complexBlock2x2(target, stride, left, leftStride, right, rightStride, 16, depth);
}

/** The same with A packed, and B: so many values of a column of A, of a row of B, next to each other. */
function subtractPacked<T>(target: usize, stride: usize, left: usize, right: usize, depth: i32): void {
  if (sizeof<T>() === 8) packed4x4(target, stride, left, right, depth);
  else complexBlock2x2(target, stride, left, 32, right, 16, 32, depth);
}

/** C -= A b for one column of C. */
function subtractColumn<T>(target: usize, left: usize, leftStride: usize, right: usize, depth: i32): void {
  if (sizeof<T>() === 8) block4x1(target, left, leftStride, right, depth);
  else complexBlock2x1(target, left, leftStride, right, depth);
}

/** C -= A B, C of `rows` (rounded up to a block) x `columns`, all three with the same stride. */
function multiplyInPlace<T>(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
): void {
  const side = blockSide<T>();
  const length = (<usize>rows) << alignof<T>();
  let j = 0;
  for (; j + side <= columns; j += side) {
    const shift = <usize>j * stride;
    for (let down: usize = 0; down < length; down += 32) {
      subtractBlock<T>(target + shift + down, stride, left + down, stride, right + shift, stride, depth);
    }
  }
  for (; j < columns; j++) {
    const shift = <usize>j * stride;
    for (let down: usize = 0; down < length; down += 32) {
      subtractColumn<T>(target + shift + down, left + down, stride, right + shift, depth);
    }
  }
}

/** As `multiplyInPlace`, with A packed at `room` in strips of 32 bytes, and the columns of a block of B at a time behind it. */
function multiplyPacked<T>(
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
  const side = blockSide<T>();
  const length = (<usize>rows) << alignof<T>();
  let packed = room;
  for (let down: usize = 0; down < length; down += 32) {
    let from = left + down;
    for (let k = 0; k < depth; k++) {
      v128.store(packed, v128.load(from));
      v128.store(packed, v128.load(from, 16), 16);
      packed += 32;
      from += stride;
    }
  }
  let j = 0;
  for (; j + side <= columns; j += side) {
    packRows<T>(right + <usize>j * stride, stride, packed, depth);
    let at = room;
    for (let down: usize = 0; down < length; down += 32) {
      subtractPacked<T>(target + <usize>j * stride + down, stride, at, packed, depth);
      at += strip;
    }
  }
  for (; j < columns; j++) {
    const shift = <usize>j * stride;
    let at = room;
    for (let down: usize = 0; down < length; down += 32) {
      subtractColumn<T>(target + shift + down, at, 32, right + shift, depth);
      at += strip;
    }
  }
}

/** The columns of B of one block, row by row. */
function packRows<T>(from: usize, stride: usize, to: usize, depth: i32): void {
  for (let k = 0; k < depth; k++) {
    if (sizeof<T>() === 8) {
      store<f64>(to, load<f64>(from));
      store<f64>(to, load<f64>(from + stride), 8);
      store<f64>(to, load<f64>(from + 2 * stride), 16);
      store<f64>(to, load<f64>(from + 3 * stride), 24);
    } else {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from + stride), 16);
    }
    to += 32;
    from += sizeof<T>();
  }
}

/** Fewer columns than these, or a depth below that, do not pay for packing. */
const PACKED_COLUMNS: i32 = 16;
const PACKED_DEPTH: i32 = 8;

/** C -= A B; `rows` may be rounded up to a block. `room` holds depth (rows + 8) entries. */
export function subtractProduct<T>(
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
    multiplyPacked<T>(target, left, right, stride, rows, columns, depth, room);
  } else multiplyInPlace<T>(target, left, right, stride, rows, columns, depth);
}

/** C -= A B that touches exactly `rows` rows. */
function subtractExactly<T>(
  target: usize,
  left: usize,
  right: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
): void {
  const whole = rows & ~(blockSide<T>() - 1);
  if (whole > 0) multiplyInPlace<T>(target, left, right, stride, whole, columns, depth);
  for (let i = whole; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = place<T>(target + <usize>j * stride, i);
      let a = place<T>(left, i);
      let b = right + <usize>j * stride;
      for (let k = 0; k < depth; k++) {
        subtractProductAt<T>(at, a, b);
        a += stride;
        b += sizeof<T>();
      }
    }
  }
}

/** B <- L^-1 B, L unit lower triangular of this order, by halves. */
export function solveUnitLower<T>(lower: usize, block: usize, stride: usize, order: i32, columns: i32): void {
  if (order > 8) {
    // A multiple of four, so that strips of rows end within what is still to come.
    const half = ((order >> 1) + 3) & ~3;
    const down = (<usize>half) << alignof<T>();
    solveUnitLower<T>(lower, block, stride, half, columns);
    subtractExactly<T>(block + down, lower + down, block, stride, order - half, columns, half);
    solveUnitLower<T>(lower + <usize>half * stride + down, block + down, stride, order - half, columns);
    return;
  }
  for (let j = 0; j < columns; j++) {
    const column = block + <usize>j * stride;
    let from = lower;
    for (let k = 0; k < order - 1; k++) {
      const x = place<T>(column, k);
      for (let i = k + 1; i < order; i++) subtractProductAt<T>(place<T>(column, i), place<T>(from, i), x);
      from += stride;
    }
  }
}

/** y -= x times what is at `factor`, over the bytes from `from` to `to` (rounded up to 16). */
export function subtractMultiple<T>(from: usize, to: usize, target: usize, factor: usize): void {
  if (sizeof<T>() === 8) {
    const x = f64x2.splat(-load<f64>(factor));
    while (from < to) {
      v128.store(target, multiplyAdd(v128.load(from), x, v128.load(target)));
      from += 16;
      target += 16;
    }
  } else {
    const x = f64x2.neg(v128.load(factor));
    const real = bothReal(x);
    const turned = turnedImaginary(x);
    while (from < to) {
      v128.store(target, complexMultiplyAdd(v128.load(from), real, turned, v128.load(target)));
      from += 16;
      target += 16;
    }
  }
}
