import { ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { type Modes, modesOf } from "../../state/modes.ts";
import {
  finishedSpectrum,
  type Spectrum,
  type SpectrumOptions,
  type SpectrumSettings,
  spectrumSettings,
} from "../../state/spectrum.ts";
import { withDistances } from "../../state/spectrumDistance.ts";
import { comparisonBand } from "../band.ts";
import { ballGenerator, ballHierarchy } from "./hierarchy.ts";
import { requireFactoredBand } from "./reduced.ts";

export interface BallSpectrumOptions extends SpectrumOptions {
  /** Highest degree kept, default N up to N = 30 and 30 above. */
  readonly band?: number;
}

export interface BallSpectrum extends Spectrum {
  readonly method: "harmonic";
  readonly band: number;
}

/** Beyond, a matrix of all moments takes minutes. */
export const defaultBand = (spins: number): number => Math.min(spins, 30);
/** Eigenvalues that are compared beyond the list: others may have changed places. */
const EXTRA = 6;
/** z d_z and E nearly cancel on the diagonal, where each is of the size of the degree. */
const CANCELLATION = 8 * Number.EPSILON;

/**
 * Eigenvalues of the generator in the ball among the moments up to a degree, the slowest or those near a place. With the full band they
 * are those of the Liouvillian among the permutation-symmetric operators; below it the error estimates contain the distance to the
 * eigenvalues with 4/5 of the band.
 *
 * @throws ResourceLimitError for a band above MAXIMUM_FACTORED_BAND or where the predicted cost exceeds a limit; InputError for a band that
 *   is no integer from 2 to N or an option out of range; ConvergenceError where an error estimate is above the tolerance
 */
export function slowestBallModes(model: SpinModel, options: BallSpectrumOptions = {}): BallSpectrum {
  const { spins } = model;
  const settings = spectrumSettings(options);
  const band = options.band ?? defaultBand(spins);
  const { eigenvalues, searched } = modesInBand(model, band, settings);
  if (band === spins) {
    return { method: "harmonic", band, ...finishedSpectrum(model, true, eigenvalues, searched, settings) };
  }
  const lower = modesInBand(model, comparisonBand(band), {
    ...settings,
    count: settings.count + EXTRA,
    frequencyLimit: searched,
  });
  const compared = withDistances(eigenvalues, lower.eigenvalues);
  return { method: "harmonic", band, ...finishedSpectrum(model, true, compared, searched, settings) };
}

function modesInBand(model: SpinModel, band: number, settings: SpectrumSettings): Modes {
  requireFactoredBand(band);
  const { dephasing, pump, decay } = model.local;
  const matrix = ballGenerator(ballHierarchy(model.spins, band), turnedToX(model));
  const diagonal = CANCELLATION * band * (dephasing + pump + decay);
  return modesOf(model, matrix, { ...ordinaryRounding, diagonal }, settings);
}
