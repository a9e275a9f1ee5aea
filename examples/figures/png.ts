import { Resvg } from "@resvg/resvg-js";
import { richText, svgDocument } from "../../src/plot/svg.ts";
import { lightTheme } from "../../src/plot/theme.ts";

/** Points of the image in an inch, as journals want them of drawings with text, and those that SVG has. */
const DENSITY = 600;
const SVG_DENSITY = 96;

/** An SVG text as a PNG image. */
export function renderPng(svg: string): Uint8Array {
  const font = { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: DENSITY / SVG_DENSITY }, font }).render().asPng();
}

/** Throws where the machine has no font to draw with: text would be missing without a word. */
export function requireFonts(): void {
  const { paper: background, ink, fontFamily } = lightTheme;
  const page = { width: 40, height: 20, title: "", description: "", background, fontFamily };
  const blank = renderPng(svgDocument(page));
  const label = renderPng(svgDocument(page, richText("N", { x: 10, y: 16, size: 14, fill: ink })));
  if (Buffer.compare(blank, label) === 0) {
    throw new Error("no font was found to write labels in; install a sans-serif one, such as DejaVu Sans");
  }
}
