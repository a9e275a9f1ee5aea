import { multiplyAdd } from "./scalar";

/*
 * Matrices of many cells from coefficients at points: entry (i, j) of a cell is the sum over points p and tables k, m of left_k(p, i) c(p, k, m) right_m(p, j).
 * The tables are those of the reference cell, four functions next to each other: `left` as [block of i][p][k][4], `right` as [m][strip of j][p][4].
 */

/**
 * @param coefficients [cell][p][k][m]
 * @param room of `depth` x `lefts` x 4 doubles
 * @param out [cell][i][j], both rounded up to four; overwritten
 */
export function cellProducts(
  cells: i32,
  strips: i32,
  depth: i32,
  lefts: i32,
  rights: i32,
  left: usize,
  right: usize,
  coefficients: usize,
  room: usize,
  out: usize,
): void {
  const rows = depth * lefts;
  const table = (<usize>(strips * depth)) << 5;
  const stripBytes = (<usize>depth) << 5;
  const blockBytes = (<usize>rows) << 5;
  const stride = (<usize>strips) << 5;
  const cellCoefficients = (<usize>(rows * rights)) << 3;
  for (let cell = 0; cell < cells; cell++) {
    for (let s = 0; s < strips; s++) {
      combine(right + <usize>s * stripBytes, table, depth, lefts, rights, coefficients, room);
      const target = out + ((<usize>s) << 5);
      for (let b = 0; b < strips; b++) {
        multiplyBlock(target + ((<usize>b) << 2) * stride, stride, room, 32, left + <usize>b * blockBytes, rows);
      }
    }
    coefficients += cellCoefficients;
    out += ((<usize>strips) << 2) * stride;
  }
}

/**
 * Sums of functions at points times the functions of the table: entry (i, f) of a cell is the sum over points p of left(p, i) s(p, f).
 *
 * @param samples [cell][p][f], f rounded up to four
 * @param out [cell][i][f], both rounded up to four; overwritten
 */
export function cellSums(
  cells: i32,
  strips: i32,
  sampleStrips: i32,
  depth: i32,
  left: usize,
  samples: usize,
  out: usize,
): void {
  const blockBytes = (<usize>depth) << 5;
  const stride = (<usize>sampleStrips) << 5;
  for (let cell = 0; cell < cells; cell++) {
    for (let s = 0; s < sampleStrips; s++) {
      const target = out + ((<usize>s) << 5);
      for (let b = 0; b < strips; b++) {
        const block = left + <usize>b * blockBytes;
        multiplyBlock(target + ((<usize>b) << 2) * stride, stride, samples + ((<usize>s) << 5), stride, block, depth);
      }
    }
    samples += <usize>depth * stride;
    out += ((<usize>strips) << 2) * stride;
  }
}

/** The sums over m of c(p, k, m) right_m(p, j) for four j, row after row. */
function combine(
  right: usize,
  table: usize,
  depth: i32,
  lefts: i32,
  rights: i32,
  coefficients: usize,
  to: usize,
): void {
  for (let p = 0; p < depth; p++) {
    for (let k = 0; k < lefts; k++) {
      let from = right;
      let first = f64x2.splat(0);
      let second = first;
      for (let m = 0; m < rights; m++) {
        const factor = v128.load_splat<f64>(coefficients);
        first = multiplyAdd(factor, v128.load(from), first);
        second = multiplyAdd(factor, v128.load(from, 16), second);
        coefficients += 8;
        from += table;
      }
      v128.store(to, first);
      v128.store(to, second, 16);
      to += 32;
    }
    right += 32;
  }
}

/** 4 x 4 values at `target`: the sums over so many rows of four values of b times four of a, which are `aStride` bytes apart. */
function multiplyBlock(target: usize, stride: usize, a: usize, aStride: usize, b: usize, rows: i32): void {
  let c00 = f64x2.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + ((<usize>rows) << 5);
  while (b < end) {
    const a0 = v128.load(a);
    const a1 = v128.load(a, 16);
    let factor = v128.load_splat<f64>(b);
    c00 = multiplyAdd(a0, factor, c00);
    c01 = multiplyAdd(a1, factor, c01);
    factor = v128.load_splat<f64>(b, 8);
    c10 = multiplyAdd(a0, factor, c10);
    c11 = multiplyAdd(a1, factor, c11);
    factor = v128.load_splat<f64>(b, 16);
    c20 = multiplyAdd(a0, factor, c20);
    c21 = multiplyAdd(a1, factor, c21);
    factor = v128.load_splat<f64>(b, 24);
    c30 = multiplyAdd(a0, factor, c30);
    c31 = multiplyAdd(a1, factor, c31);
    a += aStride;
    b += 32;
  }
  v128.store(target, c00);
  v128.store(target, c01, 16);
  target += stride;
  v128.store(target, c10);
  v128.store(target, c11, 16);
  target += stride;
  v128.store(target, c20);
  v128.store(target, c21, 16);
  target += stride;
  v128.store(target, c30);
  v128.store(target, c31, 16);
}
