import type { Factorization, SymbolicFactorization } from "../linalg/direct/lu.ts";
import { entryIndex, type SparseMatrix } from "../linalg/sparse.ts";
import { factorUnique } from "../model/factorUnique.ts";
import type { SpinModel } from "../model/spinModel.ts";

/** LU of s - L. @throws NotUniqueError where it is singular to working precision */
export function factorShifted(
  model: SpinModel,
  liouvillian: SparseMatrix,
  symbolic: SymbolicFactorization,
  shift: number,
): Factorization {
  const shifted = liouvillian.values.map((value) => -value);
  for (let k = 0; k < liouvillian.pattern.rows; k++) shifted[entryIndex(liouvillian.pattern, k, k)]! += shift;
  return factorUnique(model, symbolic, shifted, shift);
}
