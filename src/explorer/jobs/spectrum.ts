import { BlochfemError, ConvergenceError } from "../../core/errors.ts";
import { meanFieldFrequency } from "../../model/meanFieldFrequency.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { modesByElements, modesByHarmonics, type RoadSpectrum } from "../../roads/spectrum/byDomain.ts";
import type { SpectrumOptions } from "../../state/spectrum.ts";
import type { SpectrumAnswer } from "../protocol.ts";
import type { Answered } from "./answered.ts";

/** Of a picture: errors are listed. */
const TOLERANCE = 1e-5;

const MOST_SECONDS = 10;

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

function known(model: SpinModel, count: number): RoadSpectrum {
  const options = { tolerance: TOLERANCE, secondsLimit: MOST_SECONDS, frequencyScale: meanFieldFrequency(model) };
  if (model.spins > MOST_SPINS_OF_ALL) {
    try {
      return fewer(modesByElements, model, { ...options, count });
    } catch (error) {
      // Moments are tried next, and their error is the one that is told.
      if (!(error instanceof BlochfemError)) throw error;
    }
  }
  return fewer(modesByHarmonics, model, { ...options, count });
}

/** Half as many where not all have few enough errors. */
function fewer(
  modes: typeof modesByElements,
  model: SpinModel,
  options: SpectrumOptions & { readonly count: number },
): RoadSpectrum {
  try {
    return modes(model, options);
  } catch (error) {
    const count = Math.floor(options.count / 2);
    if (error instanceof ConvergenceError && count >= 3) return fewer(modes, model, { ...options, count });
    throw error;
  }
}
