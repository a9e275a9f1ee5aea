import { type Camera, cutByDepth, project } from "../../plot/camera.ts";
import { axes, graticule, placePoints, type SphereView, sphereBody, sphereOutline } from "../../plot/sphere.ts";
import { sphereCurves } from "../../plot/sphereMarks.ts";
import { plainText, polyline, svgElement } from "../../plot/svg.ts";
import type { SvgTheme } from "../../plot/theme.ts";
import type { Vector } from "../state.ts";

export interface FixedPointMark {
  readonly position: Vector;
  readonly kind: string;
}

/** What is drawn around and on top of the surface, as far as it is wanted. */
export interface Marks {
  /** Whether the inside is seen. */
  readonly inside: boolean;
  /** Whether no surface covers the sphere, so that its body is drawn instead. */
  readonly bare?: boolean;
  /** Closed curves around the region that is not parabolic. */
  readonly outlines: readonly Float32Array[];
  readonly fixedPoints: readonly FixedPointMark[];
  readonly mean: Vector | null;
  /** Where the mean has been, x, y, z of point after point. */
  readonly trail: ArrayLike<number> | null;
  /** Rims of slices: circles through the ball across these unit vectors, through the mean. */
  readonly slices: readonly Vector[];
}

/** SVG behind and in front of the surface. */
export interface Overlay {
  readonly back: string;
  readonly front: string;
}

const AXIS_NAME = 17;

/** Of the sphere itself. `id` is unique in the document. */
export function mainOverlay(view: SphereView, marks: Marks, theme: SvgTheme, id: string): Overlay {
  const axis = { theme, size: AXIS_NAME, to: 1.14 };
  const { inside, bare = false } = marks;
  const back = inside
    ? sphereBody(view, theme, `${id}-body`) +
      graticule(view, "far", { stroke: theme.line, "stroke-width": 0.8, "stroke-opacity": 0.35 }) +
      axes(view, "far", { ...axis, from: 0 })
    : axes(view, "far", { ...axis, from: 1 }) + (bare ? sphereBody(view, theme, `${id}-body`) : "");
  const front = [
    inside || bare ? graticule(view, "near", { stroke: theme.line, "stroke-width": 0.8, "stroke-opacity": 0.35 }) : "",
    inside ? "" : outlined(view, marks.outlines, theme, 1),
    ...marks.slices.map((normal) => sliceRim(view, normal, marks.mean ?? [0, 0, 0], theme)),
    sphereOutline(view, theme.line, 1.2),
    trail(view, marks, theme),
    ...marks.fixedPoints.map((point) => fixedPoint(view, point, inside, theme)),
    marks.mean === null ? "" : cross(view, marks.mean, inside, theme),
    axes(view, "near", { ...axis, from: 1 }),
  ].join("");
  return { back, front };
}

/** Of the far side in its corner. */
export function farOverlay(view: SphereView, { outlines, fixedPoints, mean }: Marks, theme: SvgTheme): Overlay {
  const disc = { cx: view.x, cy: view.y, r: view.radius };
  const halo = svgElement("circle", { ...disc, r: view.radius + 3, fill: theme.paper });
  const front = [
    svgElement("circle", { ...disc, r: view.radius + 1.5, fill: "none", stroke: theme.paper, "stroke-width": 3 }),
    outlined(view, outlines, theme, 0.6),
    sphereOutline(view, theme.line, 1),
    ...fixedPoints.map((point) => fixedPoint(view, point, false, theme, 0.55)),
    mean === null ? "" : cross(view, mean, false, theme, 0.6),
    svgElement(
      "g",
      { "font-family": theme.fontFamily },
      plainText("far side", {
        x: view.x,
        y: view.y + view.radius + 14,
        size: 12,
        fill: theme.muted,
        anchor: "middle",
        halo: theme.paper,
      }),
    ),
  ].join("");
  return { back: halo, front };
}

function outlined(view: SphereView, outlines: readonly Float32Array[], theme: SvgTheme, size: number): string {
  const curves = outlines.map((curve) => Float64Array.from(curve));
  return (
    sphereCurves(view, curves, { color: theme.paper, width: 4.4 * size }) +
    sphereCurves(view, curves, { color: theme.ink, width: 1.7 * size })
  );
}

/** The circle in which the plane across `normal` through `point` cuts the sphere: its near half full, its far half faint. */
function sliceRim(view: SphereView, normal: Vector, point: Vector, theme: SvgTheme): string {
  const curve = sliceCircle(normal, point);
  const halves = ["", ""];
  for (const { layer, points } of cutByDepth(view.camera, curve, [0])) {
    halves[layer] += polyline(placePoints(view, points));
  }
  return halves
    .map((d, near) =>
      d === ""
        ? ""
        : svgElement("path", {
            d,
            fill: "none",
            stroke: theme.ink,
            "stroke-width": 1.1,
            "stroke-opacity": 0.4 + 0.4 * near,
          }),
    )
    .join("");
}

const STEPS = 120;

export function sliceCircle([a, b, c]: Vector, [x, y, z]: Vector): Float64Array {
  const depth = a * x + b * y + c * z;
  const radius = Math.sqrt(Math.max(0, 1 - depth * depth));
  const [e, f] = perpendicular([a, b, c]);
  return Float64Array.from({ length: 3 * (STEPS + 1) }, (_, n) => {
    const [k, i] = [Math.trunc(n / 3), (n % 3) as 0 | 1 | 2];
    const angle = (2 * Math.PI * k) / STEPS;
    return depth * [a, b, c][i]! + radius * (Math.cos(angle) * e[i] + Math.sin(angle) * f[i]);
  });
}

/** Two unit vectors that complete a unit vector to a right-handed frame. */
export function perpendicular([a, b, c]: Vector): readonly [Vector, Vector] {
  const flat = Math.hypot(a, b);
  const e: Vector = flat < 1e-9 ? [1, 0, 0] : [-b / flat, a / flat, 0];
  return [e, [b * e[2] - c * e[1], c * e[0] - a * e[2], a * e[1] - b * e[0]]];
}

/** The path of the mean, and where it is. */
function trail(view: SphereView, { trail: path }: Marks, theme: SvgTheme): string {
  if (path === null || path.length < 3) return "";
  const seen: number[] = [];
  for (let at = 0; at + 2 < path.length; at += 3) seen.push(...project(view.camera, path, at).slice(0, 2));
  const points = placePoints(view, seen);
  const line = { d: polyline(points), fill: "none", "stroke-linejoin": "round" };
  const [cx, cy] = points.slice(-2) as [number, number];
  return [
    svgElement("path", { ...line, stroke: theme.paper, "stroke-width": 4.4 }),
    svgElement("path", { ...line, stroke: theme.series[0], "stroke-width": 2 }),
    svgElement("circle", { cx, cy, r: 5, fill: theme.series[0], stroke: theme.paper, "stroke-width": 1.6 }),
  ].join("");
}

const seenAt = (view: SphereView, position: Vector): readonly [x: number, y: number, depth: number] => {
  const [u, v, depth] = project(view.camera, position);
  const [x, y] = placePoints(view, [u, v]) as [number, number];
  return [x, y, depth];
};

/** A disc for what is stable, a ring for what is not, a half-filled disc for a centre. */
function fixedPoint(view: SphereView, { position, kind }: FixedPointMark, inside: boolean, theme: SvgTheme, size = 1) {
  const [x, y, depth] = seenAt(view, position);
  if (depth < -1e-3 && !inside) return "";
  return fixedPointSign(kind, x, y, theme, size);
}

/** The sign of a kind of fixed point, also in the legend. */
export function fixedPointSign(kind: string, x: number, y: number, theme: SvgTheme, size = 1): string {
  const color = theme.series[0];
  const r = 5.4 * size;
  const ring = { cx: x, cy: y, r, fill: theme.paper, stroke: color, "stroke-width": 2.4 * size };
  if (kind === "stable") {
    return svgElement("circle", {
      cx: x,
      cy: y,
      r: r + 0.6 * size,
      fill: color,
      stroke: theme.paper,
      "stroke-width": 1.6 * size,
    });
  }
  if (kind !== "centre") return svgElement("circle", ring);
  return svgElement("circle", ring) + svgElement("circle", { cx: x, cy: y, r: 2.2 * size, fill: color });
}

function cross(view: SphereView, mean: Vector, inside: boolean, theme: SvgTheme, size = 1): string {
  const [x, y, depth] = seenAt(view, mean);
  // The mean of a broad P is inside the sphere, and seen through it where it is on the near side.
  if (depth < -1e-3 && !inside) return "";
  return meanSign(x, y, theme, size);
}

/** The sign of the mean, also in the legend. */
export function meanSign(x: number, y: number, theme: SvgTheme, size = 1): string {
  const half = 6.5 * size;
  const d = polyline([x - half, y, x + half, y]) + polyline([x, y - half, x, y + half]);
  return (
    svgElement("path", { d, stroke: theme.paper, "stroke-width": 4 * size, "stroke-linecap": "round" }) +
    svgElement("path", { d, stroke: theme.ink, "stroke-width": 1.7 * size, "stroke-linecap": "round" })
  );
}

/** Curves as thin lines, those on the near half alone unless the inside is seen. */
export function flowLines(view: SphereView, curves: readonly Float32Array[], inside: boolean, theme: SvgTheme): string {
  const halves = ["", ""];
  for (const curve of curves) {
    for (const { layer, points } of cutByDepth(view.camera, curve, [0])) {
      halves[layer] += polyline(placePoints(view, points));
    }
  }
  return halves
    .map((d, near) => {
      if (d === "" || (near === 0 && !inside)) return "";
      const line = { fill: "none", stroke: theme.ink, "stroke-width": 1.1, "stroke-linecap": "round" };
      return svgElement("path", { d, ...line, "stroke-opacity": 0.22 + 0.2 * near });
    })
    .join("");
}

/** Where the tip of the axis of the slices is seen. */
export const tipOf = (camera: Camera, axis: Vector): Vector => project(camera, axis);
