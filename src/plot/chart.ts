import { polyline, richText, svgElement } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

/** A curve of a chart: points x, y after one another. */
export interface ChartCurve {
  readonly points: readonly (readonly [number, number])[];
  readonly color: string;
  /** Lengths of dashes and gaps, "6 4"; solid where absent. */
  readonly dash?: string;
  readonly width?: number;
  /** Markup of `richText` for the legend. */
  readonly label: string;
}

export interface Chart {
  /** Of the frame, in units of the picture. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** First and last value along each axis. */
  readonly rangeX: readonly [number, number];
  readonly rangeY: readonly [number, number];
  /** Markup of `richText`. */
  readonly labelX: string;
  readonly labelY: string;
  readonly curves: readonly ChartCurve[];
  /** Rectangles [x0, y0, x1, y1] in values, filled behind the curves. */
  readonly cells?: readonly { readonly at: readonly [number, number, number, number]; readonly color: string }[];
  readonly size: number;
  readonly theme: SvgTheme;
}

/** Curves in a frame with ticks, and below it a legend with a line each. */
export function chart(options: Chart): string {
  const { x, y, width, height, rangeX, rangeY, labelX, labelY, curves, cells = [], size, theme } = options;
  const left = (value: number): number => x + (width * (value - rangeX[0])) / (rangeX[1] - rangeX[0]);
  const top = (value: number): number => y + height - (height * (value - rangeY[0])) / (rangeY[1] - rangeY[0]);
  const text = { size, fill: theme.ink } as const;
  const filled = cells.map(({ at: [x0, y0, x1, y1], color }) =>
    svgElement("rect", { x: left(x0), y: top(y1), width: left(x1) - left(x0), height: top(y0) - top(y1), fill: color }),
  );
  const ticksX = ticksOf(rangeX).map((value) => {
    const at = left(value);
    return (
      svgElement("line", { x1: at, x2: at, y1: y, y2: y + height, stroke: theme.faint, "stroke-width": 1 }) +
      richText(tickLabel(value), { ...text, x: at, y: y + height + 1.3 * size, anchor: "middle" })
    );
  });
  const ticksY = ticksOf(rangeY).map((value) => {
    const at = top(value);
    return (
      svgElement("line", { x1: x, x2: x + width, y1: at, y2: at, stroke: theme.faint, "stroke-width": 1 }) +
      richText(tickLabel(value), { ...text, x: x - 0.5 * size, y: at + 0.35 * size, anchor: "end" })
    );
  });
  const lines = curves.map(({ points, color, dash, width: stroke = 2.5 }) =>
    svgElement("path", {
      d: polyline(points.flatMap(([u, v]) => [left(u), top(v)])),
      fill: "none",
      stroke: color,
      "stroke-width": stroke,
      "stroke-dasharray": dash,
      "stroke-linejoin": "round",
    }),
  );
  const legend = curves.map(({ color, dash, width: stroke = 2.5, label }, k) => {
    const at = y + height + (3.4 + 1.5 * k) * size;
    const line = { x1: x, x2: x + 34, y1: at - 0.3 * size, y2: at - 0.3 * size };
    return (
      svgElement("line", { ...line, stroke: color, "stroke-width": stroke, "stroke-dasharray": dash }) +
      richText(label, { ...text, x: x + 46, y: at })
    );
  });
  return [
    ...filled,
    ...ticksX,
    ...ticksY,
    ...lines,
    svgElement("rect", { x, y, width, height, fill: "none", stroke: theme.line, "stroke-width": 1.2 }),
    richText(labelX, { ...text, x: x + width, y: y + height + 2.4 * size, anchor: "end" }),
    richText(labelY, { ...text, x, y: y - 0.7 * size }),
    ...legend,
  ].join("");
}

/** Height of the legend and the labels below the frame. */
export const chartFooter = (curves: number, size: number): number => (3.4 + 1.5 * curves) * size;

/** Four to nine round numbers in a range. */
function ticksOf([first, last]: readonly [number, number]): number[] {
  const span = last - first;
  const power = 10 ** Math.floor(Math.log10(span));
  const step = [0.1, 0.2, 0.5, 1].map((factor) => factor * power).find((size) => span / size <= 8.001) ?? power;
  const ticks: number[] = [];
  for (let k = Math.ceil(first / step - 1e-9); k * step <= last + 1e-9 * span; k++) ticks.push(k * step);
  return ticks;
}

/** Without the roundings of a multiple. */
const tickLabel = (value: number): string => String(Number(value.toPrecision(6)) + 0).replace("-", "−");
