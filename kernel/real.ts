import { beginFronts, factorFronts } from "./factorFronts";
import { substituteFronts } from "./solve";

/*
 * Multifrontal LU of a real sparse matrix in linear memory, in AssemblyScript: `npm run kernel` compiles it to src/linalg/direct/kernel/code.ts.
 */

export * from "./arrays";
export { cellProducts, cellSums } from "./cellProducts";
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
  return beginFronts<f64>();
}

export function factor(pivotThreshold: f64, smallestAllowed: f64): i32 {
  return factorFronts<f64>(pivotThreshold, smallestAllowed);
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
  substituteFronts<f64>(
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
