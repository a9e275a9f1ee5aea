import type { PointsFunction } from "../roads/knownFunction.ts";
import type { Bands } from "./axes/bands.ts";
import type { Camera } from "./camera.ts";
import { type ContourLines, type DiscValues, discContours, discRegion, valuesAt } from "./discContours.ts";
import type { SphereView } from "./sphere.ts";
import { escapeText, polyline, svgElement } from "./svg.ts";

/** A function on a plane of the ball across the line of sight, as far as a mesh fills it. */
export interface Slice {
  /** Radius of the circle in which the plane cuts the sphere. */
  readonly radius: number;
  readonly values: DiscValues;
  /** Distance of the end of the mesh from the middle of that circle, over its radius, in equal angles from the right upwards. */
  readonly ends: Float64Array;
}

const ANGLES = 240;
/** So much of the way to an end is in the mesh, whatever is rounded, and between two angles, where its outline is straight. */
const INSIDE = 0.995;
const HALF = 100;

/**
 * @param contains whether a point is in the mesh
 * @param depth of the plane, towards the viewer
 */
export function sliceOf(
  { right, up, toward }: Camera,
  depth: number,
  evaluate: PointsFunction,
  contains: (point: Float64Array) => boolean,
): Slice {
  const radius = Math.sqrt(Math.max(0, 1 - depth * depth));
  const place = (u: number, v: number, point: Float64Array): void => {
    for (let i = 0; i < 3; i++) point[i] = radius * (right[i]! * u + up[i]! * v) + depth * toward[i]!;
  };
  const point = new Float64Array(3);
  const ends = Float64Array.from({ length: ANGLES }, (_, k) => {
    const angle = (2 * Math.PI * k) / ANGLES;
    let [inside, outside] = [0, 1];
    for (let step = 0; step < 24; step++) {
      const middle = (inside + outside) / 2;
      place(middle * Math.cos(angle), middle * Math.sin(angle), point);
      if (contains(point)) inside = middle;
      else outside = middle;
    }
    return inside;
  });
  const values = valuesAt(evaluate, HALF, (u, v, at) => {
    // Beyond the end the value there, so that contours run up to it; they are cut off at the end.
    const turn = (Math.atan2(v, u) / (2 * Math.PI) + 1) * ANGLES;
    const [before, share] = [Math.floor(turn), turn % 1];
    const end = INSIDE * ((1 - share) * ends[before % ANGLES]! + share * ends[(before + 1) % ANGLES]!);
    const scale = Math.min(1, end / Math.max(1e-12, Math.hypot(u, v)));
    place(scale * u, scale * v, at);
  });
  return { radius, values: { half: HALF, values }, ends };
}

/** The slice as filled contours, with the lines on which it is 0 where these are asked for. `id` is unique in the document. */
export function drawnSlice(
  view: SphereView,
  { radius, values, ends }: Slice,
  bands: Bands,
  id: string,
  lines: ContourLines,
  zero: { readonly color: string; readonly width: number } | null,
): string {
  const disc: SphereView = { ...view, radius: radius * view.radius };
  const outline = Array.from(ends).flatMap((end, k) => {
    const angle = (2 * Math.PI * k) / ANGLES;
    return [disc.x + disc.radius * end * Math.cos(angle), disc.y - disc.radius * end * Math.sin(angle)];
  });
  const region = polyline(outline, true);
  const zeros =
    zero === null
      ? ""
      : svgElement("path", {
          d: discRegion(values, disc, 0),
          fill: "none",
          stroke: zero.color,
          "stroke-width": zero.width,
        });
  const clip = `${id}-mesh`;
  return [
    svgElement("clipPath", { id: clip }, svgElement("path", { d: region })),
    svgElement("g", { "clip-path": `url(#${escapeText(clip)})` }, discContours(disc, values, bands, id, lines), zeros),
    svgElement("path", { d: region, fill: "none", stroke: lines.color, "stroke-width": lines.width }),
  ].join("");
}
