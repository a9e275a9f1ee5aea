import { InputError } from "../../core/errors.ts";
import { linearRange, logarithmicRange } from "../../core/ranges.ts";
import type { ScanAxis } from "../../roads/meanField/scan.ts";
import { MOST_VALUES } from "../arguments/scanOption.ts";

/** One parameter with its values, "field.x=0:2:41", "collective.decay=0.01:1:9:log" or "spins=10,20,40". Throws InputError for anything else. */
export function axisOption(option: string, text: string): ScanAxis {
  const [, parameter, values] = /^([^=]+)=(.+)$/.exec(text.trim()) ?? [];
  const found = values === undefined ? null : values.includes(":") ? range(values) : list(values);
  if (parameter !== undefined && found !== null) return { parameter: parameter.trim(), values: found };
  throw new InputError({
    what: `${option} has "${text}", neither NAME=FIRST:LAST:COUNT nor NAME=VALUE,VALUE,...`,
    remedy: `write it as in ${option} field.x=0:2:41, ${option} collective.decay=0.01:1:9:log or ${option} spins=10,20,40`,
    value: text,
  });
}

const number = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function list(text: string): number[] | null {
  const values = text.split(",").map(number);
  return values.every(Number.isFinite) ? values : null;
}

/** null for what is no range, a logarithmic one through 0 or with ends of two signs among it. */
function range(text: string): number[] | null {
  const [first, last, count] = text.split(":").map(number) as [number, number, number];
  const scale = text.split(":").slice(3);
  const isLogarithmic = scale.length === 1 && scale[0]!.trim() === "log";
  if (![first, last].every(Number.isFinite) || !(scale.length === 0 || isLogarithmic)) return null;
  if (!Number.isInteger(count) || count < 1 || count > MOST_VALUES) return null;
  if (!isLogarithmic) return linearRange(first, last, count);
  return first * last > 0 ? logarithmicRange(first, last, count) : null;
}
