import type { SpinModel } from "../model/spinModel.ts";
import type { Modes } from "../state/modes.ts";
import { finishedSpectrum, type Spectrum, type SpectrumOptions, type SpectrumSettings } from "../state/spectrum.ts";
import { withDistances } from "../state/spectrumDistance.ts";
import { comparisonBand } from "./band.ts";

export interface BandSpectrumOptions extends SpectrumOptions {
  /** Highest degree kept. By default on the sphere N up to N = 100 and 6 sqrt(N) above, in the ball N up to N = 30 and 30 above. */
  readonly band?: number;
}

export interface BandSpectrum extends Spectrum {
  readonly method: "harmonic";
  readonly band: number;
}

/** Eigenvalues that are compared beyond the list: others may have changed places. */
const EXTRA = 6;

/**
 * The eigenvalues among the degrees up to a band; below N their error estimates contain the distance to those with 4/5 of the band.
 *
 * @param modesIn the modes among the degrees up to a band
 */
export function spectrumInBand(
  model: SpinModel,
  inBall: boolean,
  band: number,
  settings: SpectrumSettings,
  modesIn: (band: number, settings: SpectrumSettings) => Modes,
): BandSpectrum {
  const { eigenvalues, searched } = modesIn(band, settings);
  const finish = (list: Modes["eigenvalues"]): BandSpectrum => ({
    method: "harmonic",
    band,
    ...finishedSpectrum(model, inBall, list, searched, settings),
  });
  if (band === model.spins) return finish(eigenvalues);
  const count = settings.count + EXTRA;
  const lower = modesIn(comparisonBand(band), { ...settings, count, frequencyLimit: searched });
  return finish(withDistances(eigenvalues, lower.eigenvalues));
}
