import { beginFronts, factorFronts } from "./factorFronts";
import { substituteFronts } from "./solve";

/*
 * Multifrontal LU of a complex sparse matrix in linear memory, in AssemblyScript: `npm run kernel` compiles it to src/linalg/direct/kernel/complexCode.ts.
 */

export * from "./arrays";
export {
  current,
  delayed,
  eliminated,
  factorsTop,
  frontSize,
  frontStride,
  smallestPivot,
  stackTop,
} from "./factorFronts";

export function begin(): i32 {
  return beginFronts<v128>();
}

export function factor(pivotThreshold: f64, smallestAllowed: f64): i32 {
  return factorFronts<v128>(pivotThreshold, smallestAllowed);
}

export function solveFronts(
  frontCount: i32,
  idStarts: usize,
  pivots: usize,
  rowIds: usize,
  columnIds: usize,
  factors: usize,
  factorsEnd: usize,
  rows: usize,
  columns: usize,
  local: usize,
  isTransposed: bool,
  isFour: bool,
): void {
  substituteFronts<v128>(
    frontCount,
    idStarts,
    pivots,
    rowIds,
    columnIds,
    factors,
    factorsEnd,
    rows,
    columns,
    local,
    isTransposed,
    isFour,
  );
}
