import type { SpinModel } from "../model/spinModel.ts";
import { asRateModel, type ProcessMatrix, processMatrix } from "./processMatrix.ts";

/** Bytes an entry while a matrix is made: triplets with room to grow, their order, and the compressed rows twice. */
const BYTES_OF_TRIPLETS = 60;

/** Bytes of the Liouvillian in the symmetric subspace while it is made: of rates operators, Kronecker products and some 12 entries a row, measured. */
export const collectiveBytes = (model: SpinModel): number =>
  (asRateModel(model) === null ? BYTES_OF_TRIPLETS * entriesPerRow(model) : 2500) * (model.spins + 1) ** 2;

/** Bytes of the Liouvillian on all blocks for so many unknowns while it is made: of rates at most 18 entries a row, and a second copy. */
export const liouvillianBytes = (model: SpinModel, unknowns: number): number =>
  (asRateModel(model) === null ? BYTES_OF_TRIPLETS * entriesPerRow(model) : 700) * unknowns;

/**
 * Entries that a row has at most: real and imaginary parts of what each product of two jumps brings from three blocks or one, and of
 * what the field, the interaction and the losses couple.
 */
function entriesPerRow({ interaction, collective, local }: SpinModel): number {
  const pairs = ({ re, im }: ProcessMatrix): boolean[] => Array.from(re, (value, k) => value !== 0 || im[k] !== 0);
  const [whole, single] = [pairs(processMatrix(collective)), pairs(processMatrix(local))];
  const gains = whole.filter((is, k) => is || single[k]).length + 2 * single.filter(Boolean).length;
  const couples = interaction !== undefined || [1, 2, 3, 5, 6, 7].some((k) => whole[k] || single[k]);
  return 2 * (gains + (couples ? 9 : 5));
}
