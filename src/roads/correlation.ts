import { channelOperator } from "../light/channel.ts";
import { type CorrelationCourse, correlationCourse } from "../light/correlations.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { requireTimes } from "../state/evolution.ts";
import { lightAnswer } from "./light/answer.ts";
import { checkedOrder, type LightOptions } from "./light/options.ts";
import type { LightRoad } from "./light/road.ts";
import { largestAmplitude } from "./light/scale.ts";

export interface CorrelationOptions extends LightOptions {
  /** 1: g1(t) = <A^+(t) A>; 2: g2(t) = <A^+ (A^+ A)(t) A>. */
  readonly order: 1 | 2;
  /** t, ascending, from 0 on. */
  readonly times: readonly number[];
}

/** A correlation function of the light in the steady state. */
export interface Correlation extends LightRoad {
  readonly order: 1 | 2;
  readonly times: readonly number[];
  /** [re, im], not normalised. */
  readonly values: readonly (readonly [number, number])[];
  /** The same over <A^+ A>, or its square for the second order. */
  readonly normalized: readonly (readonly [number, number])[];
  /** Of `values`, at each time. */
  readonly errorEstimate: readonly number[];
  /** What `values` tends to: |<A>|^2, or <A^+ A>^2. */
  readonly coherent: number;
}

/**
 * First or second order correlation function of the light in the steady state, with A = J_- for decay: docs/light.md.
 *
 * @throws InputError for times that do not ascend, an order or a channel that is none; others as `emissionSpectrum`
 */
export function correlation(model: SpinModel, options: CorrelationOptions): Correlation {
  const { times, channel = "decay" } = options;
  const order = checkedOrder(options.order);
  requireTimes(times);
  const operator = channelOperator(channel);
  const scale = largestAmplitude(model, operator) ** (2 * order);
  const { intensity, values, errorEstimate, coherent, ...road } = lightAnswer<CorrelationCourse>(
    model,
    {
      name: "the correlation function",
      moments: 2 * order,
      span: times.at(-1)!,
      ask: (system) => correlationCourse(system, operator, order, times),
      withDifference,
      relativeError: (found) =>
        Math.max(...found.errorEstimate) / Math.max(scale, ...found.values.map(([re, im]) => Math.hypot(re, im))),
      numbers: (found) => ({
        values: found.values.flat(),
        errors: found.errorEstimate.flatMap((error) => [error, error]),
      }),
    },
    options,
  );
  const unit = intensity ** order;
  return {
    ...road,
    order,
    times,
    values,
    normalized: values.map(([re, im]) => [re / unit, im / unit]),
    errorEstimate,
    coherent,
  };
}

const withDifference = (fine: CorrelationCourse, coarse: CorrelationCourse): CorrelationCourse => ({
  ...fine,
  errorEstimate: fine.errorEstimate.map((error, k) => {
    const [a, b] = [fine.values[k]!, coarse.values[k]!];
    return error + Math.hypot(a[0] - b[0], a[1] - b[1]);
  }),
});
