import type { PointShape, PointsMark } from "./axes/marks.ts";
import { pointMark } from "./axes/pointMark.ts";
import { cutByDepth, project } from "./camera.ts";
import { placePoints, type SphereView } from "./sphere.ts";
import { polyline, type Stroke, strokedPath } from "./svg.ts";
import type { SvgTheme } from "./theme.ts";

export interface SpherePoint {
  readonly at: ArrayLike<number>;
  readonly color: string;
  readonly shape?: PointShape;
  readonly size?: number;
}

/** Points on the sphere or in the ball, and what they are. */
export interface MarkedPoints {
  readonly points: readonly SpherePoint[];
  readonly legend: readonly PointsMark[];
}

/** Points of the sphere or the ball that are on the viewer's side of its centre. */
export function spherePoints(view: SphereView, points: readonly SpherePoint[], theme: SvgTheme): string {
  return points
    .map(({ at, ...style }) => {
      const [u, v, depth] = project(view.camera, at);
      // What is in the plane of the rim is seen from both sides.
      if (depth < -1e-9) return "";
      const [x, y] = placePoints(view, [u, v]) as [number, number];
      return pointMark(x, y, style, theme);
    })
    .join("");
}

/** The near part of closed curves, three numbers a point. */
export function sphereCurves(view: SphereView, curves: readonly Float64Array[], stroke: Stroke): string {
  let data = "";
  for (const curve of curves) {
    const closed = Float64Array.from([...curve, ...curve.subarray(0, 3)]);
    for (const { layer, points } of cutByDepth(view.camera, closed, [0])) {
      if (layer === 1) data += polyline(placePoints(view, points));
    }
  }
  return strokedPath(data, stroke);
}
