import { InputError } from "../../core/errors.ts";

/** One direction of a frame. */
export interface Axis {
  /** Markup of `richText`, with the unit. */
  readonly label: string;
  /** Values at the two ends, which differ; the second may be the smaller one. */
  readonly range: readonly [number, number];
  /** "linear" where absent; a logarithmic range is above 0. */
  readonly scale?: "linear" | "log";
  /** Chosen where absent. */
  readonly ticks?: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  /** Markup of `richText`; empty for a mark without a number. */
  readonly label: string;
}

/** An axis laid between two places of the picture. */
export interface PlacedAxis {
  /** Place of a value, beyond the ends too. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
  /** Markup of the power of ten that the numbers at the ticks are to be multiplied by; "" for 1. */
  readonly factor: string;
}

/**
 * @param apart least distance between two numbers
 * @throws InputError for a range that is empty, not finite, or not above 0 where it is logarithmic
 */
export function placeAxis(
  { range, scale = "linear", ticks }: Axis,
  from: number,
  to: number,
  apart: number,
): PlacedAxis {
  const [first, last] = range;
  const isLog = scale === "log";
  if (!(Number.isFinite(first) && Number.isFinite(last) && first !== last && (!isLog || Math.min(first, last) > 0))) {
    throw new InputError({
      what: `an axis from ${first} to ${last} has no ${isLog ? "logarithmic " : ""}scale`,
      remedy: isLog ? "give two different numbers above 0" : "give two different finite numbers",
      value: range,
    });
  }
  const measure = isLog ? Math.log10 : (value: number): number => value;
  const [start, end] = [measure(first), measure(last)];
  const place = (value: number): number => from + ((measure(value) - start) / (end - start)) * (to - from);
  if (ticks !== undefined) return { place, ticks, factor: "" };
  const most = Math.max(3, Math.floor(Math.abs(to - from) / apart));
  return { place, ...(isLog ? logTicks(range, most) : linearTicks(range, most)) };
}

/** Round numbers in a range, at most `most` of them but for three. */
export function roundValues([first, last]: readonly [number, number], most: number): number[] {
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  const span = high - low;
  const power = 10 ** Math.floor(Math.log10(span / most));
  const step = [1, 2, 5, 10].map((size) => size * power).find((size) => span / size <= most + ROUNDING)!;
  const values: number[] = [];
  const start = Math.ceil(low / step - ROUNDING);
  // A multiple without the rounding of its product.
  for (let k = start; k * step <= high + ROUNDING * step; k++) values.push(Number((k * step).toPrecision(15)) + 0);
  return values;
}

const ROUNDING = 1e-9;

function linearTicks(range: readonly [number, number], most: number): Pick<PlacedAxis, "ticks" | "factor"> {
  const values = roundValues(range, most);
  const largest = Math.max(...values.map(Math.abs));
  const exponent = largest === 0 ? 0 : Math.floor(Math.log10(largest) + ROUNDING);
  const power = exponent >= LARGE || exponent <= SMALL ? exponent : 0;
  return {
    ticks: values.map((value) => ({ value, label: numberText(Number((value / 10 ** power).toPrecision(14))) })),
    factor: power === 0 ? "" : `10^{${numberText(power)}}`,
  };
}

/** Exponents from which on, and up to which, numbers are written with a common power of ten. */
const LARGE = 4;
const SMALL = -3;

/** Numbers at powers of ten, at 1, 2, 5 where there are few; marks without numbers at the other digits. */
function logTicks(range: readonly [number, number], most: number): Pick<PlacedAxis, "ticks" | "factor"> {
  const [low, high] = [Math.min(...range), Math.max(...range)];
  const [start, end] = [Math.log10(low), Math.log10(high)];
  const decades = end - start;
  const every = Math.max(1, Math.ceil(decades / most));
  const digits = decades * 3 <= most ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let power = Math.floor(start); power <= Math.ceil(end); power++) {
    for (let digit = 1; digit < 10; digit++) {
      const value = digit * 10 ** power;
      if (value < low * (1 - ROUNDING) || value > high * (1 + ROUNDING)) continue;
      const named = digits.includes(digit) && power % every === 0;
      if (named) ticks.push({ value, label: logLabel(digit, power) });
      else if (every === 1) ticks.push({ value, label: "" });
    }
  }
  return { ticks, factor: "" };
}

const logLabel = (digit: number, power: number): string => {
  if (power >= SMALL + 1 && power < LARGE - 1) return numberText(Number((digit * 10 ** power).toPrecision(3)));
  return digit === 1 ? `10^{${numberText(power)}}` : `${digit}·10^{${numberText(power)}}`;
};

/** A number with a minus sign as it is set in print. */
export const numberText = (value: number): string => String(value).replace("-", "−");

/** To so many significant digits; with a power of ten where plain digits would be many. */
export function shortNumber(value: number, digits = 3): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (rounded === 0 || (size >= 1e-3 && size < 1e5)) return numberText(rounded);
  const [mantissa, exponent] = rounded.toExponential().split("e") as [string, string];
  const power = `10^{${numberText(Number(exponent))}}`;
  return mantissa === "1" ? power : `${numberText(Number(mantissa))}·${power}`;
}

/**
 * The range that values take, with a margin on either side (a share of it). What is not finite is left out.
 *
 * @param within what the range holds besides
 */
export function rangeOf(values: Iterable<number>, within: readonly number[] = [], margin = 0.05): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of [values, within]) {
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return [0, 1];
  // What rounding leaves of a constant is none of its structure.
  const least = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= least) {
    const around = low === 0 ? 1 : Math.abs(low) / 2;
    return [low - around, high + around];
  }
  const extra = margin * (high - low);
  return [low - extra, high + extra];
}
