import { ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { modesOf } from "../../state/modes.ts";
import { requireSpins } from "../../state/observables.ts";
import { finishedSpectrum, type Spectrum, type SpectrumOptions, spectrumSettings } from "../../state/spectrum.ts";
import { liouvillianBytes } from "../matrixBytes.ts";
import { requireMemory } from "../memory.ts";
import { asRateModel, processMatrix, sizeOf } from "../processMatrix.ts";
import { blockLayout, fullBlockCount, unknownCount } from "./layout.ts";
import { liouvillian } from "./liouvillian.ts";

export interface SymmetricSpectrum extends Spectrum {
  readonly method: "dicke";
}

/** Gain and loss of local processes nearly cancel on the diagonal, where each is of the size of N times the rates. */
const CANCELLATION = 8 * Number.EPSILON;

/**
 * Eigenvalues of the Liouvillian on permutation-symmetric operators (without local rates: in the symmetric subspace), the slowest
 * or those near a place.
 *
 * @throws InputError where the number of spins or an option is out of range; ResourceLimitError where the predicted cost exceeds
 *   a limit; ConvergenceError where an error estimate is above the tolerance
 */
export function symmetricSpectrum(model: SpinModel, options: SpectrumOptions = {}): SymmetricSpectrum {
  const { spins, local } = model;
  requireSpins(spins);
  const settings = spectrumSettings(options);
  const ball = livesInBall(model);
  const blockCount = ball ? fullBlockCount(spins) : 1;
  requireMemory(
    `the spectrum of ${spins} spins`,
    liouvillianBytes(model, unknownCount(spins, blockCount)),
    settings.memoryLimit,
  );
  const rates = asRateModel(model);
  const matrix = liouvillian(rates === null ? model : turnedToX(rates), blockLayout(spins, { blockCount }));
  const diagonal = CANCELLATION * spins * sizeOf(processMatrix(local));
  const { eigenvalues, searched } = modesOf(model, matrix, { ...ordinaryRounding, diagonal }, settings);
  return { method: "dicke", ...finishedSpectrum(model, ball, eigenvalues, searched, settings) };
}
