import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import { frameGrid } from "../../src/plot/axes/frameGrid.ts";
import type { LineMark, Mark } from "../../src/plot/axes/marks.ts";
import { colorRamp } from "../../src/plot/color.ts";
import { page, TWO_COLUMNS } from "../../src/plot/page.ts";
import { TIME_LABEL } from "../../src/plot/quantities.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { EnsembleEstimate } from "../../src/sde/estimate.ts";
import type { Vector3 } from "../../src/state/moments.ts";
import { runEnsembleInWorkers } from "../../src/sweep/ensemblePool.ts";
import { alignedTable, type Figure } from "./figure.ts";
import { type IllPosedMeans, illPosedMeans, illPosedRow, illPosedTable } from "./illPosedMeans.ts";

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

/**
 * Figure 2 of the paper: N = 40, k_z = k_+ = 1, B_x = 0.5 and 1.5; means over trajectories beside the master equation. Below it k_z = 0, where there are no
 * trajectories, by finite elements.
 */
export async function trajectoryMeans(options: TrajectoryMeansOptions = paperOptions): Promise<Figure> {
  const panels = [
    await compute("(a)  *B*_{*x*} = 0.5", 0.5, options),
    await compute("(b)  *B*_{*x*} = 1.5", 1.5, options),
  ];
  const { times } = panels[0]!;
  const illPosed = [
    illPosedMeans("(c)  *B*_{*x*} = 0.5,  *κ*_{*z*} = 0: not parabolic", 0.5, initial, times),
    illPosedMeans("(d)  *B*_{*x*} = 1.5,  *κ*_{*z*} = 0: not parabolic", 1.5, initial, times),
  ];
  return {
    name: "fig2-trajectories",
    draw: (theme) => draw(panels, illPosed, options, theme),
    table: [...table(panels, options), ...alignedTable(illPosedTable(illPosed))],
  };
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

function draw(
  panels: readonly Panel[],
  illPosed: readonly IllPosedMeans[],
  options: TrajectoryMeansOptions,
  theme: SvgTheme,
): string {
  const { few, many, duration } = options;
  const axis = { label: TIME_LABEL, range: [0, duration] } as const;
  const entries: LineMark[] = [
    ...components.map((name, k) => entry(theme.series[k]!, `*k* = *${name}*`)),
    { ...entry(light(theme.muted, theme), `${count(few)} trajectories`), width: FEW },
    { ...entry(theme.muted, `${count(many)} trajectories`), width: MANY },
    exactLine([], theme, "master equation"),
  ];
  return page(
    {
      width: TWO_COLUMNS,
      title: "Stochastic trajectories and the master equation",
      facts: ["*N* = 40,  *κ*_{+} = 1,  in (a) and (b) *κ*_{*z*} = 1;  all spins along +*x* at first"],
      description: `2<J_k>/N against time for N = 40 at B_x = 0.5 and 1.5: means over ${few} and ${many} trajectories, and the exact curves; below it without dephasing by finite elements.`,
      theme,
    },
    [
      frameGrid(
        {
          axesX: panels.map(() => axis),
          titles: panels.map(({ title }) => title),
          lines: [
            {
              axisY: { label: "2⟨*J*_{*k*}⟩/*N*", range: [-1, 1.02] },
              height: 150,
              cells: panels.map((panel) => meansOf(panel, theme)),
            },
            {
              axisY: { label: "error / *σ*", range: [-4.2, 4.2] },
              height: 50,
              cells: panels.map((panel) => deviationsOf(panel, duration, theme)),
            },
          ],
          legend: entries,
        },
        TWO_COLUMNS,
        theme,
        "trajectories",
      ),
      illPosedRow(illPosed, theme),
    ],
  );
}

const MANY = 2.2;
const FEW = 0.8;

const entry = (color: string, label: string): LineMark => ({ kind: "line", points: [], color, label });

const exactLine = (points: LineMark["points"], theme: SvgTheme, label?: string): LineMark => ({
  kind: "line",
  points,
  color: theme.ink,
  width: 0.7,
  dash: "2.2 2.2",
  ...(label === undefined ? {} : { label }),
});

function meansOf(panel: Panel, theme: SvgTheme): Mark[] {
  const { times, exact } = panel;
  const points = (estimates: readonly EnsembleEstimate[], k: number) =>
    estimates.map(({ observables }, i) => [times[i]!, observables.mean[k]!] as const);
  return [
    ...components.flatMap((_, k): LineMark[] => [
      { kind: "line", points: points(panel.many, k), color: theme.series[k]!, width: MANY },
      { kind: "line", points: points(panel.few, k), color: light(theme.series[k]!, theme), width: FEW },
    ]),
    ...components.map((_, k) =>
      exactLine(
        exact.map((mean, i) => [times[i]!, mean[k]!]),
        theme,
      ),
    ),
  ];
}

/** Of the many trajectories, in a band of two standard errors. */
function deviationsOf({ times, many, exact }: Panel, duration: number, theme: SvgTheme): Mark[] {
  const within = [0, duration].map((time) => [time, -2, 2] as const);
  return [
    { kind: "band", points: within, color: theme.faint, opacity: 0.7 },
    ...components.map(
      (_, k): LineMark => ({
        kind: "line",
        points: times.map((time, i) => [time, deviation(many[i]!, exact[i]!, k)]),
        color: theme.series[k]!,
        width: 0.8,
      }),
    ),
  ];
}

/** Seen on the paper and on the bold curve. */
const light = (color: string, theme: SvgTheme) => colorRamp([color, theme.paper])(0.42);

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
