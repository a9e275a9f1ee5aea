import { regionAbove } from "../../plot/contours.ts";
import { hatched } from "../../plot/hatch.ts";
import { simplified } from "../../plot/simplify.ts";
import { graticule, type SphereView, sphereShade } from "../../plot/sphere.ts";
import { polyline, svgElement } from "../../plot/svg.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import type { Mesh } from "../gl/scene.ts";
import type { ColorScale } from "./colorScale.ts";
import { extended, type Raster, rasterize, type Window, windowOver } from "./raster.ts";

export interface SurfaceLook {
  readonly scale: ColorScale;
  readonly theme: SvgTheme;
  readonly contours: boolean;
  readonly hatching: boolean;
  /** Whether the meshes are slices in the ball. */
  readonly inside: boolean;
}

/** Distance of the points at which a surface is looked at, and how far an outline may be off, in pixels. */
const STEP = 2;
const UNSEEN = 0.08;

/** Meshes as filled contours, as the renderer shows them. `id` is unique in the document. */
export function surfaceSvg(
  view: SphereView,
  meshes: readonly Mesh[],
  look: SurfaceLook,
  id: string,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const window = windowOver(view, width, height, Math.min(STEP, view.radius / 40));
  const rasters = meshes.map((mesh) => rasterize(view, mesh, window));
  if (!look.inside) return rasters.map((raster) => onSphere(view, raster, window, look, id)).join("");
  return rasters.map((raster, k) => slice(raster, nearest(rasters, k), window, look, `${id}-${k}`)).join("");
}

function onSphere(view: SphereView, raster: Raster, window: Window, look: SurfaceLook, id: string): string {
  const { theme, scale } = look;
  const full = (values: Float64Array): Float64Array => extended(values, raster.values, window, view.x, view.y);
  const values = full(raster.values);
  const zero = scale.signed ? outline(values, window, 0) : "";
  const hatching =
    raster.margins === null || !look.hatching
      ? ""
      : outline(full(raster.margins.map((margin) => 0 - margin)), window, 0);
  const clip = `${id}-rim`;
  return [
    svgElement("clipPath", { id: clip }, svgElement("circle", { cx: view.x, cy: view.y, r: view.radius })),
    svgElement(
      "g",
      { "clip-path": `url(#${clip})` },
      filled(values, window, look),
      zero === ""
        ? ""
        : svgElement("path", { d: zero, fill: "none", stroke: theme.ink, "stroke-width": 1.2, "stroke-opacity": 0.72 }),
      hatching === "" ? "" : hatched(hatching, theme.ink, `${id}-hatching`, 0.3),
    ),
    graticule(view, "near", { stroke: theme.ink, "stroke-width": 0.8, "stroke-opacity": 0.14 }),
    sphereShade(view, `${id}-shade`),
  ].join("");
}

/** Where no other slice is in front. */
function slice({ values }: Raster, seen: Float64Array, window: Window, look: SurfaceLook, id: string): string {
  const region = outline(seen, window, 0.5);
  if (region === "") return "";
  const clip = `${id}-seen`;
  return (
    svgElement("clipPath", { id: clip }, svgElement("path", { d: region, "clip-rule": "evenodd" })) +
    svgElement("g", { "clip-path": `url(#${clip})` }, filled(spread(values, window), window, look))
  );
}

/** 1 where a raster is in front of all others. */
function nearest(rasters: readonly Raster[], k: number): Float64Array {
  const own = rasters[k]!;
  return own.values.map((value, at) =>
    !Number.isNaN(value) && rasters.every((other) => other === own || !(other.depths[at]! > own.depths[at]!)) ? 1 : 0,
  );
}

/** Points without a value get that of a neighbour with one: outlines run on up to where they are cut off. */
function spread(values: Float64Array, { columns }: Window): Float64Array {
  const out = values.slice();
  const neighbours = [-1, 1, -columns, columns, -columns - 1, -columns + 1, columns - 1, columns + 1];
  for (let at = 0; at < values.length; at++) {
    if (!Number.isNaN(values[at]!)) continue;
    const from = neighbours.find((way) => !Number.isNaN(values[at + way] ?? Number.NaN));
    if (from !== undefined) out[at] = values[at + from]!;
  }
  return out;
}

function filled(values: Float64Array, window: Window, { scale, theme, contours }: SurfaceLook): string {
  const { edges, colors } = scale.bands;
  const frame = {
    x: window.left,
    y: window.top,
    width: window.step * window.columns,
    height: window.step * window.rows,
  };
  const line = contours ? { stroke: theme.ink, "stroke-width": 0.7, "stroke-opacity": 0.2 } : {};
  const area = (level: number, fill: string, lines: object): string => {
    const d = outline(values, window, level);
    return d === "" ? "" : svgElement("path", { d, fill, "fill-rule": "evenodd", ...lines });
  };
  return (
    svgElement("rect", { ...frame, fill: colors[0]! }) +
    colors
      .slice(1)
      .map((fill, k) => {
        const edge = edges[k + 1]!;
        if (!scale.signed || edge !== 0) return area(edge, fill, line);
        // Next to nothing has no sign.
        return area(0 - scale.negligible, theme.diverging[0][0]!, {}) + area(scale.negligible, fill, {});
      })
      .join("")
  );
}

/** Path data of where values are at least a level; what has no value is below it. */
function outline(values: Float64Array, { left, top, step, columns, rows }: Window, level: number): string {
  const known = values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
  return regionAbove({ columns, rows, values: known }, level)
    .map((points) => points.map((at, i) => (i % 2 === 0 ? left : top) + step * at))
    .map((points) => polyline(simplified(points, UNSEEN, true), true))
    .join("");
}
