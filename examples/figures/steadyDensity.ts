import { cellSampler } from "../../src/fem/cellSampler.ts";
import { densityEvaluator } from "../../src/fem/evaluate.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import type { SteadyState } from "../../src/fem/steadyResult.ts";
import { fixedPoints } from "../../src/model/fixedPoints.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { type Bands, divergingBands, logBands } from "../../src/plot/axes/bands.ts";
import { cameraAt } from "../../src/plot/camera.ts";
import { hatchedRegion } from "../../src/plot/diffusionRegion.ts";
import { type DiscValues, discContours, nearHalfValues } from "../../src/plot/discContours.ts";
import { type DrawnState, drawnState } from "../../src/plot/drawnState.ts";
import { page, type Row, TWO_COLUMNS } from "../../src/plot/page.ts";
import { sphereShade } from "../../src/plot/sphere.ts";
import { sphereRow } from "../../src/plot/sphereRow.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { PointsFunction } from "../../src/roads/knownFunction.ts";
import { steady } from "../../src/roads/steady.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { alignedTable, type Figure } from "./figure.ts";

interface Panel {
  readonly state: SteadyState;
  readonly evaluate: PointsFunction;
  readonly maximum: number;
  /** Where P is largest, to the distance of the places of a sampler. */
  readonly peak: Vector3;
}

/**
 * Figure 3 of the paper: the steady P-function for N = 20, 40, 200 at the parameters of Fig. 2 (a); and below it without dephasing, where the equation
 * is not parabolic.
 */
export function steadyDensity(spins: readonly number[] = [20, 40, 200]): Figure {
  const panels = spins.map(compute);
  const illPosed = spins.filter((N) => N <= MOST_ILL_POSED).map(computeIllPosed);
  return { name: "fig3-steady-density", draw: (theme) => draw(panels, illPosed, theme), table: table(panels) };
}

/** Of more spins P is too narrow for the harmonics that are drawn. */
const MOST_ILL_POSED = 100;

interface IllPosedPanel {
  readonly spins: number;
  readonly drawn: DrawnState;
  readonly half: DiscValues;
}

function computeIllPosed(spins: number): IllPosedPanel {
  const drawn = drawnState(steady(withoutDephasing(spins), { method: "fem" }));
  if (drawn === null || drawn.symbol !== "*P*") throw new Error("P is not known as a function");
  return { spins, drawn, half: nearHalfValues(camera, drawn.evaluate) };
}

const withoutDephasing = (spins: number): SpinModel =>
  spinModel({ spins, field: [0.5, 0, 0], collective: { pump: 1 } });

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

/** Decades of the scale; a linear one would leave a dot of the peak for N = 200 and hide its skewness. */
const decades = 3;

/** From the side of the peak, which is at azimuth -90 and elevation 60. */
const camera = cameraAt(-68, 36);

function draw(panels: readonly Panel[], illPosed: readonly IllPosedPanel[], theme: SvgTheme): string {
  const relative = logBands(1, decades, theme);
  const row = sphereRow(
    {
      panels: panels.map(({ state, evaluate, maximum }) => ({
        camera,
        title: `*N* = ${state.model.spins}`,
        caption: `max *P* = ${maximum.toPrecision(3)}`,
        draw: (view, id) => {
          const bands: Bands = { ...relative, edges: relative.edges.map((edge) => edge * maximum) };
          return discContours(view, nearHalfValues(camera, evaluate), bands, id) + sphereShade(view, `${id}-shade`);
        },
      })),
      bar: { bands: relative, label: "*P* / max *P*" },
    },
    TWO_COLUMNS,
    theme,
    "steady",
  );
  return page(
    {
      width: TWO_COLUMNS,
      title: "Steady P-function on the sphere",
      facts: ["*B*_{*x*} = 0.5,  *κ*_{+} = 1,  above *κ*_{*z*} = 1"],
      description: `P relative to its maximum for N = ${panels.map(({ state }) => state.model.spins).join(", ")}: one peak, which narrows as N grows.`,
      theme,
    },
    [row, illPosedRow(illPosed, theme)],
  );
}

/** Over the maximum of each, with P = 0 and the region where D has a negative eigenvalue. */
function illPosedRow(panels: readonly IllPosedPanel[], theme: SvgTheme): Row {
  const highest = panels.map(({ half }) => half.values.reduce((a, b) => Math.max(a, b)));
  const lowest = panels.map(({ half }, k) => half.values.reduce((a, b) => Math.min(a, b)) / highest[k]!);
  const relative = divergingBands(Math.min(...lowest), 1, theme);
  return sphereRow(
    {
      heading: "*κ*_{*z*} = 0: hatched where the equation is not parabolic",
      panels: panels.map(({ spins, drawn, half }, k) => ({
        camera,
        title: `*N* = ${spins}`,
        caption: `max *P* = ${highest[k]!.toPrecision(3)}${drawn.fact === null ? "" : `, ${drawn.fact}`}`,
        draw: (view, id) => {
          const bands: Bands = { ...relative, edges: relative.edges.map((edge) => edge * highest[k]!) };
          return [
            discContours(view, half, bands, id, { color: theme.ink, width: 0.25, opacity: 0.35 }),
            hatchedRegion(view, withoutDephasing(spins), theme.muted, `${id}-d`),
            sphereShade(view, `${id}-shade`),
          ].join("");
        },
      })),
      bar: { bands: relative, label: "*P* / max *P*" },
    },
    TWO_COLUMNS,
    theme,
    "ill-posed",
  );
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
