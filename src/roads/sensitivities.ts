import { InputError } from "../core/errors.ts";
import type { Rounded } from "../light/arithmetic.ts";
import { AXES, fisherRates, OBSERVABLE_COUNT, sensitivityNumbers } from "../light/sensitivity.ts";
import type { LightSystem } from "../light/system.ts";
import { suggestName } from "../model/nearestName.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { parametersOf, replaced } from "../model/parameters.ts";
import { aroundAxis } from "../model/secondOrder/axis.ts";
import { coefficientsOf } from "../model/secondOrder/coefficients.ts";
import { turnedModel } from "../model/secondOrder/turnedModel.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import type { Vector3 } from "../state/moments.ts";
import { lightAnswer } from "./light/answer.ts";
import { expandsAroundAxis } from "./light/elements.ts";
import { type GapSensitivities, gapsOrRefusal, type RefusedGaps, requireEigenvalueCount } from "./light/gaps.ts";
import type { LightOptions } from "./light/options.ts";
import type { LightRoad } from "./light/road.ts";
import { answerInFrame, axesInFrame, type LightFrame, lightFrame } from "./light/turnedAxis.ts";

export interface SensitivityOptions extends Omit<LightOptions, "channel"> {
  /**
   * Parameters: "field.x", "interaction.zz", "collective.decay", "collective.jumps.0.rate", "local.pump", ...; by default the field, the collective rates and those of jumps, an
   * interaction where the model has one, and local rates where it has any.
   */
  readonly parameters?: readonly string[];
  /** How many of the slowest eigenvalues of the generator are wanted, too; default none. */
  readonly eigenvalues?: number;
}

/**
 * d<A>/d theta of the steady state.
 *
 * @inline
 */
export interface ParameterSensitivity {
  /** Of 2<J_k>/N, k = x, y, z. */
  readonly mean: Vector3;
  /** Of 4<J_k^2>/N^2. */
  readonly square: Vector3;
}

export interface Sensitivities extends LightRoad {
  readonly parameters: Readonly<Record<string, ParameterSensitivity>>;
  readonly errorEstimate: Readonly<Record<string, ParameterSensitivity>>;
  /** Fisher information about each component of the field that state and light gain in a unit of time. */
  readonly fisherRate: Vector3;
  readonly fisherRateError: Vector3;
  /** Of the slowest eigenvalues, where they are asked for. */
  readonly gaps?: GapSensitivities | RefusedGaps;
}

/**
 * How first and second moments of the steady state change with its parameters, and how fast state and light tell the field: docs/light.md. A rate that is 0 has the derivative
 * from above.
 *
 * @throws InputError for a parameter that the model does not have; others as `emissionSpectrum`
 */
export function sensitivities(model: SpinModel, options: SensitivityOptions = {}): Sensitivities {
  const names = options.parameters ?? defaultParameters(model);
  const units = names.map((name) => unitModel(model, name));
  const { eigenvalues } = options;
  if (eigenvalues !== undefined) requireEigenvalueCount(eigenvalues);
  const frame = sensitivityFrame(model, units);
  const axes = frame === null ? AXES : axesInFrame(frame);
  const slopes = frame === null ? units : units.map((unit) => turnedModel(unit, frame.rotation));
  const found = lightAnswer<Answer>(
    frame?.model ?? model,
    {
      name: "the sensitivities",
      // Of second moments; by a rate of decay or pump alone they depend on third ones.
      moments: 3,
      ask: ({ system }) => ask(system(), slopes, axes),
      withDifference: (fine, coarse) => ({
        numbers: withDifference(fine.numbers, coarse.numbers, OBSERVABLE_COUNT),
        rates: withDifference(fine.rates, coarse.rates, COMPONENTS),
      }),
      relativeError: (answer) => Math.max(relativeError(answer.numbers), relativeError(answer.rates)),
      numbers: ({ numbers: moments, rates: fisher }) => ({
        values: [...moments.values, ...fisher.values],
        errors: [...moments.rounding, ...fisher.rounding],
      }),
    },
    options,
  );
  const { numbers, rates, ...road } = frame === null ? found : answerInFrame(found, model, frame);
  const gaps = eigenvalues === undefined ? null : gapsOrRefusal(model, names, units, eigenvalues, options);
  const contradicted = gaps !== null && gaps.refusal === null && gaps.check?.agrees === false;
  return {
    ...road,
    // Roads have to agree on all of the answer.
    ...(road.check === undefined ? {} : { check: { ...road.check, agrees: road.check.agrees && !contradicted } }),
    parameters: byParameter(names, numbers.values),
    errorEstimate: byParameter(names, numbers.rounding),
    fisherRate: vectorAt(rates.values, 0),
    fisherRateError: vectorAt(rates.rounding, 0),
    ...(gaps === null ? {} : { gaps }),
  };
}

/** null where a process that is not the same all around the axis is to be found by functions around it, too. */
function sensitivityFrame(model: SpinModel, units: readonly SpinModel[]): LightFrame | null {
  const frame = lightFrame(model);
  if (frame === null || !expandsAroundAxis(model)) return frame;
  const isAround = (unit: SpinModel): boolean =>
    aroundAxis(coefficientsOf(turnedModel({ ...unit, field: [0, 0, 0] }, frame.rotation)))?.axis[2] === 1;
  return units.every(isAround) ? frame : null;
}

/** Of the field. */
const COMPONENTS = 3;

interface Answer {
  readonly numbers: Rounded;
  readonly rates: Rounded;
}

const ask = (system: LightSystem, units: readonly SpinModel[], axes: readonly ComplexVector[]): Answer => ({
  numbers: sensitivityNumbers(system, units, axes),
  rates: fisherRates(system, axes),
});

/** Share of the largest difference of a parameter, or of the rates, that each of its numbers counts at least with: one may be small by chance. */
const COMMON = 0.3;

function withDifference(fine: Rounded, coarse: Rounded, together: number): Rounded {
  const apart = fine.values.map((value, k) => Math.abs(value - coarse.values[k]!));
  const rounding = fine.rounding.map((error, k) => {
    const first = k - (k % together);
    const largest = apart.subarray(first, first + together).reduce((most, value) => Math.max(most, value), 0);
    return error + Math.max(apart[k]!, COMMON * largest);
  });
  return { values: fine.values, rounding };
}

/** Relative to the largest; or to 1, where all are as good as 0. */
const relativeError = ({ values, rounding }: Rounded): number =>
  Math.max(...rounding) / Math.max(1, ...values.map(Math.abs));

const vectorAt = (values: Float64Array, at: number): Vector3 => [values[at]!, values[at + 1]!, values[at + 2]!];

const byParameter = (names: readonly string[], values: Float64Array): Record<string, ParameterSensitivity> =>
  Object.fromEntries(
    names.map((name, k) => {
      const at = k * OBSERVABLE_COUNT;
      return [name, { mean: vectorAt(values, at), square: vectorAt(values, at + 3) }];
    }),
  );

const FIELD = ["field.x", "field.y", "field.z"] as const;

/** "field.0" is "field.x" here, as everywhere that people read it. */
const readable = (path: string): string =>
  path.startsWith("field.") ? FIELD[Number(path.slice(6)) as 0 | 1 | 2]! : path;

/** What a derivative can be taken by: all but N, and local ones where P is in the ball. */
const sensitiveParameters = (model: SpinModel): readonly string[] =>
  parametersOf(model)
    .filter((path) => path !== "spins" && (hasLocalRates(model) || !path.startsWith("local.")))
    .map(readable);

const defaultParameters = (model: SpinModel): readonly string[] =>
  sensitiveParameters(model).filter((name) => model.interaction !== undefined || !name.startsWith("interaction."));

/** The model of which only one coefficient is left, as 1. */
function unitModel(model: SpinModel, name: string): SpinModel {
  const names = sensitiveParameters(model);
  if (!names.includes(name)) {
    const isLocal = parametersOf(model).includes(name) && name.startsWith("local.");
    throw new InputError({
      what: isLocal
        ? `${JSON.stringify(name)} is a local rate, and the model has none: P would leave the sphere`
        : `${JSON.stringify(name)} is not a parameter with a sensitivity`,
      remedy: isLocal ? "give the model a local rate above 0" : suggestName(name, names),
      value: name,
      limit: names,
    });
  }
  const { interaction: _, ...others } = model;
  const off = ({ jumps }: SpinModel["collective"]): SpinModel["collective"] => ({
    dephasing: 0,
    pump: 0,
    decay: 0,
    ...(jumps === undefined ? {} : { jumps: jumps.map((jump) => ({ ...jump, rate: 0 })) }),
  });
  const empty: SpinModel = { ...others, field: [0, 0, 0], collective: off(model.collective), local: off(model.local) };
  const path = FIELD.includes(name as (typeof FIELD)[number]) ? `field.${"xyz".indexOf(name.at(-1)!)}` : name;
  return replaced(empty, path, 1);
}
