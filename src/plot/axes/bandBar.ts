import { colorBar } from "../colorBar.ts";
import type { SvgTheme } from "../theme.ts";
import { shortNumber } from "./axis.ts";
import type { Bands } from "./bands.ts";

export interface BandBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly bands: Bands;
  /** Markup, above the bar. */
  readonly label: string;
  readonly size: number;
  readonly theme: SvgTheme;
}

/** At most so many numbers stand below a bar. */
const NUMBERS = 7;

/** The colours of bands with numbers where they meet. */
export function bandBar({ x, y, width, bands, label, size, theme }: BandBar): string {
  const { edges, colors } = bands;
  const ticks = numbered(bands).map((k) => ({ at: k / colors.length, label: shortNumber(edges[k]!) }));
  return colorBar({ x, y, width, height: 0.9 * size, colors, ticks, label, size, theme });
}

/** Which edges have a number: 0 is among them where there is one, and on a logarithmic scale decades from the last edge. */
function numbered({ edges, log }: Bands): number[] {
  const all = edges.map((_, k) => k);
  if (log) return all.filter((k) => isWhole(Math.log10(edges.at(-1)! / edges[k]!)));
  const every = Math.ceil(edges.length / NUMBERS);
  const zero = Math.max(0, edges.indexOf(0));
  return all.filter((k) => (k - zero) % every === 0);
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;
