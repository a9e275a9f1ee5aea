import { type EntryRounding, ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import type { Eigenvalue } from "../../linalg/eigen/order.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { processMatrix, sizeOf, withRatesAlone } from "../processMatrix.ts";
import { blockLayout } from "../symmetric/layout.ts";
import { liouvillian } from "../symmetric/liouvillian.ts";

/** Gain and loss of local processes nearly cancel on the diagonal, where each is of the size of N times the rates. */
const CANCELLATION = 8 * Number.EPSILON;
/** The turn and its sum with a frequency are rounded. */
const TURN_ROUNDING = 4 * Number.EPSILON;

/** The generator of elements of coherence q alone: of their real parts, or with what turns them of both parts. */
export function sectorMatrix(model: SpinModel, blockCount: number, q: number, imaginary: boolean): SparseMatrix {
  const layout = blockLayout(model.spins, { blockCount, lowestCoherence: q, highestCoherence: q, imaginary });
  return liouvillian(imaginary ? model : withRatesAlone(model)!, layout, imaginary ? model.field : [0, 0, 0]);
}

/** How far the entries of that matrix may be off. */
export const sectorRounding = (model: SpinModel): EntryRounding => ({
  ...ordinaryRounding,
  diagonal: CANCELLATION * model.spins * sizeOf(processMatrix(model.local)),
});

/** What is left in the frame that turns with the field. */
export const withoutField = (model: SpinModel): SpinModel => ({ ...model, field: [0, 0, 0] });

/** An eigenvalue of coherence q, moved by what the field turns, and its conjugate of -q: the upper half of the pair, or both where they are real. */
export function turned({ real, imaginary, error }: Eigenvalue, turn: number): readonly Eigenvalue[] {
  const value = { real, imaginary: Math.abs(imaginary + turn), error: error + TURN_ROUNDING * Math.abs(turn) };
  return value.imaginary === 0 ? [value, value] : [value];
}
