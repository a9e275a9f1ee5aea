import { InputError } from "../core/errors.ts";
import type { Rounded } from "../light/arithmetic.ts";
import { type CountedChannel, countedChannel } from "../light/channel.ts";
import { countingCumulants } from "../light/counting.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { lightAnswer } from "./light/answer.ts";
import type { LightOptions } from "./light/options.ts";
import type { LightRoad } from "./light/road.ts";
import { largestAmplitude } from "./light/scale.ts";
import { aroundItsAxis } from "./light/turnedAxis.ts";

export type CountingOptions = LightOptions;

/**
 * Numbers of photons in a long time.
 *
 * @inline
 */
interface CountingNumbers {
  /** Mean, per unit of time. */
  readonly rate: number;
  /** Variance, per unit of time. */
  readonly variance: number;
  /** Third cumulant, per unit of time. */
  readonly third: number;
  /** Variance over mean: 1 for independent photons, less where they avoid one another. */
  readonly fano: number;
  /** The Fano factor less 1. */
  readonly mandelQ: number;
}

/** Counting statistics of one channel in the steady state. */
export interface Counting extends CountingNumbers, LightRoad {
  readonly errorEstimate: CountingNumbers;
}

/**
 * Statistics of the photons that one channel of the steady state emits in a long time (docs/light.md).
 *
 * @throws InputError for a channel that emits nothing, naming those that do; others as `emissionSpectrum`
 */
export function countingStatistics(model: SpinModel, options: CountingOptions = {}): Counting {
  const channel = countedChannel(model, options.channel ?? "decay");
  const { values, rounding, ...road } = aroundItsAxis(model, channel.operator, (turned, operator) =>
    lightAnswer<Rounded>(
      turned,
      {
        name: "the counting statistics",
        moments: 6,
        ask: ({ system }) =>
          lit(model, channel, countingCumulants(system(), { ...channel, operator }), options.channel ?? "decay"),
        withDifference: (fine, coarse) => ({
          ...fine,
          rounding: fine.rounding.map((error, k) => error + Math.abs(fine.values[k]! - coarse.values[k]!)),
        }),
        relativeError: ({ values: found, rounding: errors }) =>
          Math.max(...errors.map((error, k) => error / Math.max(Math.abs(found[0]!), Math.abs(found[k]!)))),
        numbers: ({ values: found, rounding: errors }) => ({ values: [...found], errors: [...errors] }),
      },
      options,
    ),
  );
  const [rate, variance, third] = values as unknown as readonly [number, number, number];
  const [ofRate, ofVariance, ofThird] = rounding as unknown as readonly [number, number, number];
  const fano = variance / rate;
  const ofFano = (ofVariance + Math.abs(fano) * ofRate) / rate + Number.EPSILON * Math.abs(fano);
  return {
    ...road,
    rate,
    variance,
    third,
    fano,
    mandelQ: fano - 1,
    errorEstimate: {
      rate: ofRate,
      variance: ofVariance,
      third: ofThird,
      fano: ofFano,
      mandelQ: ofFano + Number.EPSILON,
    },
  };
}

/** Below this share of what all spins in step emit there is no light, where its error says so, too. */
const DARK = 1e-9;

/** @throws InputError where the state is known to be dark: nothing is left to divide by */
function lit(model: SpinModel, { operator, rate }: CountedChannel, found: Rounded, channel: unknown): Rounded {
  const brightest = ((2 * rate) / model.spins) * largestAmplitude(model, operator) ** 2;
  const [photons, error] = [found.values[0]!, found.rounding[0]!];
  if (photons > error || Math.abs(photons) + error > DARK * brightest) return found;
  throw new InputError({
    what: `the steady state is dark: by the channel ${typeof channel === "string" ? channel : JSON.stringify(channel)} it emits ${photons.toExponential(1)} +- ${error.toExponential(1)} photons a unit of time, and there is nothing to count`,
    remedy: "give the model a field or a pump, or count another channel",
    value: photons,
    limit: error,
  });
}
