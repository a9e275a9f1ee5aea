import { InputError } from "../core/errors.ts";
import { type FormulaFault, parseFormula } from "./formula.ts";
import { type CheckParameters, pathName, showValue } from "./issues.ts";

/** B at a time, H = B . J. */
export type Field = (time: number) => readonly [number, number, number];

/** Piecewise-linear field: values[k] at times[k]. Before the first and after the last time it keeps their value. */
export interface FieldSamples {
  readonly times: readonly number[];
  readonly values: readonly (readonly [number, number, number])[];
}

/** The components as formulas in t: see `parseFormula`. */
export interface FieldFormula {
  readonly formula: readonly [string, string, string];
}

/** A field that depends on time, with the plain data that it comes from, which can be written and sent to a worker. */
export interface Drive {
  readonly source: FieldSamples | FieldFormula;
  /** Throws an error that names the time where a value is not finite. */
  readonly field: Field;
  /** Ascending times at which the field has a kink: integrators do well to step onto them. */
  readonly breaks: readonly number[];
}

/** Makes the error for a fault in the formula of one component (0, 1, 2). */
export type ExplainFault = (component: number, fault: FormulaFault) => Error;

/** What is wrong with samples. In a file every number is known to be finite, in a library nothing is. */
export function samplesFault({ times, values }: FieldSamples): CheckParameters | null {
  if (times.length < 2)
    return { path: ["times"], what: "fewer than two times", remedy: "give a constant field as [x, y, z]", limit: 2 };
  if (times.length !== values.length)
    return {
      path: ["values"],
      what: `not one for each of the ${times.length} times`,
      remedy: "give as many values as times",
      limit: times.length,
    };
  for (const [k, time] of times.entries()) {
    const before = k === 0 ? Number.NEGATIVE_INFINITY : times[k - 1]!;
    if (!(time > before && time < Number.POSITIVE_INFINITY))
      return {
        path: ["times", k],
        what: `not a finite time after ${before}`,
        remedy: "give the times in ascending order",
        limit: before,
      };
    if (values[k]!.length !== 3 || !values[k]!.every(Number.isFinite))
      return { path: ["values", k], what: "not three finite numbers", remedy: "give [x, y, z]", limit: 3 };
  }
  return null;
}

/** @throws InputError where times do not ascend or do not match the values */
export function sampledField(samples: FieldSamples): Drive {
  const fault = samplesFault(samples);
  if (fault !== null) {
    const { path = [], what, remedy, limit } = fault;
    const [list, k] = path as ["times" | "values", number | undefined];
    const value = k === undefined ? samples[list] : samples[list][k];
    throw new InputError({
      what: `${pathName(path, "the field")} is ${showValue(value)}, ${what}`,
      remedy,
      value,
      limit,
    });
  }
  const times = Object.freeze([...samples.times]);
  const values = Object.freeze(samples.values.map(([x, y, z]) => Object.freeze([x, y, z] as const)));
  const field: Field = (time) => {
    requireTime(time);
    let low = 0;
    let high = times.length - 1;
    if (time <= times[low]!) return values[low]!;
    if (time >= times[high]!) return values[high]!;
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
  return Object.freeze({ source: Object.freeze({ times, values }), field, breaks: times });
}

/**
 * @throws InputError, or what `explain` makes, for a formula that is not understood, and when the field is asked for a time
 *   at which it is not finite
 */
export async function formulaField(
  { formula }: FieldFormula,
  explain: ExplainFault = (component, { what, remedy, column }) =>
    new InputError({
      what: `formula[${component}] is ${JSON.stringify(formula[component])}: ${what} (column ${column})`,
      remedy,
      value: formula[component],
    }),
): Promise<Drive> {
  const parsed = await Promise.all(formula.map(parseFormula));
  const components = parsed.map(({ evaluate, fault }, component) => {
    if (fault !== null) throw explain(component, fault);
    return (time: number): number => {
      const value = evaluate(time);
      if (Number.isFinite(value)) return value;
      throw explain(component, {
        what: `it is ${value} at t = ${time}`,
        remedy: "give a formula that is finite at every time of the evolution",
        column: 1,
      });
    };
  });
  const [x, y, z] = components as [(t: number) => number, (t: number) => number, (t: number) => number];
  const field: Field = (time) => {
    requireTime(time);
    return [x(time), y(time), z(time)];
  };
  return Object.freeze({ source: Object.freeze({ formula }), field, breaks: Object.freeze([]) });
}

/** The drive of plain data, as a file or another thread gives it. Throws as `sampledField` and `formulaField` do. */
export async function driveFrom(source: Drive["source"]): Promise<Drive> {
  return "formula" in source ? formulaField(source) : sampledField(source);
}

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
