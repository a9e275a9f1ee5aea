import { BlochfemError, ConvergenceError, ResourceLimitError } from "../../core/errors.ts";
import { meanFieldFrequency } from "../../model/meanFieldFrequency.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { DEFAULT_COST_LIMITS, tooDear } from "../../roads/choice.ts";
import { modesByElements, modesByHarmonics, type RoadSpectrum } from "../../roads/spectrum/byDomain.ts";
import { exactSpectrumOutlook, femSpectrumOutlook, spectrumBand } from "../../roads/spectrum/cost.ts";
import type { SpectrumOptions } from "../../state/spectrum.ts";
import type { SpectrumAnswer } from "../protocol.ts";
import type { Answered } from "./answered.ts";

/** Of a picture: errors are listed. */
const TOLERANCE = 1e-5;

/** Predicted processor time of all that is tried. */
const MOST_SECONDS = 20;

/** A search for fewer eigenvalues takes about as long: after so many seconds it is not begun. */
const SECONDS_OF_A_SEARCH = 3;

/** Up to this N moments of all degrees are quick; above it functions around a fixed point or an axis are, where there is one. */
const MOST_SPINS_OF_ALL = 64;

/** The slowest eigenvalues; fewer where only the first of them are known. */
export function spectrumOf(model: SpinModel, wanted: number): Answered<SpectrumAnswer> {
  const { eigenvalues, errorEstimate, zeros, band, functions, space, method } = known(model, wanted);
  const rates = eigenvalues.map(([real]) => Math.abs(real)).filter((rate, k) => rate > errorEstimate[k]!);
  const name = method === "fem" ? "Finite elements" : "Moments of P";
  const among = functions === undefined ? "" : " around the mean field";
  const degree = band === undefined || band === model.spins ? "" : ` up to degree ${band}`;
  return {
    kind: "spectrum",
    eigenvalues: eigenvalues.map(([real, imaginary]) => [real, imaginary]),
    errors: [...errorEstimate],
    zeros: zeros.count,
    gap: rates.length === 0 ? null : Math.min(...rates),
    method: `${name}${space === undefined ? "" : ` of degree ${space.degree}`}${degree}${among}`,
  };
}

/** @throws ResourceLimitError where it is predicted to take too long */
function known(model: SpinModel, count: number): RoadSpectrum {
  const limits = { ...DEFAULT_COST_LIMITS, seconds: MOST_SECONDS };
  const options = {
    tolerance: TOLERANCE,
    secondsLimit: MOST_SECONDS,
    frequencyScale: meanFieldFrequency(model),
    count,
  };
  if (model.spins > MOST_SPINS_OF_ALL && tooDear(femSpectrumOutlook(model).cost, limits) === null) {
    try {
      return fewer(modesByElements, model, options);
    } catch (error) {
      // Moments are tried next, and their error is the one that is told.
      if (!(error instanceof BlochfemError)) throw error;
    }
  }
  const { cost } = exactSpectrumOutlook(model, spectrumBand(model));
  const dear = tooDear(cost, limits);
  if (dear === null) return fewer(modesByHarmonics, model, options);
  throw new ResourceLimitError({
    what: `the spectrum of ${model.spins} spins is not searched for while you wait: ${dear}`,
    remedy: "take fewer spins here, or the model file and blochfem spectrum",
    value: cost.seconds,
    limit: MOST_SECONDS,
  });
}

/** Half as many where not all have small enough errors, unless that has taken long already. */
function fewer(
  modes: typeof modesByElements,
  model: SpinModel,
  options: SpectrumOptions & { readonly count: number },
): RoadSpectrum {
  const started = performance.now();
  try {
    return modes(model, options);
  } catch (error) {
    const count = Math.floor(options.count / 2);
    const quick = performance.now() - started < 1000 * SECONDS_OF_A_SEARCH;
    if (error instanceof ConvergenceError && count >= 3 && quick) return fewer(modes, model, { ...options, count });
    throw error;
  }
}
