import { type EntryRounding, ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import type { Eigenvalue } from "../../linalg/eigen/order.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { processMatrix, sizeOf, withRatesAlone } from "../processMatrix.ts";
import {
  type BlockLayout,
  blockLayout,
  blockOrder,
  fullBlockCount,
  imaginaryStart,
  lastCoherence,
  realStart,
} from "../symmetric/layout.ts";
import { liouvillian } from "../symmetric/liouvillian.ts";
import { dissectionOrder } from "./dissection.ts";

/** Gain and loss of local processes nearly cancel on the diagonal, where each is of the size of N times the rates. */
const CANCELLATION = 8 * Number.EPSILON;
/** The turn and its sum with a frequency are rounded. */
const TURN_ROUNDING = 4 * Number.EPSILON;

const layoutOf = (spins: number, blockCount: number, q: number, imaginary: boolean): BlockLayout =>
  blockLayout(spins, { blockCount, lowestCoherence: q, highestCoherence: q, imaginary });

/** The generator of elements of coherence q alone: of their real parts, or with what turns them of both parts. */
export function sectorMatrix(model: SpinModel, blockCount: number, q: number, imaginary: boolean): SparseMatrix {
  const layout = layoutOf(model.spins, blockCount, q, imaginary);
  return liouvillian(imaginary ? model : withRatesAlone(model)!, layout, imaginary ? model.field : [0, 0, 0]);
}

/** In which its unknowns are eliminated: those of all blocks are a grid, of real and imaginary parts with two unknowns at each point. */
export function sectorOrder(spins: number, q: number, imaginary: boolean): Int32Array {
  const layout = layoutOf(spins, fullBlockCount(spins), q, imaginary);
  const starts = imaginary && q > 0 ? [realStart, imaginaryStart] : [realStart];
  const places = starts.map((start) => {
    const parts: number[] = [];
    for (let block = 0; block < layout.blockCount; block++) {
      if (lastCoherence(layout, block) < q) break;
      const [first, count] = [start(layout, block, q), blockOrder(spins, block) - q];
      for (let b = 0; b < count; b++) parts.push(first + b);
    }
    return Int32Array.from(parts);
  });
  return dissectionOrder(spins - q, places);
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
