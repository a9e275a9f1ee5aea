import type { Factorization } from "./factorization.ts";

/**
 * x with A x = b. `rightHandSide` and `solution` have one value an unknown; they may be the same array. Allocates nothing.
 */
export function solve(factorization: Factorization, rightHandSide: Float64Array, solution: Float64Array): void {
  const { symbolic, rowScale, columnScale, scratch, rowIds, columnIds } = factorization;
  const order = symbolic.order;
  const n = order.length;
  for (let k = 0; k < n; k++) scratch.rows[k] = rightHandSide[order[k]!]! * rowScale[order[k]!]!;
  for (let f = 0; f < symbolic.frontCount; f++) {
    const { ids, size, pivots, at } = locate(factorization, f);
    eliminateForward(factorization.values, at, size, pivots, scratch.rows, rowIds, ids, scratch.front);
  }
  for (let f = symbolic.frontCount - 1; f >= 0; f--) {
    const { ids, size, pivots, at } = locate(factorization, f);
    const local = scratch.front;
    const values = factorization.values;
    for (let k = 0; k < pivots; k++) local[k] = scratch.rows[rowIds[ids + k]!]!;
    for (let j = pivots, u = at + pivots * size; j < size; j++, u += pivots) {
      const x = scratch.columns[columnIds[ids + j]!]!;
      if (x !== 0) for (let k = 0; k < pivots; k++) local[k]! -= values[u + k]! * x;
    }
    for (let k = pivots - 1; k >= 0; k--) {
      const column = at + k * size;
      const x = local[k]! / values[column + k]!;
      scratch.columns[columnIds[ids + k]!] = x;
      for (let i = 0; i < k; i++) local[i]! -= values[column + i]! * x;
    }
  }
  for (let k = 0; k < n; k++) solution[order[k]!] = scratch.columns[k]! * columnScale[order[k]!]!;
}

/** x with A^T x = b; otherwise as `solve`. */
export function solveTransposed(
  factorization: Factorization,
  rightHandSide: Float64Array,
  solution: Float64Array,
): void {
  const { symbolic, rowScale, columnScale, scratch, rowIds, columnIds, values } = factorization;
  const order = symbolic.order;
  const n = order.length;
  for (let k = 0; k < n; k++) scratch.columns[k] = rightHandSide[order[k]!]! * columnScale[order[k]!]!;
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
  for (let k = 0; k < n; k++) solution[order[k]!] = scratch.rows[k]! * rowScale[order[k]!]!;
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
  for (let k = 0; k < pivots; k++) {
    const x = local[k]!;
    if (x === 0) continue;
    const column = at + k * size;
    for (let i = k + 1; i < size; i++) local[i]! -= values[column + i]! * x;
  }
  for (let i = 0; i < pivots; i++) work[rowIds[ids + i]!] = local[i]!;
  for (let i = pivots; i < size; i++) work[rowIds[ids + i]!]! += local[i]!;
}
