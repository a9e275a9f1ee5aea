import { cellSampler } from "../../src/fem/cellSampler.ts";
import { densityEvaluator } from "../../src/fem/evaluate.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import type { SteadyState } from "../../src/fem/steadyResult.ts";
import { fixedPoints } from "../../src/model/fixedPoints.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { cameraAt } from "../../src/plot/camera.ts";
import { colorRamp } from "../../src/plot/color.ts";
import { colorBar } from "../../src/plot/colorBar.ts";
import {
  axes,
  graticule,
  type SphereFunction,
  type SphereView,
  sphereContours,
  sphereOutline,
  sphereShade,
} from "../../src/plot/sphere.ts";
import { richText, svgDocument } from "../../src/plot/svg.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { alignedTable, type Figure } from "./figure.ts";

interface Panel {
  readonly state: SteadyState;
  readonly evaluate: SphereFunction;
  readonly maximum: number;
  /** Where P is largest, to the distance of the places of a sampler. */
  readonly peak: Vector3;
}

/** Figure 3 of the paper: the steady P-function for N = 20, 40, 200 at the parameters of Fig. 2 (a). */
export function steadyDensity(spins: readonly number[] = [20, 40, 200]): Figure {
  const panels = spins.map(compute);
  return { name: "fig3-steady-density", draw: (theme) => draw(panels, theme), table: table(panels) };
}

function compute(spins: number): Panel {
  const state = steadyState(spinModel({ spins, field: [0.5, 0, 0], collective: { dephasing: 1, pump: 1 } }));
  const { space, density } = state;
  if (space === null || density === null) throw new Error("the steady state is a point, not a density");
  const { points, sample } = cellSampler(space, 16);
  const values = sample(density);
  const largest = values.reduce((best, value, k) => (value > values[best]! ? k : best), 0);
  const [x, y, z] = points.subarray(3 * largest, 3 * largest + 3) as unknown as Vector3;
  return { state, evaluate: densityEvaluator(space, density), maximum: values[largest]!, peak: [x, y, z] };
}

/** Colour bands and decades of the scale; a linear one would leave a dot of the peak for N = 200 and hide its skewness. */
const bands = 18;
const decades = 3;

function draw(panels: readonly Panel[], theme: SvgTheme): string {
  const [width, height, radius] = [430 * panels.length + 16, 572, 165];
  const ramp = colorRamp(theme.ramp);
  const colors = Array.from({ length: bands + 1 }, (_, k) => ramp(k / bands));
  const spheres = panels.map((panel, k) => {
    // From the side of the peak, which is at azimuth -90 and elevation 60.
    const view: SphereView = { camera: cameraAt(-68, 36), x: 430 * k + 215, y: 262, radius };
    const { spins } = panel.state.model;
    const text = { x: view.x, size: 20, fill: theme.ink, anchor: "middle" } as const;
    return [
      richText(`*N* = ${spins}`, { ...text, y: 34, weight: 600 }),
      sphere(panel, view, colors, theme, `sphere-${spins}`),
      richText(`max *P* = ${panel.maximum.toPrecision(3)}`, { ...text, y: 478, size: 18 }),
    ].join("");
  });
  const legend = colorBar({
    x: width / 2 - 110,
    y: 518,
    width: 420,
    height: 14,
    colors: colors.slice(1),
    ticks: Array.from({ length: decades + 1 }, (_, k) => ({ at: k / decades, label: String(10 ** k / 10 ** decades) })),
    label: "",
    size: 16,
    theme,
  });
  return svgDocument(
    {
      width,
      height,
      title: "Steady P-function on the sphere",
      description: `P relative to its maximum for N = ${panels.map(({ state }) => state.model.spins).join(", ")}: one peak, which narrows as N grows.`,
      background: theme.paper,
      fontFamily: theme.fontFamily,
    },
    ...spheres,
    legend,
    richText("*P* / max *P*", { x: width / 2 - 126, y: 531, size: 18, fill: theme.ink, anchor: "end" }),
    richText("*B*_{*x*} = 0.5,  *κ*_{*z*} = *κ*_{+} = 1", { x: 50, y: 531, size: 18, fill: theme.ink }),
  );
}

function sphere(
  { evaluate, maximum }: Panel,
  view: SphereView,
  colors: readonly string[],
  theme: SvgTheme,
  id: string,
) {
  const axis = { theme, size: 19, from: 1, to: 1.3 };
  const levels = Array.from({ length: bands }, (_, k) => maximum * 10 ** (decades * (k / bands - 1)));
  return [
    axes(view, "far", axis),
    sphereContours(view, evaluate, levels, colors, id),
    sphereShade(view, `${id}-shade`),
    graticule(view, "near", { stroke: theme.line, "stroke-width": 0.8, "stroke-opacity": 0.45 }),
    sphereOutline(view, theme.line, 1.5),
    axes(view, "near", axis),
  ].join("");
}

function table(panels: readonly Panel[]): string[] {
  const number = (value: number) => (value + 0).toFixed(4);
  const rows = [["N", "max P", "peak x", "y", "z", "2<J_y>/N", "2<J_z>/N", "error estimate", "unknowns"]];
  for (const { state, maximum, peak } of panels) {
    const { observables, errorEstimate, model, density } = state;
    const error = Math.max(...errorEstimate.mean, ...errorEstimate.square, ...errorEstimate.cross);
    const numbers = [...peak, observables.mean[1], observables.mean[2]].map(number);
    rows.push([String(model.spins), maximum.toFixed(4), ...numbers, error.toExponential(0), String(density!.length)]);
  }
  const point = fixedPoints(panels[0]!.state.model).points[0]!;
  rows.push(["∞", "", ...point.position.map(number), number(point.position[1]), number(point.position[2]), "", ""]);
  return ["Fig. 3: steady P for B_x = 0.5, k_z = k_+ = 1; the last row is the mean field", ...alignedTable(rows)];
}
