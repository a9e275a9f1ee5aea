import type { Bands } from "../../plot/axes/bands.ts";
import { densityBands } from "../../plot/densityBands.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import type { Mesh, Rgb } from "../gl/scene.ts";

/** Colours of what is drawn, those of the pictures of the library. */
export interface ColorScale {
  readonly bands: Bands;
  /** Whether it is negative somewhere. */
  readonly signed: boolean;
  /** Of the legend. */
  readonly bar: { readonly bands: Bands; readonly label: string };
  /** Three bytes a band. */
  readonly bytes: Uint8Array;
  /** Outer edges; log10 of them where `bands.log`. */
  readonly first: number;
  readonly last: number;
  /** Smaller values have no lines. */
  readonly negligible: number;
}

/** On a sphere of the size of a page more can be told apart than in print. */
const BANDS = 16;

/** Of the largest value. */
const NEGLIGIBLE = 2e-3;

/** @param symbol markup of what is drawn; what is named *P* has a scale over decades where it is a narrow peak */
export function colorScale(symbol: string, meshes: readonly Pick<Mesh, "values">[], theme: SvgTheme): ColorScale {
  const { signed, bar, edges, colors, log } = densityBands(
    symbol,
    meshes.map(({ values }) => values),
    // Nothing at all is 0 on a scale that has numbers.
    meshes.every(({ values }) => values.every((value) => value === 0)) ? 1 : undefined,
    theme,
    BANDS,
  );
  const measure = log ? Math.log10 : (value: number): number => value;
  const [low, high] = [edges[0]!, edges.at(-1)!];
  return {
    bands: { edges, colors, log },
    signed,
    bar,
    bytes: Uint8Array.from(colors.flatMap(bytesOf)),
    first: measure(low),
    last: measure(high),
    negligible: signed ? NEGLIGIBLE * Math.max(Math.abs(low), Math.abs(high)) : 0,
  };
}

/** Red, green and blue of #rrggbb, 0 .. 255. */
export const bytesOf = (color: string): [number, number, number] => {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
};

export const rgbOf = (color: string): Rgb => bytesOf(color).map((byte) => byte / 255) as unknown as Rgb;
