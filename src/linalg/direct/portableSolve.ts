import type { Factorization } from "./factorization.ts";

/** Substitution without WebAssembly: from `scratch.rows` to `scratch.columns`, in the order of elimination. */
export function substitutePortably(factorization: Factorization): void {
  const { symbolic, scratch, rowIds, columnIds, values } = factorization;
  for (let f = 0; f < symbolic.frontCount; f++) {
    const { ids, size, pivots, at } = locate(factorization, f);
    eliminateForward(values, at, size, pivots, scratch.rows, rowIds, ids, scratch.front);
  }
  const local = scratch.front;
  for (let f = symbolic.frontCount - 1; f >= 0; f--) {
    const { ids, size, pivots, at } = locate(factorization, f);
    for (let k = 0; k < pivots; k++) local[k] = scratch.rows[rowIds[ids + k]!]!;
    subtractUpper(values, at + pivots * size, pivots, size - pivots, scratch.columns, columnIds, ids + pivots, local);
    solveUpper(values, at, size, pivots, local);
    for (let k = 0; k < pivots; k++) scratch.columns[columnIds[ids + k]!] = local[k]!;
  }
}

/** From `scratch.columns` to `scratch.rows`. */
export function substituteTransposedPortably(factorization: Factorization): void {
  const { symbolic, scratch, rowIds, columnIds, values } = factorization;
  for (let f = 0; f < symbolic.frontCount; f++) {
    const { ids, size, pivots, at } = locate(factorization, f);
    const local = scratch.front;
    for (let k = 0; k < pivots; k++) {
      const column = at + k * size;
      let sum = scratch.columns[columnIds[ids + k]!]!;
      for (let i = 0; i < k; i++) sum -= values[column + i]! * local[i]!;
      local[k] = sum / values[column + k]!;
      scratch.columns[columnIds[ids + k]!] = local[k]!;
    }
    for (let j = pivots, u = at + pivots * size; j < size; j++, u += pivots) {
      let sum = 0;
      for (let k = 0; k < pivots; k++) sum += values[u + k]! * local[k]!;
      scratch.columns[columnIds[ids + j]!]! -= sum;
    }
  }
  for (let f = symbolic.frontCount - 1; f >= 0; f--) {
    const { ids, size, pivots, at } = locate(factorization, f);
    const local = scratch.front;
    for (let i = pivots; i < size; i++) local[i] = scratch.rows[rowIds[ids + i]!]!;
    for (let k = pivots - 1; k >= 0; k--) {
      const column = at + k * size;
      let sum = scratch.columns[columnIds[ids + k]!]!;
      for (let i = k + 1; i < size; i++) sum -= values[column + i]! * local[i]!;
      local[k] = sum;
      scratch.rows[rowIds[ids + k]!] = sum;
    }
  }
}

function locate(factorization: Factorization, f: number): { ids: number; size: number; pivots: number; at: number } {
  const ids = factorization.idStarts[f]!;
  return {
    ids,
    size: factorization.idStarts[f + 1]! - ids,
    pivots: factorization.pivots[f]!,
    at: factorization.valueStarts[f]!,
  };
}

/** Solves with L of one front and passes the update on to its remaining rows. */
function eliminateForward(
  values: Float64Array,
  at: number,
  size: number,
  pivots: number,
  work: Float64Array,
  rowIds: Int32Array,
  ids: number,
  local: Float64Array,
): void {
  for (let i = 0; i < size; i++) local[i] = i < pivots ? work[rowIds[ids + i]!]! : 0;
  let k = 0;
  for (; k + 4 <= pivots; k += 4) {
    const column = at + k * size;
    for (let c = 0; c < 3; c++) {
      const x = local[k + c]!;
      for (let i = c + 1; i < 4; i++) local[k + i]! -= values[column + c * size + k + i]! * x;
    }
    subtractFour(values, column, size, k + 4, size, local, local[k]!, local[k + 1]!, local[k + 2]!, local[k + 3]!);
  }
  for (; k < pivots; k++) subtractOne(values, at + k * size, k + 1, size, local, local[k]!);
  for (let i = 0; i < pivots; i++) work[rowIds[ids + i]!] = local[i]!;
  for (let i = pivots; i < size; i++) work[rowIds[ids + i]!]! += local[i]!;
}

/** local -= U12 x, x the values of `columns` at `count` ids. */
function subtractUpper(
  values: Float64Array,
  at: number,
  pivots: number,
  count: number,
  columns: Float64Array,
  columnIds: Int32Array,
  ids: number,
  local: Float64Array,
): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const x0 = columns[columnIds[ids + j]!]!;
    const x1 = columns[columnIds[ids + j + 1]!]!;
    const x2 = columns[columnIds[ids + j + 2]!]!;
    const x3 = columns[columnIds[ids + j + 3]!]!;
    subtractFour(values, at + j * pivots, pivots, 0, pivots, local, x0, x1, x2, x3);
  }
  for (; j < count; j++) subtractOne(values, at + j * pivots, 0, pivots, local, columns[columnIds[ids + j]!]!);
}

/** Solves with the upper triangle of the pivots. */
function solveUpper(values: Float64Array, at: number, size: number, pivots: number, local: Float64Array): void {
  let k = pivots - 1;
  for (; k >= 3; k -= 4) {
    const column = at + k * size;
    for (let c = 0; c < 4; c++) {
      const from = column - c * size;
      const x = local[k - c]! / values[from + k - c]!;
      local[k - c] = x;
      for (let i = k - c - 1; i > k - 4; i--) local[i]! -= values[from + i]! * x;
    }
    subtractFour(values, column, -size, 0, k - 3, local, local[k]!, local[k - 1]!, local[k - 2]!, local[k - 3]!);
  }
  for (; k >= 0; k--) {
    const column = at + k * size;
    local[k]! /= values[column + k]!;
    subtractOne(values, column, 0, k, local, local[k]!);
  }
}

/** target -= a0 x0 + a1 x1 + a2 x2 + a3 x3, one after the other, in the rows `from` .. `to` - 1 of four columns. */
function subtractFour(
  values: Float64Array,
  column: number,
  stride: number,
  from: number,
  to: number,
  target: Float64Array,
  x0: number,
  x1: number,
  x2: number,
  x3: number,
): void {
  if (x0 === 0 && x1 === 0 && x2 === 0 && x3 === 0) return;
  let a0 = column + from;
  let a1 = a0 + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  for (let i = from; i < to; i++) {
    target[i] = target[i]! - values[a0++]! * x0 - values[a1++]! * x1 - values[a2++]! * x2 - values[a3++]! * x3;
  }
}

function subtractOne(
  values: Float64Array,
  column: number,
  from: number,
  to: number,
  target: Float64Array,
  x: number,
): void {
  if (x === 0) return;
  for (let i = from; i < to; i++) target[i]! -= values[column + i]! * x;
}
