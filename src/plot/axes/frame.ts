import { hatched } from "../hatch.ts";
import { simplified } from "../simplify.ts";
import { escapeText, polyline, richText, strokedPath, svgElement, svgNumber } from "../svg.ts";
import { textWidth } from "../textWidth.ts";
import type { SvgTheme } from "../theme.ts";
import { type Axis, type PlacedAxis, placeAxis } from "./axis.ts";
import { heatPaths, type PlacedGrid, placedContours, placedRegions } from "./grid.ts";
import type { ContoursMark, Mark } from "./marks.ts";
import { pointMark } from "./pointMark.ts";

/** Axes around marks: a frame with ticks, inside which curves, bands, points, heat maps and contours are drawn. */
export interface Frame {
  /** Of the frame itself, without the labels, in units of the picture. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly axisX: Axis;
  readonly axisY: Axis;
  readonly marks: readonly Mark[];
  /** Whether numbers and labels are written below and to the left: not where panels share an axis. */
  readonly labelled?: { readonly x?: boolean; readonly y?: boolean };
  /** Markup of `richText`, above the upper left corner: which panel this is. */
  readonly title?: string;
  readonly size: number;
  readonly theme: SvgTheme;
  /** Unique in the document. */
  readonly id: string;
}

/** Least distances between numbers along x and along y, in sizes of the text. */
const APART = [4.4, 2.2] as const;

/** What is missing of `labelled` is true. */
export function frame(options: Frame): string {
  const { x, y, width, height, axisX, axisY, marks, title, size, theme, id } = options;
  const across = placeAxis(axisX, x, x + width, APART[0] * size);
  const up = placeAxis(axisY, y + height, y, APART[1] * size);
  const drawn = marks.map((mark, k) => drawMark(mark, across, up, options, `${id}-${k}`));
  const clip = svgElement("clipPath", { id }, svgElement("rect", { x, y, width, height }));
  const heading =
    title === undefined ? "" : richText(title, { x, y: y - 0.55 * size, size, fill: theme.ink, weight: 600 });
  return [
    clip,
    svgElement("g", { "clip-path": `url(#${escapeText(id)})` }, ...drawn.map(({ clipped }) => clipped)),
    svgElement("rect", { x, y, width, height, fill: "none", stroke: theme.line, "stroke-width": 0.6 }),
    tickMarks(options, across, up),
    ...drawn.map(({ free }) => free),
    numbersAndLabels(options, across, up),
    heading,
  ].join("");
}

/** Room to the left of a frame for its numbers and its label, and below it. */
export function frameMargins({
  axisX,
  axisY,
  height,
  width,
  size,
}: Pick<Frame, "axisX" | "axisY" | "height" | "width" | "size">): {
  readonly left: number;
  readonly below: number;
} {
  const up = placeAxis(axisY, height, 0, APART[1] * size);
  const widest = Math.max(0, ...up.ticks.map(({ label }) => textWidth(label, size)));
  const across = placeAxis(axisX, 0, width, APART[0] * size);
  const named = across.ticks.some(({ label }) => label !== "");
  return { left: widest + (0.5 + 1.7) * size, below: ((named ? 1.4 : 0) + 1.5) * size };
}

interface Drawn {
  /** What ends at the frame, and what may stand out: a point on the frame is seen whole. */
  readonly clipped: string;
  readonly free: string;
}

function drawMark(
  mark: Mark,
  across: PlacedAxis,
  up: PlacedAxis,
  { x, y, width, height, theme }: Frame,
  id: string,
): Drawn {
  const place = ([u, v]: readonly [number, number]): readonly [number, number] => [across.place(u), up.place(v)];
  switch (mark.kind) {
    case "line":
      return inside(
        strokedPath(
          pieces(mark.points.map(place))
            .map((piece) => polyline(piece))
            .join(""),
          mark,
        ),
      );
    case "band": {
      const there = mark.points.filter((point) => point.every(Number.isFinite));
      const low = there.flatMap(([at, value]) => place([at, value]));
      const high = there.toReversed().flatMap(([at, , value]) => place([at, value]));
      const fill = { fill: mark.color, "fill-opacity": mark.opacity ?? 0.25 };
      return inside(there.length === 0 ? "" : svgElement("path", { d: polyline([...low, ...high], true), ...fill }));
    }
    case "points": {
      const shown = mark.points.map((point, k) => {
        const [u, v] = place(point);
        const seen = u >= x - 0.5 && u <= x + width + 0.5 && v >= y - 0.5 && v <= y + height + 0.5;
        if (!seen) return "";
        const [du, dv] = mark.errors?.[k] ?? [0, 0];
        const bars = [
          errorBar(place([point[0] - du, point[1]]), place([point[0] + du, point[1]])),
          errorBar(place([point[0], point[1] - dv]), place([point[0], point[1] + dv])),
        ].join("");
        const bar =
          bars === "" ? "" : svgElement("path", { d: bars, fill: "none", stroke: mark.color, "stroke-width": 0.7 });
        return bar + pointMark(u, v, mark, theme);
      });
      return { clipped: "", free: shown.join("") };
    }
    case "heat": {
      const cells = heatPaths(placedGrid(mark, across, up), mark.bands, svgNumber);
      return inside(
        svgElement(
          "g",
          { "shape-rendering": "crispEdges" },
          ...cells.map(([color, data]) => svgElement("path", { d: data, fill: color })),
        ),
      );
    }
    case "filled": {
      const grid = placedGrid(mark, across, up);
      const { edges, colors } = mark.bands;
      const lines = mark.lines && { stroke: mark.lines, "stroke-width": 0.25, "stroke-opacity": 0.4 };
      const regions = colors.slice(1).map((fill, k) => {
        const data = placedRegions(grid, edges[k + 1]!)
          .map((outline) => polyline(simplified(outline, UNSEEN, true), true))
          .join("");
        return data === "" ? "" : svgElement("path", { d: data, fill, "fill-rule": "evenodd", ...lines });
      });
      return inside(svgElement("rect", { x, y, width, height, fill: colors[0]! }) + regions.join(""));
    }
    case "contours": {
      const grid = placedGrid(mark, across, up);
      const lines = mark.levels.flatMap((level) => placedContours(grid, level));
      return inside(strokedPath(lines.map((line) => polyline(line)).join(""), mark));
    }
    case "hatch": {
      const grid = placedGrid(mark, across, up);
      const negative = { ...grid, values: Float64Array.from(mark.values, (value) => -value) };
      const data = placedRegions(negative, 0)
        .map((outline) => polyline(outline, true))
        .join("");
      return inside(data === "" ? "" : hatched(data, mark.color, id));
    }
  }
}

/** Outlines that are this far from those of the grid look the same. */
const UNSEEN = 0.015;

const inside = (clipped: string): Drawn => ({ clipped, free: "" });

const placedGrid = (
  { x, y, values }: Pick<ContoursMark, "x" | "y" | "values">,
  across: PlacedAxis,
  up: PlacedAxis,
): PlacedGrid => ({ x: x.map(across.place), y: y.map(up.place), values });

/** Runs of points of which every number is finite, as u, v pairs. */
function pieces(points: readonly (readonly [number, number])[]): number[][] {
  const runs: number[][] = [[]];
  for (const [u, v] of points) {
    if (Number.isFinite(u) && Number.isFinite(v)) runs.at(-1)!.push(u, v);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 2);
}

/** A bar that could not be told from its point is left out. */
function errorBar([u, v]: readonly [number, number], [toU, toV]: readonly [number, number]): string {
  const long = Math.hypot(toU - u, toV - v);
  return Number.isFinite(long) && long > 0.4 ? polyline([u, v, toU, toV]) : "";
}

/** Inwards, on all four sides. */
function tickMarks({ x, y, width, height, size, theme }: Frame, across: PlacedAxis, up: PlacedAxis): string {
  const ticks: string[] = [];
  const long = (label: string): number => (label === "" ? 0.18 : 0.36) * size;
  for (const { value, label } of across.ticks) {
    const [at, tick] = [across.place(value), long(label)];
    ticks.push(polyline([at, y + height, at, y + height - tick]), polyline([at, y, at, y + tick]));
  }
  for (const { value, label } of up.ticks) {
    const [at, tick] = [up.place(value), long(label)];
    ticks.push(polyline([x, at, x + tick, at]), polyline([x + width, at, x + width - tick, at]));
  }
  return svgElement("path", { d: ticks.join(""), fill: "none", stroke: theme.line, "stroke-width": 0.5 });
}

function numbersAndLabels(options: Frame, across: PlacedAxis, up: PlacedAxis): string {
  const { x, y, width, height, axisX, axisY, labelled = {}, size, theme } = options;
  const text = { size, fill: theme.ink } as const;
  const parts: string[] = [];
  if (labelled.x !== false) {
    for (const { value, label } of across.ticks) {
      if (label === "") continue;
      parts.push(richText(label, { ...text, x: across.place(value), y: y + height + 1.15 * size, anchor: "middle" }));
    }
    const label = withFactor(axisX.label, across.factor);
    parts.push(richText(label, { ...text, x: x + width / 2, y: y + height + 2.45 * size, anchor: "middle" }));
  }
  if (labelled.y !== false) {
    let widest = 0;
    for (const { value, label } of up.ticks) {
      if (label === "") continue;
      widest = Math.max(widest, textWidth(label, size));
      parts.push(richText(label, { ...text, x: x - 0.4 * size, y: up.place(value) + 0.36 * size, anchor: "end" }));
    }
    const at = { x: x - widest - 0.9 * size, y: y + height / 2 };
    parts.push(richText(withFactor(axisY.label, up.factor), { ...text, ...at, anchor: "middle", rotate: -90 }));
  }
  return parts.join("");
}

/** "x (10^3)": what the numbers are to be multiplied by. */
const withFactor = (label: string, factor: string): string => (factor === "" ? label : `${label}  (×${factor})`);
