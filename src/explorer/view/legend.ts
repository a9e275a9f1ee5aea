import { shortNumber } from "../../plot/axes/axis.ts";
import { bandBar } from "../../plot/axes/bandBar.ts";
import { hatched } from "../../plot/hatch.ts";
import { plainText, svgElement } from "../../plot/svg.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import { byId, element, svgFrom, typeset } from "../dom.ts";
import type { ColorScale } from "./colorScale.ts";
import { fixedPointSign, meanSign } from "./overlay.ts";

const [WIDTH, SIZE] = [178, 12];

/** Width of the longest number, which stands below the end of the bar. */
const NUMBER = 36;

/** The bar of colours as SVG text, its upper left corner at a place. */
export function legendBar({ bar }: ColorScale, theme: SvgTheme, x: number, y: number): string {
  return bandBar({ x: x + NUMBER / 2, y: y + 1.7 * SIZE, width: WIDTH, ...bar, size: SIZE, theme });
}

/** Of the bar with its numbers. */
export const LEGEND_SIZE = { width: WIDTH + NUMBER, height: 4.6 * SIZE };

/** The bar, and sentences below it. */
export function showLegend(scale: ColorScale | null, theme: SvgTheme, notes: readonly string[]): void {
  const target = byId("legend");
  const { width, height } = LEGEND_SIZE;
  const bar =
    scale === null
      ? []
      : [
          svgFrom(
            svgElement(
              "svg",
              { class: "bar", width, height, role: "img", "aria-label": spokenRange(scale) },
              legendBar(scale, theme, 0, 0),
            ),
          ),
        ];
  target.replaceChildren(...bar, ...notes.map((note) => element("p", {}, typeset(note))));
}

function spokenRange({ bar }: ColorScale): string {
  const { edges } = bar.bands;
  const number = (value: number): string => shortNumber(value).replace(/\^\{([^}]*)\}/g, " to the $1");
  return `Colours from ${number(edges[0]!)} to ${number(edges.at(-1)!)}`;
}

export interface Sign {
  readonly text: string;
  /** SVG text around (9, 9). */
  readonly draw: (theme: SvgTheme) => string;
}

export const SIGNS = {
  region: {
    text: "not parabolic",
    draw: (theme) =>
      hatched("M2,3h14v12h-14Z", theme.ink, "sign-hatching", 0.4) +
      svgElement("rect", { x: 2, y: 3, width: 14, height: 12, fill: "none", stroke: theme.ink, "stroke-width": 1.4 }),
  },
  stable: { text: "stable fixed point", draw: (theme) => fixedPointSign("stable", 9, 9, theme, 0.9) },
  centre: { text: "centre", draw: (theme) => fixedPointSign("centre", 9, 9, theme, 0.9) },
  unstable: { text: "unstable fixed point", draw: (theme) => fixedPointSign("unstable", 9, 9, theme, 0.9) },
  mean: { text: "mean", draw: (theme) => meanSign(9, 9, theme, 0.9) },
} as const satisfies Readonly<Record<string, Sign>>;

/** The signs that are on the sphere. */
export function showSigns(signs: readonly Sign[], theme: SvgTheme): void {
  byId("signs").replaceChildren(
    ...signs.map(({ text, draw }) =>
      element(
        "li",
        {},
        svgFrom(svgElement("svg", { class: "sign", viewBox: "0 0 18 18", "aria-hidden": "true" }, draw(theme))),
        text,
      ),
    ),
  );
}

/** The same as SVG text, the first line at a place, for files. */
export const signList = (signs: readonly Sign[], theme: SvgTheme, x: number, y: number): string =>
  signs
    .map(({ text, draw }, k) =>
      svgElement(
        "g",
        { transform: `translate(${x} ${y + 20 * k})` },
        draw(theme),
        plainText(text, { x: 25, y: 13, size: 12.5, fill: theme.muted }),
      ),
    )
    .join("");
