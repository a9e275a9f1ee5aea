import { type FixedPoint, fixedPoints } from "../../src/model/fixedPoints.ts";
import { type Rates, type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { tangentBasis } from "../../src/model/stability.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";
import { type Camera, cameraAt, cutByDepth, project } from "../../src/plot/camera.ts";
import { colorRamp } from "../../src/plot/color.ts";
import {
  arrowHead,
  axes,
  graticule,
  placePoints,
  type SphereView,
  sphereBody,
  sphereOutline,
} from "../../src/plot/sphere.ts";
import { polyline, richText, svgDocument, svgElement } from "../../src/plot/svg.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { alignedTable, type Figure } from "./figure.ts";

/**
 * Figure 1 of the paper: B = (e_z - e_x)/sqrt 2 in units of |B|, k_+ = 0.8, k_- = 0. The local rates are not printed there and
 * are chosen here. Local decay pushes down against the collective pump: between 0 and 0.392 there is no stable fixed point but a
 * limit cycle, so that the caption's "stable fixed point inside the ball" needs more than that.
 */
const panels: readonly Panel[] = [
  {
    title: "(a) collective pump only",
    rates: "all *γ* = 0",
    local: {},
    duration: 14,
    // Around the unstable fixed point, out of which every curve comes.
    rings: [{ centre: [0.44, 0.4, -0.8], angle: 4, count: 14 }],
    camera: cameraAt(94, 14),
  },
  {
    title: "(b) with local decay",
    rates: "*γ*_{−} = 0.6",
    local: { decay: 0.6 },
    duration: 16,
    rings: [{ centre: [-1, 0, 1], angle: 75, count: 12 }],
    camera: cameraAt(25, 10),
  },
  {
    title: "(c) with local dephasing",
    rates: "*γ*_{*z*} = 0.2",
    local: { dephasing: 0.2 },
    duration: 40,
    rings: [{ centre: [0.44, 0.4, -0.8], angle: 62, count: 10 }],
    camera: cameraAt(108, 14),
  },
];

interface Panel {
  readonly title: string;
  readonly rates: string;
  readonly local: Partial<Rates>;
  readonly duration: number;
  readonly rings: readonly Ring[];
  readonly camera: Camera;
}

/** Starts of curves: a circle on the sphere, at this angle (degrees) from the direction of `centre`. */
interface Ring {
  readonly centre: Vector3;
  readonly angle: number;
  readonly count: number;
}

interface Flow {
  readonly model: SpinModel;
  readonly points: readonly FixedPoint[];
  /** Three numbers a point, of even spacing. */
  readonly curves: readonly Float64Array[];
}

export function meanFieldFlows(): Figure {
  const flows = panels.map(computeFlow);
  return { name: "fig1-mean-field", draw: (theme) => draw(flows, theme), table: table(flows) };
}

function computeFlow({ local, duration, rings }: Panel): Flow {
  const model = spinModel({ spins: 1, field: [-Math.SQRT1_2, 0, Math.SQRT1_2], collective: { pump: 0.8 }, local });
  const { points } = fixedPoints(model);
  const starts = rings.flatMap(ringPoints);
  const times = Float64Array.from({ length: 1 + 100 * duration }, (_, k) => k / 100);
  const curves = starts.map((start) => thin(meanFieldTrajectory(model, start, times).positions));
  return { model, points, curves };
}

function ringPoints({ centre, angle, count }: Ring): Vector3[] {
  const unit = centre.map((value) => value / Math.hypot(...centre));
  const [first, second] = tangentBasis(unit).to2DArray() as [number[], number[]];
  const [along, across] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return Array.from({ length: count }, (_, k) => {
    const turn = (2 * Math.PI * k) / count;
    const at = (i: number) => along * unit[i]! + across * (Math.cos(turn) * first[i]! + Math.sin(turn) * second[i]!);
    return [at(0), at(1), at(2)];
  });
}

/** Leaves out points that are closer than what is seen. */
function thin(curve: Float64Array): Float64Array {
  const spacing = 0.015;
  const kept = [...curve.subarray(0, 3)];
  for (let at = 3; at < curve.length; at += 3) {
    const from = kept.length - 3;
    const distance = Math.hypot(...[0, 1, 2].map((i) => curve[at + i]! - kept[from + i]!));
    if (distance > spacing) kept.push(...curve.subarray(at, at + 3));
  }
  return Float64Array.from(kept);
}

function draw(flows: readonly Flow[], theme: SvgTheme): string {
  const [width, height, radius] = [1320, 550, 168];
  const drawings = flows.map((flow, k) => {
    const { title, rates, camera } = panels[k]!;
    const view: SphereView = { camera, x: 232 + 428 * k, y: 275, radius };
    const text = { x: view.x, size: 20, fill: theme.ink, anchor: "middle" } as const;
    return [
      richText(title, { ...text, y: 34, weight: 600 }),
      ball(flow, view, theme, `ball-${k}`),
      richText(rates, { ...text, y: 492, size: 19 }),
    ].join("");
  });
  return svgDocument(
    {
      width,
      height,
      title: "Mean-field flows in the Bloch ball",
      description:
        "Solutions of the mean-field equations: on the sphere from the unstable to the stable fixed point, with local decay to a point inside the ball, with local dephasing to its centre.",
      background: theme.paper,
      fontFamily: theme.fontFamily,
    },
    ...drawings,
    legend(width / 2, 528, theme),
  );
}

/** What the marks mean, and what all panels share. */
function legend(x: number, y: number, theme: SvgTheme): string {
  const text = { y, size: 17, fill: theme.muted };
  return [
    mark(x - 425, y - 6, true, theme),
    richText("stable fixed point", { ...text, x: x - 410 }),
    mark(x - 222, y - 6, false, theme),
    richText("unstable fixed point", { ...text, x: x - 207 }),
    richText("*B* = (*e*_{*z*} − *e*_{*x*})/√2,  *κ*_{+} = 0.8,  *κ*_{−} = 0,  *N* → ∞", { ...text, x: x + 10 }),
  ].join("");
}

/** Depths at which curves change their colour, and how near the curves in between look. */
const borders = [-0.6, -0.2, 0.2, 0.6];
const nearness = [0.32, 0.46, 0.62, 0.8, 1];

function ball({ points, curves }: Flow, view: SphereView, theme: SvgTheme, id: string): string {
  const color = colorRamp([theme.body[1], theme.series[2]]);
  const layers = nearness.map((share) => ({ lines: "", heads: "", color: color(share) }));
  for (const curve of curves) {
    for (const { layer, points: flat } of cutByDepth(view.camera, curve, borders)) {
      layers[layer]!.lines += polyline(placePoints(view, flat));
    }
    for (const { layer, head } of arrows(curve, view, points, layers)) layers[layer]!.heads += head;
  }
  const strokes = { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" };
  const drawn = layers.map(({ lines, heads, color: stroke }, k) => {
    const rim = svgElement("path", {
      d: lines,
      ...strokes,
      stroke: theme.body[1],
      "stroke-width": 4.5,
      "stroke-linecap": "butt",
    });
    const line = svgElement("path", { d: lines, ...strokes, stroke, "stroke-width": 1.4 + 0.15 * k });
    return rim + line + heads;
  });
  const axis = { theme, size: 19, from: 0, to: 1.22 };
  return [
    sphereBody(view, theme, id),
    graticule(view, "far", { stroke: theme.faint, "stroke-width": 1 }),
    axes(view, "far", axis),
    ...drawn,
    graticule(view, "near", { stroke: theme.line, "stroke-width": 0.8, "stroke-opacity": 0.35 }),
    sphereOutline(view, theme.line, 1.5),
    axes(view, "near", { ...axis, from: 1 }),
    ...points.map((point) => fixedPointMark(point, view, theme)),
  ].join("");
}

/** Heads on a curve, one every so often, where it is not close to its end. */
function* arrows(
  curve: Float64Array,
  view: SphereView,
  points: readonly FixedPoint[],
  layers: readonly { readonly color: string }[],
) {
  const [first, period, clearance] = [0.5, 1.3, 0.6];
  let travelled = 0;
  let due = first;
  for (let at = 3; at < curve.length; at += 3) {
    travelled += Math.hypot(...[0, 1, 2].map((i) => curve[at + i]! - curve[at - 3 + i]!));
    if (travelled < due) continue;
    due += period;
    const distance = ({ position }: FixedPoint) => Math.hypot(...position.map((value, i) => value - curve[at + i]!));
    if (Math.min(...points.map(distance)) < clearance) continue;
    const [from, to] = [project(view.camera, curve, at - 3), project(view.camera, curve, at)];
    const [du, dv] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(du, dv);
    // Where a curve runs towards the viewer there is no direction to show.
    if (length < 0.006) continue;
    const layer = borders.reduce((sum, border) => sum + (to[2] >= border ? 1 : 0), 0);
    const [x, y] = placePoints(view, to) as [number, number];
    yield { layer, head: arrowHead(x, y, [du / length, -dv / length], 11, layers[layer]!.color) };
  }
}

/** A disc for a stable fixed point, a ring for any other. */
function fixedPointMark({ position, kind }: FixedPoint, view: SphereView, theme: SvgTheme): string {
  const [cx, cy] = placePoints(view, project(view.camera, position)) as [number, number];
  return mark(cx, cy, kind === "stable", theme);
}

function mark(cx: number, cy: number, full: boolean, theme: SvgTheme): string {
  const [fill, stroke] = full ? [theme.series[0], theme.paper] : [theme.paper, theme.series[0]];
  return svgElement("circle", { cx, cy, r: 6.5, fill, stroke, "stroke-width": 2.4 });
}

function table(flows: readonly Flow[]): string[] {
  const rows = [["panel", "kind", "x", "y", "z", "|r|", "max Re λ"]];
  for (const [k, { points }] of flows.entries()) {
    for (const { position, kind, eigenvalues } of points) {
      const numbers = [...position, Math.hypot(...position), eigenvalues[0]!.real].map((value) =>
        (value + 0).toFixed(4),
      );
      rows.push([panels[k]!.title, kind, ...numbers]);
    }
  }
  return [
    "Fig. 1: fixed points of the mean field; the local rates are a choice, the paper prints none",
    "(for 0 < γ_- < 0.392 a limit cycle takes the place of the stable fixed point of panel b)",
    ...alignedTable(rows),
  ];
}
