import { hatched } from "../hatch.ts";
import { polyline, richText, svgElement } from "../svg.ts";
import { textWidth } from "../textWidth.ts";
import type { SvgTheme } from "../theme.ts";
import type { Mark } from "./marks.ts";
import { pointMark } from "./pointMark.ts";

/** A legend of marks in lines of text, as many entries in each as there is room for. */
export interface Legend {
  readonly height: number;
  /** @param top where the first line begins */
  readonly draw: (x: number, top: number) => string;
}

interface Entry {
  readonly label: string;
  readonly swatch: (x: number, y: number, id: string) => string;
}

export interface LegendOptions {
  readonly width: number;
  readonly size: number;
  readonly theme: SvgTheme;
  /** Unique in the document. */
  readonly id: string;
}

/** Length of a line in a legend, and room between entries, in sizes of the text. */
const SWATCH = 2;
const GAP = 1.4;
const LINE = 1.45;

/** Those of the marks that have a label; marks of one label are one entry, drawn on top of one another. */
export function legend(marks: readonly Mark[], { width, size, theme, id }: LegendOptions): Legend {
  const entries = entriesOf(marks, size, theme);
  const lines: { readonly entry: Entry; readonly at: number }[][] = [];
  let at = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const room = (SWATCH + 0.5) * size + textWidth(entry.label, size);
    if (at + room > width) {
      lines.push([]);
      at = 0;
    }
    lines.at(-1)!.push({ entry, at });
    at += room + GAP * size;
  }
  return {
    height: lines.length * LINE * size,
    draw: (x, top) =>
      lines
        .flatMap((line, row) =>
          line.map(({ entry, at: offset }, k) => {
            const y = top + (row * LINE + 1) * size;
            const label = { x: x + offset + (SWATCH + 0.5) * size, y, size, fill: theme.ink };
            return entry.swatch(x + offset, y - 0.34 * size, `${id}-${row}-${k}`) + richText(entry.label, label);
          }),
        )
        .join(""),
  };
}

function entriesOf(marks: readonly Mark[], size: number, theme: SvgTheme): Entry[] {
  const entries = new Map<string, Entry>();
  for (const mark of marks) {
    if (mark.kind === "heat" || mark.kind === "filled" || mark.label === undefined) continue;
    const { label } = mark;
    const before = entries.get(label)?.swatch ?? (() => "");
    const own = (x: number, y: number, id: string): string => swatch(mark, x, y, size, theme, id);
    entries.set(label, { label, swatch: (x, y, id) => before(x, y, id) + own(x, y, `${id}m`) });
  }
  return [...entries.values()];
}

function swatch(
  mark: Exclude<Mark, { kind: "heat" | "filled" }>,
  x: number,
  y: number,
  size: number,
  theme: SvgTheme,
  id: string,
): string {
  const width = SWATCH * size;
  const [top, bottom] = [y - 0.4 * size, y + 0.4 * size];
  const box = polyline([x, top, x + width, top, x + width, bottom, x, bottom], true);
  switch (mark.kind) {
    case "line":
    case "contours": {
      const stroke = { stroke: mark.color, "stroke-width": mark.width ?? 1.1, "stroke-dasharray": mark.dash };
      return svgElement("line", { x1: x, x2: x + width, y1: y, y2: y, ...stroke });
    }
    case "band":
      return svgElement("path", { d: box, fill: mark.color, "fill-opacity": mark.opacity ?? 0.25 });
    case "points":
      return pointMark(x + width / 2, y, mark, theme);
    case "hatch":
      return hatched(box, mark.color, id);
  }
}
