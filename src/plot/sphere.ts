import type { Vector3 } from "../state/moments.ts";
import { type Camera, cutByDepth, project } from "./camera.ts";
import { escapeText, polyline, richText, svgElement } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

/** Where the unit sphere is drawn and from where it is seen. */
export interface SphereView {
  readonly camera: Camera;
  /** Centre and radius in units of the picture. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Points u, v of the camera (v upwards) as points of the picture (y downwards). */
export function placePoints({ x, y, radius }: SphereView, points: ArrayLike<number>): number[] {
  return Array.from(points, (value, k) => (k % 2 === 0 ? x + radius * value : y - radius * value));
}

/** The ball, lit from the upper left. `id` is unique in the document. */
export function sphereBody({ x, y, radius }: SphereView, theme: SvgTheme, id: string): string {
  const stop = (offset: number, color: string) => svgElement("stop", { offset, "stop-color": color });
  const shade = { id, cx: 0.38, cy: 0.34, r: 0.72 };
  return [
    svgElement("radialGradient", shade, stop(0, theme.body[0]), stop(1, theme.body[1])),
    svgElement("circle", { cx: x, cy: y, r: radius, fill: `url(#${escapeText(id)})` }),
  ].join("");
}

/** Darkens the rim, so that a coloured disc looks round; the colours of the inner two thirds stay those of their legend. */
export function sphereShade({ x, y, radius }: SphereView, id: string): string {
  const stop = (offset: number, opacity: number) =>
    svgElement("stop", { offset, "stop-color": "#000000", "stop-opacity": opacity });
  return [
    svgElement("radialGradient", { id }, stop(0, 0), stop(0.66, 0), stop(1, 0.11)),
    svgElement("circle", { cx: x, cy: y, r: radius, fill: `url(#${escapeText(id)})` }),
  ].join("");
}

export function sphereOutline({ x, y, radius }: SphereView, color: string, width: number): string {
  return svgElement("circle", { cx: x, cy: y, r: radius, fill: "none", stroke: color, "stroke-width": width });
}

/** Meridians and parallels every 30 degrees: those of the far or of the near half. */
export function graticule(view: SphereView, side: "far" | "near", stroke: Readonly<Record<string, string | number>>) {
  const wanted = side === "near" ? 1 : 0;
  let data = "";
  for (const circle of graticuleCircles()) {
    for (const { layer, points } of cutByDepth(view.camera, circle, [0])) {
      if (layer === wanted) data += polyline(placePoints(view, points));
    }
  }
  return svgElement("path", { d: data, fill: "none", ...stroke });
}

function graticuleCircles(): Float64Array[] {
  const steps = 96;
  const circle = (point: (angle: number) => Vector3) => {
    const points = new Float64Array(3 * (steps + 1));
    for (let k = 0; k <= steps; k++) points.set(point((2 * Math.PI * k) / steps), 3 * k);
    return points;
  };
  const circles: Float64Array[] = [];
  for (let degrees = 0; degrees < 180; degrees += 30) {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    circles.push(circle((t) => [c * Math.sin(t), s * Math.sin(t), Math.cos(t)]));
  }
  for (let degrees = -60; degrees <= 60; degrees += 30) {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    circles.push(circle((t) => [c * Math.cos(t), c * Math.sin(t), s]));
  }
  return circles;
}

export interface AxisOptions {
  readonly theme: SvgTheme;
  readonly size: number;
  /** Distance from the centre at which an arrow starts: 1 leaves the ball free. */
  readonly from: number;
  readonly to: number;
}

/** Arrows along x, y and z: those that point away from the viewer, or those towards. An opaque ball hides what is behind it. */
export function axes(view: SphereView, side: "far" | "near", options: AxisOptions): string {
  return ["x", "y", "z"]
    .map((name, k) => {
      const [u, v, depth] = project(
        view.camera,
        [0, 1, 2].map((i) => (i === k ? 1 : 0)),
      );
      return depth > 0 !== (side === "near") ? "" : axisArrow(view, [u, v], `*${name}*`, options);
    })
    .join("");
}

/** Arrows to the right and up, with what they point along. */
export const sliceAxes = (
  view: SphereView,
  [right, up]: readonly [string, string],
  options: Omit<AxisOptions, "from">,
): string =>
  axisArrow(view, [1, 0], right, { ...options, from: 1 }) + axisArrow(view, [0, 1], up, { ...options, from: 1 });

/** An axis that is seen along (u, v), and shorter where it points to or from the viewer. */
function axisArrow(
  view: SphereView,
  [u, v]: readonly [number, number],
  name: string,
  { theme, size, from, to }: AxisOptions,
): string {
  const length = Math.hypot(u, v);
  // What points straight to the viewer is a dot with a name beside it.
  const [du, dv] = length < 1e-9 ? [0, 0] : [u / length, v / length];
  const [x1, y1, x2, y2] = placePoints(view, [from * u, from * v, to * u, to * v]) as [number, number, number, number];
  const [x, y] = [x2 + 0.95 * size * du, y2 - 0.95 * size * dv];
  const label = { x, y: y + 0.35 * size, size, fill: theme.ink, anchor: "middle", halo: theme.paper } as const;
  return [
    svgElement("line", { x1, y1, x2, y2, stroke: theme.ink, "stroke-width": size / 14 }),
    length < 1e-9 ? "" : arrowHead(x2, y2, [du, -dv], 0.5 * size, theme.ink),
    richText(name, label),
  ].join("");
}

/** A filled triangle with its tip at (x, y), pointing along the unit vector `direction` of the picture. */
export function arrowHead(
  x: number,
  y: number,
  [dx, dy]: readonly [number, number],
  length: number,
  fill: string,
): string {
  const [baseX, baseY] = [x - length * dx, y - length * dy];
  const half = 0.38 * length;
  const points = [x, y, baseX - half * dy, baseY + half * dx, baseX + half * dy, baseY - half * dx];
  return svgElement("path", { d: polyline(points, true), fill });
}
