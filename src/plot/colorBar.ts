import { richText, svgElement } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

export interface ColorBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Colours of the bands, from left to right, of equal width. */
  readonly colors: readonly string[];
  /** Where along the bar, from 0 to 1, and what to write there. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Markup of `richText`, written above. */
  readonly label: string;
  readonly size: number;
  readonly theme: SvgTheme;
}

/** A horizontal legend of a colour scale. */
export function colorBar({ x, y, width, height, colors, ticks, label, size, theme }: ColorBar): string {
  const band = width / colors.length;
  const stroke = { stroke: theme.line, "stroke-width": size / 15 };
  // Bands overlap by a little: no paper shines through between them.
  const bands = colors.map((fill, k) =>
    svgElement("rect", { x: x + k * band, y, width: k + 1 < colors.length ? 1.1 * band : band, height, fill }),
  );
  const marks = ticks.map(({ at, label: tick }) => {
    const place = x + at * width;
    const text = { x: place, y: y + height + 1.35 * size, size, fill: theme.ink, anchor: "middle" } as const;
    return (
      svgElement("line", { x1: place, x2: place, y1: y + height, y2: y + height + 0.3 * size, ...stroke }) +
      richText(tick, text)
    );
  });
  const frame = svgElement("rect", { x, y, width, height, fill: "none", ...stroke });
  const caption = richText(label, { x: x + width / 2, y: y - 0.5 * size, size, fill: theme.ink, anchor: "middle" });
  return [...bands, frame, ...marks, caption].join("");
}
