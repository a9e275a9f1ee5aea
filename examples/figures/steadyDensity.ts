import { cellSampler } from "../../src/fem/cellSampler.ts";
import { densityEvaluator } from "../../src/fem/evaluate.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import type { SteadyState } from "../../src/fem/steadyResult.ts";
import { fixedPoints } from "../../src/model/fixedPoints.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { type Bands, logBands } from "../../src/plot/axes/bands.ts";
import { cameraAt } from "../../src/plot/camera.ts";
import { discContours, nearHalfValues, type PointFunction } from "../../src/plot/discContours.ts";
import { page, TWO_COLUMNS } from "../../src/plot/page.ts";
import { sphereShade } from "../../src/plot/sphere.ts";
import { sphereRow } from "../../src/plot/sphereRow.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { alignedTable, type Figure } from "./figure.ts";

interface Panel {
  readonly state: SteadyState;
  readonly evaluate: PointFunction;
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

/** Decades of the scale; a linear one would leave a dot of the peak for N = 200 and hide its skewness. */
const decades = 3;

/** From the side of the peak, which is at azimuth -90 and elevation 60. */
const camera = cameraAt(-68, 36);

function draw(panels: readonly Panel[], theme: SvgTheme): string {
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
      facts: ["*B*_{*x*} = 0.5,  *κ*_{*z*} = *κ*_{+} = 1"],
      description: `P relative to its maximum for N = ${panels.map(({ state }) => state.model.spins).join(", ")}: one peak, which narrows as N grows.`,
      theme,
    },
    [row],
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
