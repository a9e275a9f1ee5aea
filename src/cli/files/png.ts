import { BlochfemError, InputError } from "../../core/errors.ts";
import { richText, svgDocument } from "../../plot/svg.ts";
import { lightTheme } from "../../plot/theme.ts";

/** Dots of the image in an inch, as journals want them of drawings with text, and those that a pixel of SVG stands for. */
const DENSITY = 600;
const SVG_DENSITY = 96;

/** Makes a PNG image of an SVG text. */
export type RenderPng = (svg: string) => Uint8Array;

/**
 * Loads what makes images, a package that may be left out of an installation.
 *
 * @throws InputError where it is not there; BlochfemError where the machine has no font, so that text would be missing without a word
 */
export async function pngRenderer(): Promise<RenderPng> {
  const { Resvg } = await loaded();
  const render: RenderPng = (svg) => {
    const font = { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };
    return new Resvg(svg, { fitTo: { mode: "zoom", value: DENSITY / SVG_DENSITY }, font }).render().asPng();
  };
  requireFonts(render);
  return render;
}

async function loaded(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch {
    throw new InputError({
      what: "PNG images are made by the package @resvg/resvg-js, which is not installed",
      remedy: "install it with npm install @resvg/resvg-js, or give a name that ends in .svg",
    });
  }
}

function requireFonts(render: RenderPng): void {
  const { paper: background, ink, fontFamily } = lightTheme;
  const sheet = { width: 40, height: 20, title: "", description: "", background, fontFamily };
  const label = richText("N", { x: 10, y: 16, size: 14, fill: ink });
  if (Buffer.compare(render(svgDocument(sheet)), render(svgDocument(sheet, label))) !== 0) return;
  throw new BlochfemError({
    what: "no font was found to write the labels of a PNG image in",
    remedy: "install a sans-serif one, such as DejaVu Sans, or give a name that ends in .svg",
  });
}
