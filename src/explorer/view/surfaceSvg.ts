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

/** Of what is negligible for a line this much has no colour either. */
const NOTHING = 0.2;

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
  // The first as a whole, the others where they are in front: no gap shows where they cross.
  return rasters.map((raster, k) => slice(raster, nearest(rasters, k), window, look, `${id}-${k}`)).join("");
}

function onSphere(view: SphereView, raster: Raster, window: Window, look: SurfaceLook, id: string): string {
  const { theme, scale } = look;
  const full = (values: Float64Array): Float64Array => extended(values, raster.values, window, view.x, view.y);
  const values = full(raster.values);
  const zero = scale.signed ? zeroLine(values, window, look, `${id}-zero`) : "";
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
      zero,
      hatching === ""
        ? ""
        : svgElement("g", { opacity: 0.42 }, hatched(hatching, theme.ink, `${id}-hatching`, 0.55, 6.4)),
    ),
    graticule(view, "near", { stroke: theme.ink, "stroke-width": 0.8, "stroke-opacity": 0.14 }),
    sphereShade(view, `${id}-shade`),
  ].join("");
}

/** Where `seen` is 1. */
function slice({ values }: Raster, seen: Float64Array, window: Window, look: SurfaceLook, id: string): string {
  const region = outline(seen, window, 0.5);
  if (region === "") return "";
  const clip = `${id}-seen`;
  return (
    svgElement("clipPath", { id: clip }, svgElement("path", { d: region, "clip-rule": "evenodd" })) +
    svgElement("g", { "clip-path": `url(#${clip})` }, filled(spread(values, window), window, look))
  );
}

/** The line of 0, but for where next to nothing is on both sides of it. */
function zeroLine(values: Float64Array, window: Window, { scale, theme }: SurfaceLook, id: string): string {
  const d = outline(values, window, 0);
  if (d === "") return "";
  const something = outline(largestAround(values, window), window, scale.negligible);
  const line = { d, fill: "none", stroke: theme.ink, "stroke-width": 1.2, "stroke-opacity": 0.72 };
  return (
    svgElement("clipPath", { id }, svgElement("path", { d: something, "clip-rule": "evenodd" })) +
    svgElement("path", { ...line, "clip-path": `url(#${id})` })
  );
}

/** The largest size of a value among the points around. */
function largestAround(values: Float64Array, { columns }: Window): Float64Array {
  const reach = 2;
  let found = values.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value)));
  for (const stride of [1, columns]) {
    const before = found;
    found = before.map((value, at) => {
      let most = value;
      for (let k = -reach; k <= reach; k++) most = Math.max(most, before[at + k * stride] ?? 0);
      return most;
    });
  }
  return found;
}

/** 1 where a raster is in front of those before it. */
function nearest(rasters: readonly Raster[], k: number): Float64Array {
  const own = rasters[k]!;
  const before = rasters.slice(0, k);
  return own.values.map((value, at) =>
    !Number.isNaN(value) && before.every((other) => !(other.depths[at]! > own.depths[at]!)) ? 1 : 0,
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
        const nothing = NOTHING * scale.negligible;
        return area(0 - nothing, theme.diverging[0][0]!, {}) + area(nothing, fill, {});
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
