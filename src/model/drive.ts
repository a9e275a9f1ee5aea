import { InputError } from "../core/errors.ts";
import { type FormulaFault, parseFormula } from "./formula/parse.ts";
import { formulaStops } from "./formulaStops.ts";
import { type CheckParameters, pathName, showValue } from "./issues.ts";
import { sampledStops } from "./sampledStops.ts";

/** B at a time, H = B . J. */
export type Field = (time: number) => readonly [number, number, number];

/** What a list of samples says about times that it does not reach: that its first and last value hold there, or no field. */
export type Outside = "hold" | "zero";

/** Piecewise-linear field: values[k] at times[k]. */
export interface FieldSamples {
  readonly times: readonly number[];
  readonly values: readonly (readonly [number, number, number])[];
  /** Where it is not said the field has no value outside. */
  readonly outside?: Outside;
  /** Ascending times at which steps end besides. */
  readonly breaks?: readonly number[];
}

/** The components as formulas in t: see `parseFormula`. */
export interface FieldFormula {
  readonly formula: readonly [string, string, string];
  /** Ascending times at which steps end besides. */
  readonly breaks?: readonly number[];
}

/** A field that depends on time, with the plain data that it comes from, which can be written and sent to a worker. */
export interface Drive {
  readonly source: FieldSamples | FieldFormula;
  /** Throws an error that names the time where a value is not finite. */
  readonly field: Field;
  /** Ascending times at which the field is known to have a kink: its samples, and those given by hand. */
  readonly breaks: readonly number[];
  /**
   * Ascending times strictly between two others at which steps of any kind should end, so that none passes over what the field does.
   *
   * @throws InputError where the field has no finite value at a time in between; ResourceLimitError where it changes too often to be
   *   looked at in `maximumSeconds` of processor time
   */
  readonly stops: (from: number, to: number, maximumSeconds?: number) => readonly number[];
}

/** Default of how long a field is looked at. */
const LOOKING_SECONDS = 10;

/** Makes the error for a fault in the formula of one component (0, 1, 2). */
export type ExplainFault = (component: number, fault: FormulaFault) => Error;

/** What is wrong with samples. In a file every number is known to be finite, in a library nothing is. */
export function samplesFault({ times, values, outside, breaks }: FieldSamples): CheckParameters | null {
  if (times.length < 2)
    return { path: ["times"], what: "fewer than two times", remedy: "give a constant field as [x, y, z]", limit: 2 };
  if (times.length !== values.length)
    return {
      path: ["values"],
      what: `not one for each of the ${times.length} times`,
      remedy: "give as many values as times",
      limit: times.length,
    };
  const unordered = notAscending(times);
  if (unordered !== null) return { ...unordered, path: ["times", ...unordered.path] };
  for (const [k, value] of values.entries()) {
    if (value.length !== 3 || !value.every(Number.isFinite))
      return { path: ["values", k], what: "not three finite numbers", remedy: "give [x, y, z]", limit: 3 };
  }
  if (outside !== undefined && outside !== "hold" && outside !== "zero")
    return { path: ["outside"], what: "neither hold nor zero", remedy: "write hold or zero", limit: "hold, zero" };
  return breaksFault(breaks ?? []);
}

/** What is wrong with places given by hand. */
export function breaksFault(breaks: readonly number[]): CheckParameters | null {
  const unordered = notAscending(breaks);
  return unordered === null ? null : { ...unordered, path: ["breaks", ...unordered.path] };
}

function notAscending(times: readonly number[]): (CheckParameters & { readonly path: readonly [number] }) | null {
  for (const [k, time] of times.entries()) {
    const before = k === 0 ? Number.NEGATIVE_INFINITY : times[k - 1]!;
    if (time > before && time < Number.POSITIVE_INFINITY) continue;
    return {
      path: [k],
      what: `not a finite time after ${before}`,
      remedy: "give the times in ascending order",
      limit: before,
    };
  }
  return null;
}

/**
 * @param name what messages call it
 * @throws InputError where times do not ascend or do not match the values
 */
export function sampledField(samples: FieldSamples, name = "the field"): Drive {
  const fault = samplesFault(samples);
  if (fault !== null) throw faultError(samples, fault, name);
  const times = Object.freeze([...samples.times]);
  const values = Object.freeze(samples.values.map(([x, y, z]) => Object.freeze([x, y, z] as const)));
  const { outside } = samples;
  const given = Object.freeze([...(samples.breaks ?? [])]);
  const [first, last] = [times[0]!, times.at(-1)!];
  const field: Field = (time) => {
    requireTime(time);
    if (time < first || time > last) {
      if (outside === undefined) throw outsideError(name, first, last, time);
      if (outside === "zero") return [0, 0, 0];
    }
    let low = 0;
    let high = times.length - 1;
    if (time <= first) return values[low]!;
    if (time >= last) return values[high]!;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (times[middle]! <= time) low = middle;
      else high = middle;
    }
    const share = (time - times[low]!) / (times[high]! - times[low]!);
    const [a, b] = [values[low]!, values[high]!];
    const between = (k: 0 | 1 | 2) => a[k] * (1 - share) + b[k] * share;
    return [between(0), between(1), between(2)];
  };
  const breaks = ascending([...times, ...given]);
  const stops = (from: number, to: number): readonly number[] => {
    if (outside === undefined && from < first) throw outsideError(name, first, last, from);
    if (outside === undefined && to > last) throw outsideError(name, first, last, to);
    return breaks.filter((time) => time > from && time < to);
  };
  const source = { times, values, ...(outside && { outside }), ...(given.length > 0 && { breaks: given }) };
  return Object.freeze({ source: Object.freeze(source), field, breaks, stops });
}

function faultError(
  samples: FieldSamples,
  { path = [], what, remedy, limit }: CheckParameters,
  name = "the field",
): InputError {
  const [list, k] = path as ["times" | "values" | "breaks", number | undefined];
  const value = k === undefined ? samples[list] : samples[list]?.[k];
  return new InputError({
    what: `${name === "the field" ? pathName(path, name) : pathName([name, ...path], name)} is ${showValue(value)}, ${what}`,
    remedy,
    value,
    limit,
  });
}

const outsideError = (name: string, first: number, last: number, time: number): InputError =>
  new InputError({
    what:
      time > last
        ? `the samples of ${name} end at t = ${last}, and it is asked for at t = ${time}`
        : `the samples of ${name} begin at t = ${first}, and it is asked for at t = ${time}`,
    remedy: `give samples up to there, or say what holds outside: "outside: hold" or "outside: zero" beside its times`,
    value: time,
    limit: time > last ? last : first,
  });

/** Sorted, each once. */
const ascending = (times: readonly number[]): readonly number[] =>
  Object.freeze([...new Set(times)].sort((a, b) => a - b));

/**
 * @throws InputError, or what `explain` makes, for a formula that is not understood, and when the field is asked for a time
 *   at which it is not finite
 */
export function formulaField(
  { formula, breaks: given = [] }: FieldFormula,
  explain: ExplainFault = (component, fault) =>
    new InputError({ ...describeFault(component, formula[component]!, fault), value: formula[component] }),
): Drive {
  const fault = breaksFault(given);
  if (fault !== null) throw faultError({ times: [], values: [], breaks: given }, fault);
  const notFinite = (component: number, what: string): Error =>
    explain(component, { what, remedy: "give a formula that is finite at every time of the evolution", column: 1 });
  const parsed = formula.map((text, component) => {
    const found = parseFormula(text);
    if (found.fault !== null) throw explain(component, found.fault);
    return found;
  });
  const components = parsed.map(({ evaluate }, component) => (time: number): number => {
    const value = evaluate(time);
    if (Number.isFinite(value)) return value;
    throw notFinite(component, `it is ${value} at t = ${time}`);
  });
  const [x, y, z] = components as [(t: number) => number, (t: number) => number, (t: number) => number];
  const field: Field = (time) => {
    requireTime(time);
    return [x(time), y(time), z(time)];
  };
  const breaks = ascending(given);
  const run = {
    expressions: parsed.map(({ expression }) => expression),
    components: parsed.map(({ evaluate }) => evaluate),
    notFinite,
    breaks,
  };
  const source = { formula, ...(breaks.length > 0 && { breaks }) };
  return Object.freeze({
    source: Object.freeze(source),
    field,
    breaks,
    stops: (from: number, to: number, maximumSeconds = LOOKING_SECONDS) => formulaStops(run, from, to, maximumSeconds),
  });
}

/** Words for a fault: the formula, or what of a long one is around it. */
export function describeFault(
  component: number,
  formula: string,
  { what, remedy, column }: FormulaFault,
): { readonly what: string; readonly remedy: string } {
  const place = column > 1 ? ` (column ${column} of the formula)` : "";
  return { what: `formula[${component}] is ${formulaExcerpt(formula, column)}: ${what}${place}`, remedy };
}

/** At most this much of a formula is repeated. */
const EXCERPT = 60;

/** A formula in quotes; of a long one what is around a column. */
export function formulaExcerpt(formula: string, column: number): string {
  if (formula.length <= EXCERPT) return JSON.stringify(formula);
  const start = Math.max(0, Math.min(column - 1 - EXCERPT / 2, formula.length - EXCERPT));
  const end = start + EXCERPT;
  const text = JSON.stringify(formula.slice(start, end)).slice(1, -1);
  return `"${start > 0 ? "..." : ""}${text}${end < formula.length ? "..." : ""}"`;
}

/** The drive of plain data, as a file or another thread gives it. Throws as `sampledField` and `formulaField` do. */
export const driveFrom = (source: Drive["source"]): Drive =>
  "formula" in source ? formulaField(source) : sampledField(source);

/** Stops in a field of which nothing is known but its values. */
export const stopsOfFunction = (field: Field, from: number, to: number): readonly number[] =>
  sampledStops(finiteField(field), from, to);

/** The same field, with an InputError that names t where a component is not finite. */
export function finiteField(field: Field): Field {
  return (time) => {
    const value = field(time);
    if (value.length === 3 && value.every(Number.isFinite)) return value;
    throw new InputError({
      what: `the field at t = ${time} is [${value.join(", ")}]`,
      remedy: "return three finite numbers for every time of the evolution",
      value,
    });
  };
}

function requireTime(time: number): void {
  if (Number.isFinite(time)) return;
  throw new InputError({
    what: `the field is asked for at t = ${time}`,
    remedy: "ask at a finite time",
    value: time,
  });
}
