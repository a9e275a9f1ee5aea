import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { colorRamp } from "../../src/plot/color.ts";
import { richText, svgDocument, svgElement } from "../../src/plot/svg.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { EnsembleEstimate } from "../../src/sde/estimate.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { runEnsembleInWorkers } from "../../src/sweep/ensemblePool.ts";
import { alignedTable, type Figure } from "./figure.ts";
import { type PlacedPlot, Plot, placePlot } from "./plot.ts";

export interface TrajectoryMeansOptions {
  /** Trajectories of the light and of the bold curves. */
  readonly few: number;
  readonly many: number;
  /** Until when, and how many times to look. */
  readonly duration: number;
  readonly looks: number;
  readonly workers?: number;
}

/** As in the paper, but for the duration, which the paper does not print. */
export const paperOptions: TrajectoryMeansOptions = { few: 100, many: 10_000, duration: 20, looks: 200 };

/** The paper starts from "a spin coherent state" without saying which; here all spins point along +x. */
const initial: InitialState = { kind: "coherent", direction: [1, 0, 0] };
const components = ["x", "y", "z"] as const;

interface Panel {
  readonly title: string;
  readonly model: SpinModel;
  readonly times: readonly number[];
  readonly exact: readonly Vector3[];
  readonly few: readonly EnsembleEstimate[];
  readonly many: readonly EnsembleEstimate[];
}

/** Figure 2 of the paper: N = 40, k_z = k_+ = 1, B_x = 0.5 and 1.5; means over trajectories beside the master equation. */
export async function trajectoryMeans(options: TrajectoryMeansOptions = paperOptions): Promise<Figure> {
  const panels = [
    await compute("(a)  *B*_{*x*} = 0.5", 0.5, options),
    await compute("(b)  *B*_{*x*} = 1.5", 1.5, options),
  ];
  return { name: "fig2-trajectories", draw: (theme) => draw(panels, options, theme), table: table(panels, options) };
}

async function compute(title: string, field: number, options: TrajectoryMeansOptions): Promise<Panel> {
  const { few, many, duration, looks, workers } = options;
  const model = spinModel({ spins: 40, field: [field, 0, 0], collective: { dephasing: 1, pump: 1 } });
  const times = Array.from({ length: looks + 1 }, (_, k) => (k * duration) / looks);
  const exact = evolveDicke({ model, initial, times });
  const sample = (trajectories: number) =>
    runEnsembleInWorkers(
      model,
      {
        initial,
        trajectories,
        // The error of the scheme, about 1e-5 at this step, is far below the statistical one.
        step: 0.05,
        seed: 2020,
        scheme: "moebiusWalk",
        sampling: { kind: "times", times },
      },
      workers === undefined ? {} : { workers },
    );
  return {
    title,
    model,
    times,
    exact: exact.observables.map(({ mean }) => mean),
    few: await sample(few),
    many: await sample(many),
  };
}

/** Deviation of a mean from the exact one in standard errors; 0 at the start, where nothing varies. */
function deviation({ observables, standardErrors }: EnsembleEstimate, exact: Vector3, k: number): number {
  const error = standardErrors.mean[k]!;
  return error === 0 ? 0 : (observables.mean[k]! - exact[k]!) / error;
}

const width = 1232;
const height = 640;
const size = 17;

function draw(panels: readonly Panel[], options: TrajectoryMeansOptions, theme: SvgTheme): string {
  const drawings = panels.map((panel, k) => drawPanel(panel, k === 0 ? 78 : 664, k === 0, options, theme));
  return svgDocument(
    {
      width,
      height,
      title: "Mean spin: stochastic trajectories and the master equation",
      description: `2<J_k>/N against time for N = 40 at B_x = 0.5 and 1.5: means over ${options.few} and ${options.many} trajectories, and the exact curves.`,
      background: theme.paper,
      fontFamily: theme.fontFamily,
    },
    ...drawings,
    legend(options, theme),
  );
}

const plotWidth = 500;
const meansTop = 78;
const meansHeight = 350;
const deviationsTop = meansTop + meansHeight + 22;
const deviationsHeight = 120;

function drawPanel(
  panel: Panel,
  left: number,
  first: boolean,
  { duration }: TrajectoryMeansOptions,
  theme: SvgTheme,
): string {
  const frame = { width: plotWidth, marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: 0 };
  const x = { domain: [0, duration], label: null };
  const grid = { stroke: theme.faint, strokeOpacity: 1 };
  const tickless = { label: null, ticks: 5, tickSize: 0 };
  const means = placePlot(left, meansTop, size, theme, {
    ...frame,
    height: meansHeight,
    x: { ...x, axis: null },
    y: { domain: [-1, 1.02], label: null },
    marks: [
      Plot.gridX(grid),
      Plot.gridY({ ...grid, ticks: 5 }),
      Plot.axisY({ ...tickless, tickFormat: first ? minusSign : () => "", fontSize: size }),
      ...components.flatMap((_, k) => lines(panel, k, theme)),
      ...components.map((_, k) =>
        Plot.line(exactPoints(panel, k), { stroke: theme.ink, strokeWidth: 1.6, strokeDasharray: "5 5" }),
      ),
      Plot.frame({ stroke: theme.line }),
    ],
  });
  const deviations = placePlot(left, deviationsTop, size, theme, {
    ...frame,
    height: deviationsHeight,
    x,
    y: { domain: [-4.2, 4.2], label: null },
    marks: [
      Plot.rectY([0], { x1: 0, x2: duration, y1: -2, y2: 2, fill: theme.faint, fillOpacity: 0.7 }),
      Plot.gridX(grid),
      Plot.ruleY([0], { stroke: theme.line }),
      Plot.axisY({ ...tickless, ticks: [-4, -2, 0, 2, 4], tickFormat: first ? minusSign : () => "", fontSize: size }),
      Plot.axisX({ label: null, ticks: 5, tickSize: 0, fontSize: size }),
      ...components.map((_, k) =>
        Plot.line(
          panel.times.map((time, i) => [time, deviation(panel.many[i]!, panel.exact[i]!, k)]),
          { stroke: theme.series[k]!, strokeWidth: 1.6 },
        ),
      ),
      Plot.frame({ stroke: theme.line }),
    ],
  });
  const text = { size, fill: theme.ink } as const;
  const middle = { ...text, anchor: "middle" } as const;
  const centre = (top: number, extent: number) => top + extent / 2;
  return [
    means.svg,
    deviations.svg,
    richText(panel.title, { ...text, x: left, y: meansTop - 14, size: 20, weight: 600 }),
    richText("time *t*", { ...middle, x: left + plotWidth / 2, y: deviationsTop + deviationsHeight + 50 }),
    first
      ? richText("2⟨*J*_{*k*}⟩/*N*", { ...middle, x: left - 52, y: centre(meansTop, meansHeight), rotate: -90 })
      : "",
    first
      ? richText("error / *σ*", {
          ...middle,
          x: left - 52,
          y: centre(deviationsTop, deviationsHeight),
          rotate: -90,
        })
      : "",
    endLabels(panel, means, left + plotWidth + 10, theme),
  ].join("");
}

const minusSign = (value: number) => String(value).replace("-", "−");

function lines(panel: Panel, k: number, theme: SvgTheme) {
  const points = (estimates: readonly EnsembleEstimate[]) =>
    estimates.map(({ observables }, i) => [panel.times[i]!, observables.mean[k]!]);
  const stroke = theme.series[k]!;
  return [
    Plot.line(points(panel.many), { stroke, strokeWidth: 5.5 }),
    Plot.line(points(panel.few), { stroke: light(stroke, theme), strokeWidth: 1.8 }),
  ];
}

/** Seen on the paper and on the bold curve. */
const light = (color: string, theme: SvgTheme) => colorRamp([color, theme.paper])(0.42);

function exactPoints({ times, exact }: Panel, k: number) {
  return exact.map((mean, i) => [times[i]!, mean[k]!]);
}

/** Names at the ends of the curves, moved apart where the curves end together. */
function endLabels({ exact }: Panel, { y }: PlacedPlot, x: number, theme: SvgTheme): string {
  const apart = 26;
  const labels = components.map((name, k) => ({ name, k, at: y(exact.at(-1)![k]!) })).sort((p, q) => p.at - q.at);
  for (let i = 1; i < labels.length; i++) {
    const gap = labels[i]!.at - labels[i - 1]!.at;
    if (gap >= apart) continue;
    labels[i - 1]!.at -= (apart - gap) / 2;
    labels[i]!.at += (apart - gap) / 2;
  }
  const text = { x, size: 19, weight: 600 };
  return labels
    .map(({ name, k, at }) => richText(`*J*_{*${name}*}`, { ...text, y: at + 6, fill: theme.series[k]! }))
    .join("");
}

function legend({ few, many }: TrajectoryMeansOptions, theme: SvgTheme): string {
  const entries = [
    { label: `${count(few)} trajectories`, stroke: light(theme.muted, theme), "stroke-width": 1.8 },
    { label: `${count(many)} trajectories`, stroke: theme.muted, "stroke-width": 5.5 },
    { label: "master equation", stroke: theme.ink, "stroke-width": 1.6, "stroke-dasharray": "5 5" },
  ];
  const parts = entries.map(({ label, ...stroke }, k) => {
    const x = 400 + [0, 235, 490][k]!;
    const line = svgElement("line", { x1: x, x2: x + 42, y1: 24, y2: 24, ...stroke });
    return line + richText(label, { x: x + 52, y: 30, size, fill: theme.ink });
  });
  return [...parts, richText("*N* = 40,  *κ*_{*z*} = *κ*_{+} = 1", { x: 78, y: 30, size, fill: theme.ink })].join("");
}

const count = (value: number) => value.toLocaleString("en-US");

function table(panels: readonly Panel[], { few, many }: TrajectoryMeansOptions): string[] {
  const rows = [["largest |mean - exact| over time", ...components.map((name) => `J_${name}`), "rms", "largest s.e."]];
  for (const { title, exact, ...ensembles } of panels) {
    for (const [key, trajectories] of [
      ["few", few],
      ["many", many],
    ] as const) {
      const estimates = ensembles[key];
      const worst = components.map((_, k) =>
        Math.max(...estimates.map((estimate, i) => Math.abs(deviation(estimate, exact[i]!, k)))),
      );
      const all = estimates.flatMap((estimate, i) => components.map((_, k) => deviation(estimate, exact[i]!, k)));
      const typical = Math.sqrt(all.reduce((sum, value) => sum + value ** 2, 0) / all.length);
      const error = Math.max(...estimates.flatMap(({ standardErrors }) => [...standardErrors.mean]));
      const name = `${title.slice(0, 3)} ${count(trajectories)} trajectories`;
      rows.push([
        name,
        ...worst.map((value) => `${value.toFixed(2)} s.e.`),
        typical.toFixed(2),
        error.toExponential(1),
      ]);
    }
  }
  return ["Fig. 2: N = 40, k_z = k_+ = 1, from the coherent state along +x", ...alignedTable(rows)];
}
