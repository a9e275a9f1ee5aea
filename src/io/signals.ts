import { FileFormatError, InputError } from "../core/errors.ts";
import { type Outside, samplesFault } from "../model/drive.ts";
import type { Expression } from "../model/formula/operations.ts";
import { parseFormula } from "../model/formula/parse.ts";
import { pathName, valueAt } from "../model/issues.ts";
import { MODEL_PARAMETERS } from "../model/parameters.ts";
import { anything, changed, checked, list, map, number, optional, type Shape } from "../model/shapes.ts";
import {
  describeSignalFault,
  type ExplainSignal,
  type SignalInput,
  type SignalSamples,
  signalOf,
} from "../model/signal.ts";
import type { YamlText } from "./yamlText.ts";

/** What holds where a table has no times. */
export const outsideShape = optional(
  changed(
    anything((value) =>
      value === "hold" || value === "zero"
        ? null
        : { what: "neither hold nor zero", remedy: "write hold or zero", limit: undefined },
    ),
    (value) => value as Outside,
  ),
);

/** A text in t; a number is a formula, too. */
export const formulaShape = changed(
  anything((value) =>
    typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
      ? null
      : { what: "not a formula", remedy: 'give a formula in t in quotes, as "0.5*cos(2*t)"', limit: undefined },
  ),
  String,
);

const formulaMap = map({ formula: formulaShape });

const samplesMap: Shape<SignalSamples> = checked(
  changed(
    map({ times: list(number()), values: list(number()), outside: outsideShape }),
    ({ outside, ...rest }): SignalSamples => ({ ...rest, ...(outside && { outside }) }),
  ),
  ({ times, values, outside }) => {
    const fault = samplesFault({
      times,
      values: values.map((value) => [value, 0, 0] as const),
      ...(outside && { outside }),
    });
    return fault?.limit === 2 ? { ...fault, remedy: "give a constant number" } : fault;
  },
);

/** The coefficients of a file that depend on time, by their paths as `parameterDrive` takes them. */
export interface FoundSignals {
  readonly signals: Readonly<Record<string, SignalInput>>;
  /** What the file says with their values at t = 0 in their place. */
  readonly input: unknown;
  /** Where in the file the first of them stands; null where there is none. */
  readonly first: Place | null;
  /** The error for what is wrong with the coefficient at a path. */
  readonly explain: (path: string, fault: Parameters<ExplainSignal>[0]) => FileFormatError;
}

type Place = readonly (string | number)[];

/**
 * Finds, in the place of coefficients of the interaction and of rates, formulas in t and samples: "0.5*cos(2*t)", { formula: "0.5*cos(2*t)" },
 * { times: [0, 1], values: [0, 1] }. A formula without t is the number that it gives.
 *
 * @throws FileFormatError for a formula that is not understood, and samples that do not ascend, match or begin at t = 0
 */
export function signalsIn(yaml: YamlText): FoundSignals {
  const signals: Record<string, SignalInput> = {};
  let { input } = yaml;
  let first: Place | null = null;
  const explain = (path: string, fault: Parameters<ExplainSignal>[0]): FileFormatError => {
    const place = placeOf(path);
    const isMap = typeof valueAt(yaml.input, place) === "object";
    const where = isMap && typeof signals[path] === "string" ? [...place, "formula"] : place;
    const words = describeSignalFault(pathName(place, ""), signals[path]!, fault);
    return yaml.errorAt(where, { ...words, value: signals[path] }, fault.column);
  };
  for (const place of coefficientPlaces(input)) {
    const found = signalAt(yaml, place);
    if (found === null) continue;
    const path = place.join(".");
    signals[path] = found;
    const parsed = typeof found === "string" ? parseFormula(found) : null;
    if (parsed !== null && parsed.fault !== null) throw explain(path, parsed.fault);
    input = replacedAt(
      input,
      place,
      startOf(yaml, place, found, (fault) => explain(path, fault)),
    );
    if (parsed !== null && !dependsOnTime(parsed.expression)) delete signals[path];
    else first ??= place;
  }
  return { signals, input, first, explain };
}

const placeOf = (path: string): Place => path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** Where rates and coefficients of the interaction stand. */
function coefficientPlaces(input: unknown): readonly Place[] {
  const named = MODEL_PARAMETERS.filter((path) => path.includes(".") && !path.startsWith("field.")).map(placeOf);
  const jumps = ["collective", "local"].flatMap((group) => {
    const found = valueAt(input, [group, "jumps"]);
    return Array.isArray(found) ? found.map((_, k) => [group, "jumps", k, "rate"]) : [];
  });
  return [...named, ...jumps];
}

function signalAt(yaml: YamlText, place: Place): SignalInput | null {
  const value = valueAt(yaml.input, place);
  if (typeof value === "string") return isPlain(value) ? null : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  if ("formula" in value) return yaml.check(inside(place, formulaMap)).formula;
  return "times" in value || "values" in value ? yaml.check(inside(place, samplesMap)) : null;
}

/** Text that was meant as a number, which is said where numbers are read. */
const isPlain = (text: string): boolean => /^[-+]?[\d_,.\s]*([eE][-+]?\d+)?$/.test(text.trim());

/** The shape of a value inside the input. */
const inside =
  <Value>(path: Place, shape: Shape<Value>): Shape<Value> =>
  (value, place) =>
    shape(valueAt(value, path), { ...place, path });

/** The value at t = 0. */
function startOf(yaml: YamlText, place: Place, input: SignalInput, explain: ExplainSignal): number {
  try {
    return signalOf(input, pathName(place, ""), explain).at(0);
  } catch (error) {
    if (!(error instanceof InputError) || error instanceof FileFormatError) throw error;
    throw yaml.errorAt([...place, "times"], error);
  }
}

/** The input with another value at a place. */
function replacedAt(input: unknown, [part, ...rest]: Place, value: unknown): unknown {
  if (part === undefined) return value;
  if (Array.isArray(input)) return input.with(part as number, replacedAt(input[part as number], rest, value));
  const own = input as Readonly<Record<string, unknown>>;
  return { ...own, [part]: replacedAt(own[part], rest, value) };
}

const dependsOnTime = (expression: Expression): boolean =>
  expression.kind === "time" || (expression.kind === "call" && expression.of.some(dependsOnTime));
