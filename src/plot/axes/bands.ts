import { InputError } from "../../core/errors.ts";
import { colorRamp } from "../color.ts";
import type { SvgTheme } from "../theme.ts";
import { roundValues } from "./axis.ts";

/** Ranges of a quantity, one colour each: the scale of a heat map and of filled contours. */
export interface Bands {
  /** Where bands meet, ascending; of the first and the last also the outer end. One more than there are colours. */
  readonly edges: readonly number[];
  readonly colors: readonly string[];
  /** Whether equal ratios have equal room on the scale. */
  readonly log: boolean;
}

/** About as many as can be told apart. */
const COUNT = 10;

/** From `low` to `high` between round edges, in the colours of little to much. */
export function sequentialBands(low: number, high: number, theme: SvgTheme, count = COUNT): Bands {
  const edges = enclosing(low, high, count);
  const ramp = colorRamp(theme.ramp);
  return { edges, colors: edges.slice(1).map((_, k) => ramp(share(k, edges.length - 1))), log: false };
}

/** Bands on either side of 0, with one colour scale for both: of equal size are equally strong colours. */
export function divergingBands(low: number, high: number, theme: SvgTheme, count = COUNT): Bands {
  const edges = enclosing(Math.min(low, 0), Math.max(high, 0), count);
  const largest = Math.max(Math.abs(edges[0]!), Math.abs(edges.at(-1)!));
  const [negative, positive] = [colorRamp(theme.diverging[0]), colorRamp(theme.diverging[1])];
  const colors = edges.slice(1).map((upper, k) => {
    const lower = edges[k]!;
    const strength = (lower + upper) / 2 / largest;
    return strength < 0 ? negative(-strength) : positive(strength);
  });
  return { edges, colors, log: false };
}

/** Over so many decades up to `high`, for what falls off as a Gaussian does. */
export function logBands(high: number, decades: number, theme: SvgTheme, count = 4 * decades): Bands {
  const ramp = colorRamp(theme.ramp);
  const edges = Array.from({ length: count + 1 }, (_, k) => high * 10 ** (decades * (k / count - 1)));
  return { edges, colors: Array.from({ length: count }, (_, k) => ramp(share(k, count))), log: true };
}

/** Colour of a value; that of the nearest band where it is in none. */
export function bandColor({ edges, colors }: Bands, value: number): string {
  let band = 0;
  while (band < colors.length - 1 && value >= edges[band + 1]!) band++;
  return colors[band]!;
}

const share = (k: number, count: number): number => (count < 2 ? 1 : k / (count - 1));

/** Round numbers of equal steps that enclose a range. Throws InputError for one that is not finite. */
function enclosing(low: number, high: number, count: number): number[] {
  if (!(Number.isFinite(low) && Number.isFinite(high))) {
    throw new InputError({
      what: `a colour scale from ${low} to ${high} has no bands`,
      remedy: "leave out what is not finite",
      value: [low, high],
    });
  }
  const [first, last] = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? [low, high] : around(low);
  const inner = roundValues([first, last], count);
  const step = inner.length > 1 ? inner[1]! - inner[0]! : last - first;
  const round = (value: number): number => Number(value.toPrecision(12));
  const edges = [...inner];
  if (edges[0]! > first + 1e-9 * step) edges.unshift(round(edges[0]! - step));
  if (edges.at(-1)! < last - 1e-9 * step) edges.push(round(edges.at(-1)! + step));
  return edges;
}

const around = (value: number): readonly [number, number] => {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
};
