import { plainText, richText, svgDocument } from "./svg.ts";
import { fitted } from "./textWidth.ts";
import type { SvgTheme } from "./theme.ts";

/** Points in a millimetre. */
const POINT = 72 / 25.4;

/** Widths of one and of both columns of a journal, in points: 86 and 178 mm. */
export const COLUMN = 86 * POINT;
export const TWO_COLUMNS = 178 * POINT;

/** Text of a picture, in points. */
export const TEXT = 7.5;

/** Part of a picture, below what is above it. */
export interface Row {
  readonly height: number;
  readonly draw: (top: number) => string;
}

export interface Page {
  /** In points. */
  readonly width: number;
  /** Plain text, such as the name of a file. */
  readonly title: string;
  /** Markup of `richText` below it: what was solved, and how. */
  readonly facts?: readonly string[];
  /** For screen readers. */
  readonly description: string;
  readonly theme: SvgTheme;
}

/** Room at the sides. */
export const MARGIN = 5;

/** Rows below a title, as an SVG file of the size that it has in print. */
export function page({ width, title, facts = [], description, theme }: Page, rows: readonly Row[]): string {
  const line = 1.45 * TEXT;
  const heading = [
    plainText(fitted(title, 1.2 * TEXT, width - 2 * MARGIN), {
      x: MARGIN,
      y: MARGIN + 1.1 * TEXT,
      size: 1.15 * TEXT,
      fill: theme.ink,
      weight: 600,
    }),
    ...facts.map((fact, k) =>
      richText(fact, { x: MARGIN, y: MARGIN + 1.1 * TEXT + (k + 1) * line, size: TEXT, fill: theme.muted }),
    ),
  ];
  const parts: string[] = [];
  let top = MARGIN + 1.9 * TEXT + facts.length * line;
  for (const row of rows) {
    parts.push(row.draw(top));
    top += row.height;
  }
  return svgDocument(
    {
      width,
      height: top + MARGIN,
      unit: "pt",
      title,
      description,
      background: theme.paper,
      fontFamily: theme.fontFamily,
    },
    ...heading,
    ...parts,
  );
}

/** Lines of text that are no wider than given, broken at spaces. */
export function textRow(lines: readonly string[], color: string, size = TEXT): Row {
  return {
    height: 1.45 * size * lines.length,
    draw: (top) =>
      lines.map((text, k) => richText(text, { x: MARGIN, y: top + (1 + 1.45 * k) * size, size, fill: color })).join(""),
  };
}
