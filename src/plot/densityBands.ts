import { shortNumber } from "./axes/axis.ts";
import { type Bands, divergingBands, logBands, sequentialBands } from "./axes/bands.ts";
import type { SvgTheme } from "./theme.ts";

/** Colours of a density. */
export interface DensityBands extends Bands {
  /** Whether it is negative somewhere, by more than errors and a picture let see. */
  readonly signed: boolean;
  /** The colour bar: over decades a share of the maximum. */
  readonly bar: { readonly bands: Bands; readonly label: string };
}

/** Smaller negative parts, over the maximum, have no colour of their own. */
const NEGLIGIBLE = 1e-3;
/** Peaks higher than this over the uniform density are drawn over decades. */
const PEAKED = 60;
const UNIFORM = 1 / (4 * Math.PI);
const DECADES = 3;

/**
 * Diverging where a density is negative somewhere, over decades where it is a narrow peak, linear from 0 else.
 *
 * @param symbol markup of what it is called
 * @param samples values at the places that are drawn
 * @param maximum where it is known
 * @param count of bands at most, on a linear scale
 */
export function densityBands(
  symbol: string,
  samples: readonly Iterable<number>[],
  maximum: number | undefined,
  theme: SvgTheme,
  count?: number,
): DensityBands {
  let [low, high] = [0, maximum ?? 0];
  for (const values of samples) {
    for (const value of values) {
      // Beyond a mesh there is none.
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const plain = (bands: Bands, signed: boolean): DensityBands => ({ ...bands, signed, bar: { bands, label: symbol } });
  if (low < -NEGLIGIBLE * Math.max(high, -low)) return plain(divergingBands(low, high, theme, count), true);
  if (symbol !== DENSITY || high <= PEAKED * UNIFORM) return plain(sequentialBands(0, high, theme, count), false);
  const label = `${symbol} / ${symbol}_{max},  ${symbol}_{max} = ${shortNumber(high)}`;
  return { ...logBands(high, DECADES, theme), signed: false, bar: { bands: logBands(1, DECADES, theme), label } };
}

/** A Husimi function is never so narrow that it needs decades. */
const DENSITY = "*P*";
