import { ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { type Modes, modesOf } from "../../state/modes.ts";
import { type SpectrumSettings, spectrumSettings } from "../../state/spectrum.ts";
import { type BandSpectrum, type BandSpectrumOptions, spectrumInBand } from "../spectrumInBand.ts";
import { termsOf } from "../terms.ts";
import { ballGenerator, ballHierarchy, requireFactoredBand } from "./hierarchy.ts";

export type BallSpectrumOptions = BandSpectrumOptions;
export type BallSpectrum = BandSpectrum;

/** Beyond, a matrix of all moments takes minutes. */
export const defaultBand = (spins: number): number => Math.min(spins, 30);
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
export const slowestBallModes = (model: SpinModel, options: BallSpectrumOptions = {}): BallSpectrum =>
  spectrumInBand(model, true, options.band ?? defaultBand(model.spins), spectrumSettings(options), (band, settings) =>
    modesInBand(model, band, settings),
  );

function modesInBand(model: SpinModel, band: number, settings: SpectrumSettings): Modes {
  requireFactoredBand(band);
  const turned = turnedToX(model);
  const matrix = ballGenerator(ballHierarchy(model.spins, band, termsOf(turned)), turned);
  const [xx, yy, zz] = coefficientsOf(model).local.symmetric;
  const diagonal = CANCELLATION * band * (zz + (xx + yy) / 2);
  return modesOf(model, matrix, { ...ordinaryRounding, diagonal }, settings);
}
