import { InputError } from "../core/errors.ts";
import { channelOperator } from "../light/channel.ts";
import { type CorrelationCourse, correlationCourse } from "../light/correlations.ts";
import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type InitialInput, initialStateOf } from "../model/startInput.ts";
import { requireTimes } from "../state/evolution.ts";
import { lightAnswer } from "./light/answer.ts";
import { checkedOrder, type LightOptions, requireFirstTime } from "./light/options.ts";
import type { LightRoad } from "./light/road.ts";
import { largestAmplitude } from "./light/scale.ts";
import { aroundItsAxis } from "./light/turnedAxis.ts";
import { twoTimeAnswer } from "./light/twoTimes.ts";

/** A correlation function of the light in the steady state. */
export interface CorrelationOptions extends LightOptions {
  /** 1: g1(t) = <A^+(t) A>; 2: g2(t) = <A^+ (A^+ A)(t) A>. */
  readonly order: 1 | 2;
  /** t, or tau where there is a state: ascending, from 0 on. */
  readonly times: readonly number[];
  /** Left out for the steady state. */
  readonly state?: undefined;
  readonly at?: undefined;
}

/**
 * A correlation function along an evolution: 1: <A^+(t + tau) A(t)>; 2: <A^+(t) (A^+ A)(t + tau) A(t)>.
 *
 * @inline
 */
export interface StateCorrelationOptions extends Omit<CorrelationOptions, "state" | "at"> {
  /** The state at time 0. */
  readonly state: InitialInput;
  /** t, the first of the two times; default 0. */
  readonly at?: number;
}

/**
 * What both kinds have.
 *
 * @inline
 */
interface CorrelationValues extends LightRoad {
  readonly order: 1 | 2;
  readonly times: readonly number[];
  /** [re, im], not normalised. */
  readonly values: readonly (readonly [number, number])[];
  /** The same over the intensity, or its square for the second order: of both times, where they differ, the root of each for the first order. null where there is no light to speak of. */
  readonly normalized: readonly (readonly [number, number] | null)[];
  /** Of `normalized`. */
  readonly normalizedError: readonly (number | null)[];
  /** Of `values`, at each time. */
  readonly errorEstimate: readonly number[];
}

/** A correlation function of the light in the steady state. */
export interface Correlation extends CorrelationValues {
  /** What `values` tends to: |<A>|^2, or <A^+ A>^2. */
  readonly coherent: number;
}

/**
 * A correlation function of two times along an evolution.
 *
 * @inline
 */
export interface StateCorrelation extends CorrelationValues {
  /** The state at time 0. */
  readonly initial: InitialState;
  /** The first of the two times. */
  readonly at: number;
  /** [re, im] of what `values` would be if the second time knew nothing of the first: <A^+>(t + tau) <A>(t), or <A^+ A>(t + tau) <A^+ A>(t). */
  readonly coherent: readonly (readonly [number, number])[];
  readonly coherentError: readonly number[];
  /** <A^+ A> at each t + tau. */
  readonly intensity: readonly number[];
  readonly intensityError: readonly number[];
}

/**
 * First or second order correlation function of the light, with A = J_- for decay: in the steady state, or from a time on of the evolution of a state (docs/light.md).
 *
 * @throws InputError for times that do not ascend, an order, a channel, a state or a first time that is none; others as `emissionSpectrum`
 */
export function correlation(model: SpinModel, options: CorrelationOptions): Correlation;
export function correlation(model: SpinModel, options: StateCorrelationOptions): StateCorrelation;
export function correlation(
  model: SpinModel,
  options: CorrelationOptions | StateCorrelationOptions,
): Correlation | StateCorrelation;
export function correlation(
  model: SpinModel,
  options: CorrelationOptions | StateCorrelationOptions,
): Correlation | StateCorrelation {
  const order = checkedOrder(options.order);
  requireTimes(options.times);
  if (options.state !== undefined) return alongEvolution(model, options, order);
  const at: unknown = options.at;
  if (at === undefined) return inSteadyState(model, options, order);
  throw new InputError({
    what: `"at" is ${at}, and in the steady state all times are alike`,
    remedy: 'give "state", the state at time 0, or leave "at" out',
    value: at,
  });
}

function inSteadyState(model: SpinModel, options: CorrelationOptions, order: 1 | 2): Correlation {
  const { times, channel = "decay" } = options;
  const operator = channelOperator(channel);
  const scale = largestAmplitude(model, operator) ** (2 * order);
  const { intensity, intensityError, values, errorEstimate, coherent, ...road } = aroundItsAxis(
    model,
    operator,
    (turned, along) =>
      lightAnswer<CorrelationCourse>(
        turned,
        {
          name: "the correlation function",
          moments: 2 * order,
          span: times.at(-1)!,
          ask: ({ system }) => correlationCourse(system(), along, order, times),
          withDifference,
          relativeError: (found) =>
            Math.max(...found.errorEstimate) / Math.max(scale, ...found.values.map(([re, im]) => Math.hypot(re, im))),
          numbers: (found) => ({
            values: found.values.flat(),
            errors: found.errorEstimate.flatMap((error) => [error, error]),
          }),
        },
        options,
      ),
  );
  const light = { value: intensity, error: intensityError };
  return {
    ...road,
    order,
    times,
    values,
    ...normalizedBy(order, values, errorEstimate, light, () => light),
    errorEstimate,
    coherent,
  };
}

function alongEvolution(model: SpinModel, options: StateCorrelationOptions, order: 1 | 2): StateCorrelation {
  const { times, channel = "decay", at = 0 } = options;
  requireFirstTime(at);
  const operator = channelOperator(channel);
  const initial = checkedInitialState(initialStateOf(options.state), model.spins);
  const found = twoTimeAnswer(model, operator, order, { initial, at }, times, options);
  const { values, errorEstimate, uncorrelated, uncorrelatedError, ...rest } = found;
  const { intensity, intensityError, intensities, intensityErrors, ...road } = rest;
  const before = { value: intensity, error: intensityError };
  const after = (k: number): Light => ({ value: intensities[k]!, error: intensityErrors[k]! });
  return {
    ...road,
    initial,
    at,
    order,
    times,
    values,
    ...normalizedBy(order, values, errorEstimate, before, after),
    errorEstimate,
    coherent: uncorrelated,
    coherentError: uncorrelatedError,
    intensity: intensities,
    intensityError: intensityErrors,
  };
}

interface Light {
  readonly value: number;
  readonly error: number;
}

/** Above this share of an intensity its error leaves nothing to divide by. */
const UNKNOWN = 0.1;

const isKnown = ({ value, error }: Light): boolean => error < UNKNOWN * value;

/** Values over the roots of the intensities at both times, or over their product. */
function normalizedBy(
  order: 1 | 2,
  values: CorrelationValues["values"],
  errors: readonly number[],
  before: Light,
  afterAt: (k: number) => Light,
): Pick<CorrelationValues, "normalized" | "normalizedError"> {
  const found = values.map(([re, im], k) => {
    const after = afterAt(k);
    if (!isKnown(before) || !isKnown(after)) return null;
    const power = order / 2;
    const unit = (before.value * after.value) ** power;
    const share = power * (before.error / before.value + after.error / after.value);
    // (1 - x)^-1 of a relative error of the unit that may be a tenth.
    const error = (errors[k]! + Math.hypot(re, im) * share * 1.5) / unit;
    return { value: [re / unit, im / unit] as const, error: error + 4 * Number.EPSILON * (Math.hypot(re, im) / unit) };
  });
  return {
    normalized: found.map((entry) => entry?.value ?? null),
    normalizedError: found.map((entry) => entry?.error ?? null),
  };
}

const withDifference = (fine: CorrelationCourse, coarse: CorrelationCourse): CorrelationCourse => ({
  ...fine,
  errorEstimate: fine.errorEstimate.map((error, k) => {
    const [a, b] = [fine.values[k]!, coarse.values[k]!];
    return error + Math.hypot(a[0] - b[0], a[1] - b[1]);
  }),
  intensityError: fine.intensityError + Math.abs(fine.intensity - coarse.intensity),
});
