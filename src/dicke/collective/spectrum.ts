import { ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { modesOf } from "../../state/modes.ts";
import { finishedSpectrum, type Spectrum, type SpectrumOptions, spectrumSettings } from "../../state/spectrum.ts";
import { collectiveBytes } from "../matrixBytes.ts";
import { requireMemory } from "../memory.ts";
import { asRateModel } from "../processMatrix.ts";
import { requireCollective } from "./checks.ts";
import { collectiveLiouvillian } from "./liouvillian.ts";

export interface DickeSpectrum extends Spectrum {
  readonly method: "dicke";
}

/**
 * Eigenvalues of the Liouvillian in the spin-N/2 space, the slowest or those near a place.
 *
 * @throws InputError for local rates or an option out of range; ResourceLimitError where the predicted cost exceeds a limit;
 *   ConvergenceError where an error estimate is above the tolerance
 */
export function slowestModes(model: SpinModel, options: SpectrumOptions = {}): DickeSpectrum {
  requireCollective(model);
  const settings = spectrumSettings(options);
  requireMemory(`the spectrum of ${model.spins} spins`, collectiveBytes(model), settings.memoryLimit);
  const rates = asRateModel(model);
  const matrix = collectiveLiouvillian(rates === null ? model : turnedToX(rates));
  const { eigenvalues, searched } = modesOf(model, matrix, ordinaryRounding, settings);
  return { method: "dicke", ...finishedSpectrum(model, false, eigenvalues, searched, settings) };
}
