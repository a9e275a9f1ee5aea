import { numberText, roundValues } from "../../plot/axes/axis.ts";
import { svgElement } from "../../plot/svg.ts";

/** A frame of a plot on the page: from values to places. */
export interface PlotFrame {
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface PlotEdges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Range = readonly [low: number, high: number];

export function plotFrame(
  width: number,
  height: number,
  { left, right, top, bottom }: PlotEdges,
  [x0, x1]: Range,
  [y0, y1]: Range,
): PlotFrame {
  return {
    width,
    height,
    x: (value) => left + ((value - x0) / (x1 - x0)) * (width - left - right),
    y: (value) => height - bottom - ((value - y0) / (y1 - y0)) * (height - top - bottom),
  };
}

/** Numbers with as many digits as tell them apart. */
export function tickTexts(values: readonly number[]): string[] {
  const largest = Math.max(...values.map(Math.abs));
  const power = largest === 0 ? 0 : Math.floor(Math.log10(largest) + 1e-9);
  if (power < 4 && power > -3) return values.map(numberText);
  return values.map((value) =>
    value === 0 ? "0" : `${numberText(Number((value / 10 ** power).toPrecision(6)))}e${numberText(power)}`,
  );
}

/** Lines across at round values, with their numbers on the left. */
export function horizontalLines(frame: PlotFrame, [low, high]: Range, most: number, from: number, to: number): string {
  const values = roundValues([low, high], most);
  const texts = tickTexts(values);
  return values
    .map((value, k) => {
      const y = frame.y(value);
      return (
        svgElement("line", { class: "grid", x1: from, x2: to, y1: y, y2: y }) +
        svgElement("text", { x: from - 6, y: y + 4, "text-anchor": "end" }, texts[k]!)
      );
    })
    .join("");
}

/** Numbers below at round values. */
export function numbersBelow(frame: PlotFrame, range: Range, most: number, y: number): string {
  const values = roundValues(range, most);
  const texts = tickTexts(values);
  return values
    .map((value, k) => svgElement("text", { x: frame.x(value), y, "text-anchor": "middle" }, texts[k]!))
    .join("");
}

/** An element of SVG with the plot in it, described by `label`. */
export const plotSvg = (
  { width, height }: Pick<PlotFrame, "width" | "height">,
  label: string,
  ...children: readonly string[]
): string =>
  svgElement(
    "svg",
    { class: "plot", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    ...children,
  );
