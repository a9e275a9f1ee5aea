import { InputError } from "../core/errors.ts";
import { markupRuns } from "./markup.ts";
import { SCRIPT } from "./textWidth.ts";

/** SVG as text: every builder returns the text of complete elements, so that drawings are joined by concatenation. */
export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** An element with its attributes (null and undefined ones left out) and children, which are SVG text themselves. */
export function svgElement(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? svgNumber(value) : escapeText(value)}"`;
  }
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** Hundredths: at a picture's size of about a thousand units nothing smaller is seen. Throws InputError where not finite. */
export function svgNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new InputError({
      what: `a drawing has the coordinate ${value}`,
      remedy: "leave out what has no finite position",
      value,
    });
  }
  // Adding 0 makes -0 a 0.
  return String(Math.round(100 * value) / 100 + 0);
}

/** Text with the characters escaped that have a meaning in XML. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Path data of a polyline through u, v pairs. */
export function polyline(points: ArrayLike<number>, closed = false): string {
  let data = "";
  for (let k = 0; k + 1 < points.length; k += 2) {
    data += `${k === 0 ? "M" : "L"}${svgNumber(points[k]!)},${svgNumber(points[k + 1]!)}`;
  }
  return closed ? `${data}Z` : data;
}

export interface Stroke {
  readonly color: string;
  readonly width?: number;
  readonly dash?: string;
}

/** A drawn line without a filling; nothing where the path data is empty. */
export function strokedPath(data: string, { color, width = 1.1, dash }: Stroke): string {
  if (data === "") return "";
  return svgElement("path", {
    d: data,
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-dasharray": dash,
    "stroke-linejoin": "round",
  });
}

export interface TextOptions {
  readonly x: number;
  readonly y: number;
  /** In user units. */
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: number;
  /** Degrees, clockwise, about (x, y). */
  readonly rotate?: number;
  /** Colour of a rim that keeps the text readable on top of lines. */
  readonly halo?: string;
}

/** One line of text, in the markup of `markupRuns`. */
export function richText(markup: string, options: TextOptions): string {
  const { size } = options;
  let height = 0;
  const runs = markupRuns(markup).map(({ text, italic, level }) => {
    // A shift moves all that follows, so that it is given where the level changes.
    const wanted = level < 0 ? 0.25 * size : -0.36 * size * level;
    const dy = wanted === height ? null : wanted - height;
    height = wanted;
    const attributes = {
      dy,
      "font-size": level === 0 ? null : SCRIPT * size,
      "font-style": italic ? "italic" : null,
    };
    return svgElement("tspan", attributes, escapeText(text));
  });
  return textElement(options, runs);
}

/** One line of text as it is: the name of a file may hold what is markup elsewhere. */
export const plainText = (text: string, options: TextOptions): string => textElement(options, [escapeText(text)]);

function textElement(options: TextOptions, children: readonly string[]): string {
  const { x, y, size, fill, anchor = "start", weight, rotate, halo } = options;
  const attributes = {
    x,
    y,
    "font-size": size,
    "font-weight": weight,
    fill,
    "text-anchor": anchor,
    transform: rotate === undefined ? null : `rotate(${svgNumber(rotate)} ${svgNumber(x)} ${svgNumber(y)})`,
    ...(halo === undefined ? {} : { stroke: halo, "stroke-width": 0.25 * size, "paint-order": "stroke" }),
  };
  return svgElement("text", attributes, ...children);
}

export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  /** What a unit of the drawing is in print, a point or a pixel; "px" where absent. */
  readonly unit?: "pt" | "px";
  /** For screen readers; not drawn. */
  readonly title: string;
  readonly description: string;
  readonly background: string;
  readonly fontFamily: string;
}

/** A whole SVG file. */
export function svgDocument(document: SvgDocument, ...children: readonly string[]): string {
  const { width, height, unit = "px", title, description, background, fontFamily } = document;
  const length = (value: number): number | string => (unit === "px" ? value : svgNumber(value) + unit);
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width: length(width),
    height: length(height),
    viewBox: `0 0 ${svgNumber(width)} ${svgNumber(height)}`,
    role: "img",
    "font-family": fontFamily,
  };
  return `${svgElement(
    "svg",
    attributes,
    svgElement("title", {}, escapeText(title)),
    svgElement("desc", {}, escapeText(description)),
    svgElement("rect", { width, height, fill: background }),
    ...children,
  )}\n`;
}
