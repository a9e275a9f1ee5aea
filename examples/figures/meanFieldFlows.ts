import { type FixedPoint, fixedPoints } from "../../src/model/fixedPoints.ts";
import { type Rates, spinModel } from "../../src/model/spinModel.ts";
import { tangentBasis } from "../../src/model/stability.ts";
import { meanFieldTrajectory } from "../../src/model/trajectory.ts";
import { type Camera, cameraAt } from "../../src/plot/camera.ts";
import { drawnFixedPoints, evenlySpaced, type Flow, fixedPointMarks, flowBall } from "../../src/plot/flow.ts";
import { page, TEXT, TWO_COLUMNS } from "../../src/plot/page.ts";
import { sphereRow } from "../../src/plot/sphereRow.ts";
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

interface ComputedFlow extends Flow {
  readonly points: readonly FixedPoint[];
}

export function meanFieldFlows(): Figure {
  const flows = panels.map(computeFlow);
  return { name: "fig1-mean-field", draw: (theme) => draw(flows, theme), table: table(flows) };
}

function computeFlow({ local, duration, rings }: Panel): ComputedFlow {
  const model = spinModel({ spins: 1, field: [-Math.SQRT1_2, 0, Math.SQRT1_2], collective: { pump: 0.8 }, local });
  const { points } = fixedPoints(model);
  const starts = rings.flatMap(ringPoints);
  const times = Float64Array.from({ length: 1 + 100 * duration }, (_, k) => k / 100);
  const curves = starts.map((start) => evenlySpaced(meanFieldTrajectory(model, start, times).positions));
  return { points, curves };
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

function draw(flows: readonly Flow[], theme: SvgTheme): string {
  const row = sphereRow(
    {
      transparent: true,
      panels: flows.map((flow, k) => ({
        camera: panels[k]!.camera,
        title: panels[k]!.title,
        caption: panels[k]!.rates,
        draw: (view, id) => flowBall(flow, view, theme, TEXT, id),
        over: (view) => drawnFixedPoints(flow, view, theme),
      })),
      legend: fixedPointMarks(
        flows.flatMap(({ points }) => points),
        theme,
      ),
    },
    TWO_COLUMNS,
    theme,
    "flows",
  );
  return page(
    {
      width: TWO_COLUMNS,
      title: "Mean-field flows in the Bloch ball",
      facts: ["*B* = (*e*_{*z*} − *e*_{*x*})/√2,  *κ*_{+} = 0.8,  *κ*_{−} = 0,  *N* → ∞"],
      description:
        "Solutions of the mean-field equations: on the sphere from the unstable to the stable fixed point, with local decay to a point inside the ball, with local dephasing to its centre.",
      theme,
    },
    [row],
  );
}

function table(flows: readonly ComputedFlow[]): string[] {
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
