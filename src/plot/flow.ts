import type { FixedPoint } from "../model/fixedPoint.ts";
import type { PointsMark } from "./axes/marks.ts";
import { pointMark } from "./axes/pointMark.ts";
import { cutByDepth, project } from "./camera.ts";
import { colorRamp } from "./color.ts";
import { simplified } from "./simplify.ts";
import { arrowHead, axes, graticule, placePoints, type SphereView, sphereBody } from "./sphere.ts";
import { polyline, svgElement } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

/** Curves in the ball, and the points that they come from and go to. */
export interface Flow {
  readonly points: readonly Pick<FixedPoint, "position" | "kind">[];
  /** Three numbers a point, of even spacing. */
  readonly curves: readonly Float64Array[];
}

/** Depths at which curves change their colour, and how near the curves in between look. */
const BORDERS = [-0.6, -0.2, 0.2, 0.6];
const NEARNESS = [0.32, 0.46, 0.62, 0.8, 1];

/** Curves that are this far from one another, in points of the picture, look the same. */
const UNSEEN = 0.02;

/** A transparent ball with its axes and curves in it: the nearer, the stronger. `id` is unique in the document. */
export function flowBall(
  { points, curves }: Flow,
  view: SphereView,
  theme: SvgTheme,
  size: number,
  id: string,
): string {
  const color = colorRamp([theme.body[1], theme.series[2]]);
  const layers = NEARNESS.map((share) => ({ lines: "", heads: "", color: color(share) }));
  for (const curve of curves) {
    for (const { layer, points: flat } of cutByDepth(view.camera, curve, BORDERS)) {
      layers[layer]!.lines += polyline(simplified(placePoints(view, flat), UNSEEN));
    }
    for (const { layer, head } of arrows(curve, view, points, layers)) layers[layer]!.heads += head;
  }
  const drawn = layers.map(({ lines, heads, color: stroke }, k) => {
    if (lines === "") return heads;
    const path = { d: lines, fill: "none", "stroke-linejoin": "round" };
    const rim = svgElement("path", { ...path, stroke: theme.body[1], "stroke-width": 1.3 });
    return rim + svgElement("path", { ...path, stroke, "stroke-width": 0.45 + 0.05 * k }) + heads;
  });
  return [
    sphereBody(view, theme, id),
    graticule(view, "far", { stroke: theme.faint, "stroke-width": 0.3 }),
    axes(view, "far", { theme, size, from: 0, to: 1.17 }),
    ...drawn,
  ].join("");
}

/** Heads on a curve, one every so often, where it is not close to its end. */
function* arrows(
  curve: Float64Array,
  view: SphereView,
  points: Flow["points"],
  layers: readonly { readonly color: string }[],
) {
  const [first, period, clearance] = [0.5, 1.3, 0.6];
  let travelled = 0;
  let due = first;
  for (let at = 3; at < curve.length; at += 3) {
    travelled += Math.hypot(...[0, 1, 2].map((i) => curve[at + i]! - curve[at - 3 + i]!));
    if (travelled < due) continue;
    due += period;
    const distance = ({ position }: Flow["points"][number]) =>
      Math.hypot(...position.map((value, i) => value - curve[at + i]!));
    if (Math.min(...points.map(distance)) < clearance) continue;
    const [from, to] = [project(view.camera, curve, at - 3), project(view.camera, curve, at)];
    const [du, dv] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(du, dv);
    // Where a curve runs towards the viewer there is no direction to show.
    if (length < 0.006) continue;
    const layer = BORDERS.reduce((sum, border) => sum + (to[2] >= border ? 1 : 0), 0);
    const [x, y] = placePoints(view, to) as [number, number];
    yield { layer, head: arrowHead(x, y, [du / length, -dv / length], 3.2, layers[layer]!.color) };
  }
}

/** A curve without the points that are closer to one another than what is seen. */
export function evenlySpaced(curve: Float64Array): Float64Array {
  const spacing = 0.015;
  const kept = [...curve.subarray(0, 3)];
  for (let at = 3; at < curve.length; at += 3) {
    const from = kept.length - 3;
    const distance = Math.hypot(...[0, 1, 2].map((i) => curve[at + i]! - kept[from + i]!));
    if (distance > spacing) kept.push(...curve.subarray(at, at + 3));
  }
  return Float64Array.from(kept);
}

/** Discs for what is stable, rings for what is not; the legend has those kinds that are there. */
export function fixedPointMarks(points: Flow["points"], theme: SvgTheme): PointsMark[] {
  const isStable = ({ kind }: Flow["points"][number]) => kind === "stable";
  const mark = (shape: "disc" | "ring", label: string): PointsMark => ({
    kind: "points",
    points: [],
    color: theme.series[0],
    shape,
    label,
  });
  return [
    ...(points.some(isStable) ? [mark("disc", "stable fixed point")] : []),
    ...(points.every(isStable) ? [] : [mark("ring", "unstable fixed point")]),
  ];
}

/** The points in a transparent ball. */
export const drawnFixedPoints = ({ points }: Flow, view: SphereView, theme: SvgTheme): string =>
  points
    .map(({ position, kind }) => {
      const [x, y] = placePoints(view, project(view.camera, position)) as [number, number];
      return pointMark(x, y, { shape: kind === "stable" ? "disc" : "ring", color: theme.series[0] }, theme);
    })
    .join("");
