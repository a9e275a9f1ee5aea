import { defined } from "../core/defined.ts";
import { channelOperator } from "../light/channel.ts";
import { comparedLines, type EmissionLine } from "../light/lines.ts";
import { type SpectrumOfLight, spectrumOfLight } from "../light/spectrum.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { lightAnswer } from "./light/answer.ts";
import { type LightOptions, requireFrequencies } from "./light/options.ts";
import type { LightRoad } from "./light/road.ts";
import { largestAmplitude, shortTime } from "./light/scale.ts";
import { aroundItsAxis } from "./light/turnedAxis.ts";

export interface EmissionOptions extends LightOptions {
  /** At which the spectrum is wanted, in units of the rates. */
  readonly frequencies: readonly number[];
}

/** What a spectrometer sees of the steady state. */
export interface Emission extends LightRoad {
  readonly frequencies: readonly number[];
  /** S at each frequency. */
  readonly incoherent: readonly number[];
  /** |<A>|^2: the elastic line is 2 pi times this at frequency 0. */
  readonly coherentWeight: number;
  /** <A^+ A> - |<A>|^2, the integral of S over 2 pi. */
  readonly incoherentWeight: number;
  /** Of S at each frequency. */
  readonly errorEstimate: readonly number[];
  /** Of both weights. */
  readonly weightError: number;
  /** The narrowest lines that the spectrum is made of, as far as they are known: its poles, nearest to the axis first. */
  readonly lines: readonly EmissionLine[];
}

/**
 * Emission spectrum S(w) = 2 Re int_0^inf e^{-i w t} (<A^+(t) A> - |<A>|^2) dt of the steady state, A = J_- for decay (docs/light.md): a field B_z emits at w = +B_z.
 *
 * @throws InputError for frequencies, a channel or options that make no sense; NotUniqueError where a quantity is conserved; ConvergenceError, ResourceLimitError
 *   where no road is left: the message has the reason of each
 */
export function emissionSpectrum(model: SpinModel, options: EmissionOptions): Emission {
  const { frequencies, channel = "decay" } = options;
  requireFrequencies(frequencies);
  const operator = channelOperator(channel);
  const found = aroundItsAxis(model, operator, (turned, along) =>
    lightAnswer<SpectrumOfLight>(
      turned,
      {
        name: "the emission spectrum",
        moments: 2,
        ask: ({ system }) => spectrumOfLight(system(), along, frequencies),
        withDifference,
        relativeError: ({ incoherent, errorEstimate }) =>
          Math.max(...errorEstimate) / Math.max(...incoherent, leastScale(model, operator)),
        numbers: ({ incoherent, errorEstimate, coherentWeight, incoherentWeight, weightError }) => ({
          values: [...incoherent, coherentWeight, incoherentWeight],
          errors: [...errorEstimate, weightError, weightError],
        }),
      },
      options,
    ),
  );
  const { incoherent, errorEstimate, coherentWeight, incoherentWeight, weightError, lines } = found;
  const { method, reason, band, space, expansion, check } = found;
  return {
    model,
    method,
    reason,
    ...defined({ band, space, expansion, check }),
    frequencies,
    incoherent: [...incoherent],
    coherentWeight,
    incoherentWeight,
    errorEstimate: [...errorEstimate],
    weightError,
    lines,
  };
}

/** A spectrum may be exponentially small: that of all spins in step, as wide as the slowest rate, is what it is measured by then. */
const leastScale = (model: SpinModel, operator: ComplexVector): number =>
  largestAmplitude(model, operator) ** 2 * shortTime(model);

function withDifference(fine: SpectrumOfLight, coarse: SpectrumOfLight): SpectrumOfLight {
  const difference = (k: number): number => Math.abs(fine.incoherent[k]! - coarse.incoherent[k]!);
  return {
    ...fine,
    lines: comparedLines(fine.lines, coarse.lines),
    errorEstimate: fine.errorEstimate.map((error, k) => error + difference(k)),
    weightError:
      fine.weightError +
      Math.max(
        Math.abs(fine.coherentWeight - coarse.coherentWeight),
        Math.abs(fine.incoherentWeight - coarse.incoherentWeight),
      ),
  };
}
