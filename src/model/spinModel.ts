import { InputError } from "../core/errors.ts";
import { type InputIssue, pathName, showValue } from "./issues.ts";
import { suggestName } from "./nearestName.ts";
import { type Check, checkInput, map, number, orElse, triple } from "./shapes.ts";

/** Rates in one inverse time unit, hbar = 1. */
export interface Rates {
  /** k_z (collective) or g_z (local). */
  readonly dephasing: number;
  /** k_+ or g_+. */
  readonly pump: number;
  /** k_- or g_-. */
  readonly decay: number;
}

/** N two-level systems in a field, with collective and local dissipation: docs/physics.md, section 1. */
export interface SpinModel {
  /** N, a positive integer. */
  readonly spins: number;
  /** B, the drive: H = B . J. */
  readonly field: readonly [number, number, number];
  readonly collective: Rates;
  readonly local: Rates;
}

/** What `spinModel` takes: a model of which all but `spins` may be left out, and is then 0. */
export interface SpinModelInput {
  /** N, a whole number from 1 to 2^53. */
  readonly spins: number;
  /** B, of H = B . J: finite, up to 1e50. */
  readonly field?: readonly [number, number, number] | undefined;
  /** k_z, k_+, k_-: at least 0. */
  readonly collective?: RatesInput | undefined;
  /** g_z, g_+, g_-: at least 0. */
  readonly local?: RatesInput | undefined;
}

/** Rates of which any may be left out, and is then 0. */
export type RatesInput = { readonly [Name in keyof Rates]?: number | undefined };

/** Above this a double no longer holds every integer, and N - 1 would equal N. */
export const MAXIMUM_SPINS = 2 ** 53;

/** Beyond it products of a few coefficients overflow; in units in which the rates are of order 1 all stay inside. */
export const LARGEST_COEFFICIENT = 1e50;

/** Of the largest coefficient to the smallest: beyond it a double that adds the two keeps nothing of the smaller. */
export const LARGEST_RATIO = 1e15;

const sizeFault: Check<number> = (value) =>
  Math.abs(value) <= LARGEST_COEFFICIENT
    ? null
    : {
        what: `above ${LARGEST_COEFFICIENT}`,
        remedy: "choose a time unit in which rates and field are of order 1",
        limit: LARGEST_COEFFICIENT,
      };

const rate = orElse(
  number((value) => (value >= 0 ? sizeFault(value) : { what: "below 0", remedy: "give a rate >= 0", limit: 0 })),
  0,
);

const fieldFault: Check<readonly [number, number, number]> = (field) => {
  const at = field.findIndex((value) => sizeFault(value) !== null);
  return at < 0 ? null : { ...sizeFault(field[at]!)!, path: [at] };
};

/**
 * That the coefficients of a model can be computed with together: the field as a whole, whose components may be as small beside one
 * another as rounding makes them, and every rate that is not 0. For objects
 * that hold them; a field in time is not looked at.
 */
export const scaleFault: Check<Pick<SpinModel, "collective" | "local"> & { readonly field?: unknown }> = (model) => {
  const { field } = model;
  const entries: { readonly path: readonly (string | number)[]; readonly value: number }[] = [];
  if (Array.isArray(field)) entries.push({ path: ["field"], value: Math.hypot(...(field as number[])) });
  for (const group of ["collective", "local"] as const) {
    for (const [name, value] of Object.entries(model[group])) entries.push({ path: [group, name], value });
  }
  const present = entries.filter(({ value }) => value > 0);
  if (present.length === 0) return null;
  const largest = present.reduce((one, other) => (other.value > one.value ? other : one));
  const smallest = present.reduce((one, other) => (other.value < one.value ? other : one));
  if (smallest.value * LARGEST_RATIO >= largest.value) return null;
  return {
    what: `which beside ${pathName(largest.path, "")} ${largest.value} is lost to rounding: their ratio is above ${LARGEST_RATIO}`,
    remedy: "give 0 for what is too slow to matter, or leave out what is fast",
    limit: largest.value / LARGEST_RATIO,
    path: smallest.path,
  };
};

const NO_RATES: Rates = Object.freeze({ dephasing: 0, pump: 0, decay: 0 });
const NO_FIELD: SpinModel["field"] = Object.freeze([0, 0, 0] as const);

const rates = orElse(map({ dephasing: rate, pump: rate, decay: rate }), NO_RATES);

const spins = number((value) => {
  const remedy = "give a whole number of spins from 1 to 2^53";
  if (!Number.isInteger(value)) return { what: "not a whole number", remedy, limit: 1 };
  if (value < 1) return { what: "below 1", remedy, limit: 1 };
  if (value > MAXIMUM_SPINS) return { what: `above 2^53 = ${MAXIMUM_SPINS}`, remedy, limit: MAXIMUM_SPINS };
  return null;
});

/** The keys of a model; a file format that holds more than a model extends this shape. */
export const spinModelShape = {
  spins,
  field: orElse(triple(number(), fieldFault), NO_FIELD),
  collective: rates,
  local: rates,
};

const wholeModel = map(spinModelShape, scaleFault);

export type SpinModelResult =
  | { readonly model: SpinModel; readonly issues: null }
  | { readonly model: null; readonly issues: readonly InputIssue[] };

/** The model, or everything that is wrong with `input`, each with its path, causes before consequences. Never throws. */
export function checkSpinModel(input: unknown): SpinModelResult {
  const { value, issues } = checkInput(wholeModel, input, "the model");
  return value === null ? { model: null, issues } : { model: freezeModel(value), issues: null };
}

/**
 * Validated and deeply frozen model. `spins` is required; the field and every rate default to 0.
 * Throws InputError, naming the path of the field, for an unknown key, a wrong type, a rate that is negative or not
 * finite, a field that is not finite, coefficients above 1e50 or further apart than 1e15, and spins that are not a whole number from 1 to 2^53.
 */
export function spinModel(input: SpinModelInput): SpinModel {
  const { model, issues } = checkSpinModel(input);
  if (model !== null) return model;
  throw new InputError(issues[0]!);
}

/** A deeply frozen copy with the fields of a model and no others. */
export function freezeModel(model: SpinModel): SpinModel {
  const [x, y, z] = model.field;
  const field = Object.freeze([x, y, z] as const);
  return Object.freeze({
    spins: model.spins,
    field,
    collective: freezeRates(model.collective),
    local: freezeRates(model.local),
  });
}

function freezeRates({ dephasing, pump, decay }: Rates): Rates {
  return Object.freeze({ dephasing, pump, decay });
}

/** Whether any local rate is positive: then P lives in the ball, otherwise (from a symmetric state) on the sphere. */
export function hasLocalRates(model: SpinModel): boolean {
  const { dephasing, pump, decay } = model.local;
  return dephasing > 0 || pump > 0 || decay > 0;
}

/** @throws InputError where local rates are not zero: P then leaves the sphere */
export function requireCollective(model: SpinModel): void {
  if (!hasLocalRates(model)) return;
  const { dephasing, pump, decay } = model.local;
  throw new InputError({
    what: `the model has local rates (dephasing ${dephasing}, pump ${pump}, decay ${decay}), which take P off the sphere into the ball`,
    remedy: "set local.dephasing, local.pump and local.decay to 0",
    value: Math.max(dephasing, pump, decay),
    limit: 0,
  });
}

/** Every number of a model by the path that `modelParameter` and `withParameter` take. */
export const MODEL_PARAMETERS: readonly string[] = Object.freeze([
  "spins",
  "field.0",
  "field.1",
  "field.2",
  ...["collective", "local"].flatMap((group) => ["dephasing", "pump", "decay"].map((name) => `${group}.${name}`)),
]);

/** The number at `path` ("field.0", "collective.pump", ...: MODEL_PARAMETERS). Throws InputError for any other path. */
export function modelParameter(model: SpinModel, path: string): number {
  requireParameter(path);
  const [group, name] = path.split(".") as [string, string | undefined];
  const value = model[group as keyof SpinModel];
  return name === undefined ? (value as number) : (value as unknown as Record<string, number>)[name]!;
}

/** The model with one number replaced, validated. Throws InputError for an unknown path or a value that is not allowed. */
export function withParameter(model: SpinModel, path: string, value: number): SpinModel {
  requireParameter(path);
  const [group, name] = path.split(".") as [string, string | undefined];
  if (name === undefined) return spinModel({ ...model, [group]: value });
  if (group === "field")
    return spinModel({ ...model, field: model.field.with(Number(name), value) as [number, number, number] });
  return spinModel({ ...model, [group]: { ...model[group as "collective" | "local"], [name]: value } });
}

function requireParameter(path: string): void {
  if (MODEL_PARAMETERS.includes(path)) return;
  throw new InputError({
    what: `${showValue(path)} is not a parameter of a model`,
    remedy: suggestName(path, MODEL_PARAMETERS),
    value: path,
    limit: MODEL_PARAMETERS,
  });
}
