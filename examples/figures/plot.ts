import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { svgElement } from "../../src/plot/svg.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";

export { Plot };

/** A plot as part of a larger drawing. */
export interface PlacedPlot {
  readonly svg: string;
  /** From values to units of the whole drawing. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Draws a plot with its upper left corner at (left, top). No browser is needed: the document is one in memory. */
export function placePlot(
  left: number,
  top: number,
  size: number,
  theme: SvgTheme,
  options: Plot.PlotOptions,
): PlacedPlot {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const plot = Plot.plot({ ...options, document: document });
  const attributes = {
    transform: `translate(${left},${top})`,
    // What the root element says otherwise, which is left out.
    fill: "currentColor",
    color: theme.ink,
    "font-size": size,
    "text-anchor": "middle",
  };
  // The style sheet is for pages; its selectors mean nothing to programs that draw a file.
  const svg = svgElement("g", attributes, plot.innerHTML.replace(/<style>.*?<\/style>/s, ""));
  const scale = (name: "x" | "y", offset: number) => {
    const { apply } = plot.scale(name)!;
    return (value: number) => offset + (apply(value) as number);
  };
  return { svg, x: scale("x", left), y: scale("y", top) };
}
