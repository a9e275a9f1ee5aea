import type { EntryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { modesOf } from "../../state/modes.ts";
import { finishedSpectrum, type SpectrumOptions, spectrumSettings } from "../../state/spectrum.ts";
import type { DensitySpectrum } from "../densitySpectrum.ts";
import { bandGenerator, harmonicBand } from "./band.ts";

/** Sums over points leave this of an entry, relative to the largest of its row. */
const ROUNDING: EntryRounding = { relative: 8 * Number.EPSILON, row: 4 * Number.EPSILON, diagonal: 0 };

/**
 * Eigenvalues of the generator by Galerkin's method among the harmonics l <= N, the slowest or those near a place. They are those of
 * the Liouvillian in the symmetric subspace; harmonics above N would be gauge.
 *
 * @throws InputError for local rates or an option out of range; ResourceLimitError where the predicted cost exceeds a limit;
 *   ConvergenceError where an error estimate is above the tolerance
 */
export function slowestDensityModes(model: SpinModel, options: SpectrumOptions = {}): DensitySpectrum {
  requireCollective(model);
  const settings = spectrumSettings(options);
  const matrix = bandGenerator(harmonicBand(model.spins), turnedToX(model));
  const { eigenvalues, searched } = modesOf(model, matrix, ROUNDING, settings);
  return { method: "fem", ...finishedSpectrum(model, false, eigenvalues, searched, settings), band: model.spins };
}
