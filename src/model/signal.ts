import { InputError } from "../core/errors.ts";
import { type Drive, formulaExcerpt, formulaField, type Outside, sampledField } from "./drive.ts";
import type { Expression } from "./formula/operations.ts";
import { type FormulaFault, parseFormula } from "./formula/parse.ts";
import { seriesOf } from "./formula/series.ts";
import { pathName, showValue } from "./issues.ts";
import { resolution } from "./smoothPieces.ts";

/** Piecewise-linear coefficient: values[k] at times[k]. Where `outside` is not said it has no value outside. */
export interface SignalSamples {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly outside?: Outside;
}

/** A coefficient in time: a formula in t (docs/drives.md), or samples. */
export type SignalInput = string | SignalSamples;

/** A time at which a coefficient has a value that it may not have. */
export interface Occasion {
  readonly time: number;
  readonly value: number;
}

/** One coefficient of a model as a function of time. */
export interface Signal extends Pick<Drive, "breaks" | "stops"> {
  readonly source: SignalInput;
  /** Throws an error that names the time where the value is not finite. */
  readonly at: (time: number) => number;
  /** The first time found between two at which it is below 0 by more than rounding; null where it nowhere is. */
  readonly negative: (from: number, to: number) => Occasion | null;
  /** The error for something that is wrong with it. */
  readonly explain: ExplainSignal;
}

/** Makes the error for a fault of a coefficient; `column` is that of its formula. */
export type ExplainSignal = (fault: FormulaFault) => Error;

/**
 * @param path what messages call it, as "collective.decay"
 * @throws InputError, or what `explain` makes, for a formula that is not understood; InputError for samples that do not ascend or match
 */
export function signalOf(
  input: SignalInput,
  path: string,
  explain: ExplainSignal = (fault) => new InputError({ ...describeSignalFault(path, input, fault), value: input }),
): Signal {
  if (typeof input === "string") return formulaSignal(input, explain);
  const at = input.values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new InputError({
      what: `${pathName([path, "values", at], path)} is ${showValue(input.values[at])}, not a finite number`,
      remedy: "give one number for each time",
      value: input.values[at],
    });
  }
  return sampledSignal(input, path, explain);
}

/** Words for a fault of the coefficient at a path: its formula, or what of a long one is around it. */
export function describeSignalFault(
  path: string,
  input: SignalInput,
  { what, remedy, column }: FormulaFault,
): { readonly what: string; readonly remedy: string } {
  const place = column > 1 ? ` (column ${column} of the formula)` : "";
  const shown = typeof input === "string" ? formulaExcerpt(input, column) : `given by ${input.times.length} samples`;
  return { what: `${path} is ${shown}: ${what}${place}`, remedy };
}

function formulaSignal(formula: string, explain: ExplainSignal): Signal {
  const { field, breaks, stops } = formulaField({ formula: [formula, "0", "0"] }, (_, fault) => explain(fault));
  const at = (time: number): number => field(time)[0];
  const { expression } = parseFormula(formula);
  return {
    source: formula,
    at,
    breaks,
    stops,
    negative: (from, to) => negativeFormula(expression!, at, from, to),
    explain,
  };
}

/** Rounding of a formula that only touches 0, relative to its largest value. */
const ROUNDING = 1e-13;

/** Values looked at for the size of a formula. */
const SAMPLES = 64;

/** Intervals looked at before a formula that keeps touching 0 is left to its values at the steps. */
const MOST_LOOKS = 200_000;

/** Intervals are halved until their enclosure shows that the formula is not below 0 there, the left half first. */
function negativeFormula(
  expression: Expression,
  at: (time: number) => number,
  from: number,
  to: number,
): Occasion | null {
  const samples = Array.from({ length: SAMPLES + 1 }, (_, k) => at(from + ((to - from) * k) / SAMPLES));
  const allowed = -ROUNDING * samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = samples.findIndex((value) => value < allowed);
  if (first >= 0) return { time: from + ((to - from) * first) / SAMPLES, value: samples[first]! };
  const narrowest = resolution(Math.max(Math.abs(from), Math.abs(to)));
  const ends = [to];
  let start = from;
  for (let looks = 0; ends.length > 0 && looks < MOST_LOOKS; looks++) {
    const end = ends.at(-1)!;
    const [middle, radius] = [start / 2 + end / 2, end / 2 - start / 2];
    const [low] = seriesOf(expression, middle, radius).coefficients[0]!;
    if (low >= allowed || 2 * radius <= narrowest) {
      start = end;
      ends.pop();
      continue;
    }
    const value = at(middle);
    if (value < allowed) return { time: middle, value };
    ends.push(middle);
  }
  return null;
}

function sampledSignal(samples: SignalSamples, path: string, explain: ExplainSignal): Signal {
  const { times, outside } = samples;
  const values = samples.values.map((value) => [value, 0, 0] as const);
  const { field, breaks, stops } = sampledField({ times, values, ...(outside && { outside }) }, path);
  const at = (time: number): number => field(time)[0];
  return {
    source: Object.freeze({
      times: Object.freeze([...times]),
      values: Object.freeze([...samples.values]),
      ...(outside && { outside }),
    }),
    at,
    breaks,
    stops,
    negative: (from, to) => {
      const time = [from, ...stops(from, to), to].find((one) => at(one) < 0);
      return time === undefined ? null : { time, value: at(time) };
    },
    explain,
  };
}
