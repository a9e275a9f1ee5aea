import { denseCost, matrixBlocks } from "../../linalg/eigen/blockSpectrum.ts";
import { type Eigenvalue, leadingEigenvalues } from "../../linalg/eigen/order.ts";
import { smallestEigenvalues } from "../../linalg/eigen/smallest.ts";
import { interacts, type SpinModel } from "../../model/spinModel.ts";
import { type Modes, modesOf } from "../../state/modes.ts";
import { type SpectrumSettings, tieOf } from "../../state/spectrum.ts";
import { fullBlockCount } from "../symmetric/layout.ts";
import { sectorMatrix, sectorOrder, sectorRounding, turned, withoutField } from "./sectorMatrix.ts";

/** All eigenvalues are computed where that takes no longer, by prediction. */
const SECONDS_FOR_ALL = 0.3;
/** Of a matrix of a higher order they are not thought of. */
const MOST_FOR_ALL = 20_000;

/**
 * Eigenvalues of the coherence q alone, with their conjugates of -q; of a real one that of q. Where all would take long those of the smallest
 * modulus in the frame that turns with the field are computed: up to the frequency that comes with it as `searched` none is slower.
 *
 * @throws ResourceLimitError, ConvergenceError
 */
export function modesOfOneSector(model: SpinModel, ball: boolean, q: number, settings: SpectrumSettings): Modes {
  const { count, near, frequencyLimit, memoryLimit } = settings;
  const turn = q * model.field[2];
  const turning = q > 0 && (interacts(model) || (near !== null && turn !== 0));
  const matrix = sectorMatrix(model, ball ? fullBlockCount(model.spins) : 1, q, turning);
  const rounding = sectorRounding(model);
  const request = { count, near, highest: null, tie: tieOf(model) };
  const all = matrix.pattern.rows <= MOST_FOR_ALL && denseCost(matrixBlocks(matrix), count).seconds <= SECONDS_FOR_ALL;
  const frame = turning ? model : withoutField(model);
  const moved = (values: readonly Eigenvalue[]): readonly Eigenvalue[] =>
    turning || turn === 0 ? values : values.flatMap((value) => turned(value, turn).slice(0, 1));
  if (all || q === 0 || turning || near !== null || frequencyLimit !== null) {
    const highest = frequencyLimit === null ? null : frequencyLimit + Math.abs(turn);
    const { eigenvalues, searched } = modesOf(frame, matrix, rounding, { ...settings, frequencyLimit: highest });
    return {
      eigenvalues: leadingEigenvalues(moved(eigenvalues), { ...request, highest: frequencyLimit }),
      searched: frequencyLimit ?? searched,
    };
  }
  const order = ball ? sectorOrder(model.spins, q, false) : null;
  const { eigenvalues, completeBelow } = smallestEigenvalues(matrix, rounding, count, memoryLimit, order);
  const listed = leadingEigenvalues(eigenvalues, request);
  const slowest = Math.max(...listed.map(({ real }) => Math.abs(real)));
  const searched = Math.sqrt(Math.max(0, completeBelow ** 2 - slowest ** 2));
  return { eigenvalues: leadingEigenvalues(moved(listed), request), searched };
}
