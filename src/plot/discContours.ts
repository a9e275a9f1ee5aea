import type { PointsFunction } from "../roads/knownFunction.ts";
import type { Bands } from "./axes/bands.ts";
import type { Camera } from "./camera.ts";
import { regionAbove } from "./contours.ts";
import { simplified } from "./simplify.ts";
import type { SphereView } from "./sphere.ts";
import { escapeText, polyline, svgElement } from "./svg.ts";

/** Lines between the bands. */
export interface ContourLines {
  readonly color: string;
  readonly width: number;
  readonly opacity: number;
}

/** Values seen at the points of a square grid over a disc, a little beyond its rim, row by row from above. */
export interface DiscValues {
  /** Points from the middle of the grid to the rim: 2 half + 1 along a side. */
  readonly half: number;
  readonly values: Float64Array;
}

const HALF = 100;

/** A little beyond the rim, so that the region inside ends at the circle and not at a grid point. */
const reachOf = (half: number): number => 1 + 2 / half;

/** A function on the near half of the sphere; beyond the rim its value at the nearest point of the rim. */
export function nearHalfValues({ right, up, toward }: Camera, evaluate: PointsFunction, half = HALF): DiscValues {
  const values = valuesAt(evaluate, half, (u, v, point) => {
    const distance = Math.max(1, Math.hypot(u, v));
    const depth = Math.sqrt(Math.max(0, 1 - (u / distance) ** 2 - (v / distance) ** 2));
    for (let i = 0; i < 3; i++) point[i] = (right[i]! * u + up[i]! * v) / distance + toward[i]! * depth;
  });
  return { half, values };
}

/** A function of the places u, v of a disc of radius 1, three coordinates of a point each. */
export function valuesAt(
  evaluate: PointsFunction,
  half: number,
  place: (u: number, v: number, point: Float64Array) => void,
): Float64Array {
  const size = 2 * half + 1;
  const points = new Float64Array(3 * size * size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      place(reachOf(half) * (column / half - 1), reachOf(half) * (1 - row / half), points.subarray(at, at + 3));
    }
  }
  const values = new Float64Array(size * size);
  evaluate(points, values);
  return values;
}

/** Outlines that are this far from those of the grid, in units of the picture, look the same. */
const UNSEEN = 0.015;

/** Path data of where the values are at least `level`. */
export function discRegion({ half, values }: DiscValues, { x, y, radius }: SphereView, level: number): string {
  const size = 2 * half + 1;
  const scale = radius * reachOf(half);
  return regionAbove({ columns: size, rows: size, values }, level)
    .map((outline) => outline.map((at, i) => (i % 2 === 0 ? x : y) + scale * (at / half - 1)))
    .map((outline) => polyline(simplified(outline, UNSEEN, true), true))
    .join("");
}

/**
 * Values on a disc as filled contours, nested, with lines between them: sharp at any size, unlike an image. What is below the first edge has the first
 * colour, what is above the last edge the last one. `id` is unique in the document.
 */
export function discContours(
  view: SphereView,
  values: DiscValues,
  { edges, colors }: Bands,
  id: string,
  lines?: ContourLines,
): string {
  const stroke = lines && { stroke: lines.color, "stroke-width": lines.width, "stroke-opacity": lines.opacity };
  const paths = colors.slice(1).map((fill, k) => {
    const data = discRegion(values, view, edges[k + 1]!);
    return data === "" ? "" : svgElement("path", { d: data, fill, "fill-rule": "evenodd", ...stroke });
  });
  const disc = { cx: view.x, cy: view.y, r: view.radius };
  return svgElement("circle", { ...disc, fill: colors[0]! }) + clippedToDisc(view, id, ...paths);
}

/** Drawn inside the rim alone. */
export function clippedToDisc({ x, y, radius }: SphereView, id: string, ...drawn: readonly string[]): string {
  return (
    svgElement("clipPath", { id }, svgElement("circle", { cx: x, cy: y, r: radius })) +
    svgElement("g", { "clip-path": `url(#${escapeText(id)})` }, ...drawn)
  );
}
