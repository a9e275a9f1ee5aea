import type { SymbolicFactorization } from "../../linalg/direct/lu.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { inverseIteration, type PackedSpace } from "../inverseIteration.ts";
import { type BlockLayout, blockOrder } from "./layout.ts";
import { packedTrace, traceNormBound } from "./packing.ts";
import { maximallyMixed, type SteadySolution } from "./steadySolution.ts";

/** The null vector of L by one factorisation. Errors as `inverseIteration`. */
export function directSteady(
  model: SpinModel,
  layout: BlockLayout,
  matrix: SparseMatrix,
  symbolic: SymbolicFactorization,
): SteadySolution {
  const found = inverseIteration(model, packedSpace(layout), matrix, symbolic);
  const { packed, relativeResidual, error, iterations } = found;
  return { packed, residual: relativeResidual, traceNormError: error, iterations };
}

/** The probe: m, m^2, j, and an irrational turn in all the rest. */
function packedSpace(layout: BlockLayout): PackedSpace {
  const { spins, blockCount } = layout;
  const probe = Float64Array.from({ length: layout.size }, (_, k) => Math.sin(k) / (spins + 1));
  for (let block = 0; block < blockCount; block++) {
    const order = blockOrder(spins, block);
    for (let b = 0; b < order; b++) {
      const m = (order - 1) / 2 - b;
      probe[layout.blockStarts[block]! + b] = (m + (m * m) / spins + order) / (spins * (spins + 1));
    }
  }
  return {
    trace: (packed) => packedTrace(layout, packed),
    norm: (packed) => traceNormBound(layout, packed),
    mixed: maximallyMixed(layout),
    probe,
  };
}
