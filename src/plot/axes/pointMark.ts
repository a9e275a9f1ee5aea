import { polyline, svgElement } from "../svg.ts";
import type { SvgTheme } from "../theme.ts";
import type { PointsMark } from "./marks.ts";

const SIZE = 4;

/** A point in its shape, with a rim of the paper's colour that tells it from what is below it. */
export function pointMark(
  u: number,
  v: number,
  { shape = "disc", size = SIZE, color }: Pick<PointsMark, "shape" | "size" | "color">,
  theme: SvgTheme,
): string {
  const half = size / 2;
  const filled = { fill: color, stroke: theme.paper, "stroke-width": 0.5 };
  switch (shape) {
    case "disc":
      return svgElement("circle", { cx: u, cy: v, r: half, ...filled });
    case "ring":
      return svgElement("circle", { cx: u, cy: v, r: half, fill: theme.paper, stroke: color, "stroke-width": 1 });
    case "square": {
      const side = 0.88 * size;
      return svgElement("rect", { x: u - side / 2, y: v - side / 2, width: side, height: side, ...filled });
    }
    case "diamond": {
      const far = 1.2 * half;
      return svgElement("path", { d: polyline([u - far, v, u, v - far, u + far, v, u, v + far], true), ...filled });
    }
    case "plus": {
      const data = polyline([u - half, v, u + half, v]) + polyline([u, v - half, u, v + half]);
      const line = { d: data, fill: "none", "stroke-linecap": "round" };
      return (
        svgElement("path", { ...line, stroke: theme.paper, "stroke-width": 2.2 }) +
        svgElement("path", { ...line, stroke: color, "stroke-width": 1 })
      );
    }
  }
}
