import type { EntryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { modesOf } from "../../state/modes.ts";
import { finishedSpectrum, type SpectrumOptions, spectrumSettings } from "../../state/spectrum.ts";
import type { DensitySpectrum } from "../densitySpectrum.ts";
import { chartModes } from "./axial/spectrum.ts";
import { bandGenerator, harmonicBand } from "./band.ts";

/** Sums over points leave this of an entry, relative to the largest of its row. */
const ROUNDING: EntryRounding = { relative: 8 * Number.EPSILON, row: 4 * Number.EPSILON, diagonal: 0 };

/** Up to this N all harmonics are taken. */
const LARGEST_WHOLE = 300;

/**
 * Eigenvalues of the generator by Galerkin's method among the harmonics l <= N, the slowest or those near a place. They are those of
 * the Liouvillian in the symmetric subspace; harmonics above N would be gauge. Above N = 300 where P is narrow, or turns almost rigidly, among polynomials in
 * tangent planes or the harmonics of a shifted sphere; frequencies that grow with N are then not searched.
 *
 * @throws InputError for local rates or an option out of range; ResourceLimitError where the predicted cost exceeds a limit;
 *   ConvergenceError where an error estimate is above the tolerance
 */
export function slowestDensityModes(model: SpinModel, options: SpectrumOptions = {}): DensitySpectrum {
  requireCollective(model);
  const settings = spectrumSettings(options);
  const found = model.spins > LARGEST_WHOLE ? chartModes(model, ROUNDING, settings) : null;
  if (found !== null) {
    const { modes, degree, functions } = found;
    const list = finishedSpectrum(model, false, modes.eigenvalues, modes.searched, settings);
    return { method: "fem", ...list, band: degree, functions };
  }
  const matrix = bandGenerator(harmonicBand(model.spins), turnedToX(model));
  const { eigenvalues, searched } = modesOf(model, matrix, ROUNDING, settings);
  return { method: "fem", ...finishedSpectrum(model, false, eigenvalues, searched, settings), band: model.spins };
}
