import { escapeText, svgElement } from "./svg.ts";

/** Distance of the lines of a hatching. */
const DISTANCE = 3.2;

/** A region filled with slanted lines, `width` wide and `distance` from one another. */
export function hatched(data: string, color: string, id: string, width = 0.45, distance = DISTANCE): string {
  const line = svgElement("line", { x1: 0, x2: 0, y1: 0, y2: distance, stroke: color, "stroke-width": 2 * width });
  const pattern = {
    id,
    width: distance,
    height: distance,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  return (
    svgElement("pattern", pattern, line) +
    svgElement("path", { d: data, fill: `url(#${escapeText(id)})`, "fill-rule": "evenodd" })
  );
}
