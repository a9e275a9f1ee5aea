import { evolveDicke } from "../../src/dicke/collective/evolve.ts";
import { evolveDensity } from "../../src/fem/sphere/evolve.ts";
import type { InitialState } from "../../src/model/initialState.ts";
import { spinModel } from "../../src/model/spinModel.ts";
import { frameGrid } from "../../src/plot/axes/frameGrid.ts";
import type { LineMark, Mark } from "../../src/plot/axes/marks.ts";
import { type Row, TWO_COLUMNS } from "../../src/plot/page.ts";
import { TIME_LABEL } from "../../src/plot/quantities.ts";
import type { SvgTheme } from "../../src/plot/theme.ts";
import type { Vector3 } from "../../src/state/moments.ts";

const components = ["x", "y", "z"] as const;

/** The means of Fig. 2 without dephasing, where the equation is not parabolic and has no trajectories. */
export interface IllPosedMeans {
  readonly title: string;
  readonly times: readonly number[];
  readonly elements: readonly Vector3[];
  readonly exact: readonly Vector3[];
  /** Largest of the three components at each time. */
  readonly apart: readonly number[];
  readonly estimates: readonly number[];
}

export function illPosedMeans(
  title: string,
  field: number,
  initial: InitialState,
  times: readonly number[],
): IllPosedMeans {
  const request = { model: spinModel({ spins: 40, field: [field, 0, 0], collective: { pump: 1 } }), initial, times };
  const exact = evolveDicke(request).observables.map(({ mean }) => mean);
  const { observables, errorEstimate } = evolveDensity(request);
  const elements = observables.map(({ mean }) => mean);
  return {
    title,
    times,
    elements,
    exact,
    apart: elements.map((mean, i) => Math.max(...mean.map((value, k) => Math.abs(value - exact[i]![k]!)))),
    estimates: errorEstimate.map(({ mean }) => Math.max(...mean)),
  };
}

/** Of errors. */
const LOWEST = 1e-17;
const HIGHEST = 1e-7;
const BOLD = 2.2;

export function illPosedRow(panels: readonly IllPosedMeans[], theme: SvgTheme): Row {
  const duration = panels[0]!.times.at(-1)!;
  const axis = { label: TIME_LABEL, range: [0, duration] } as const;
  const line = (points: LineMark["points"], color: string, label?: string): LineMark => ({
    kind: "line",
    points,
    color,
    ...(label === undefined ? {} : { label }),
  });
  const dashed = (mark: LineMark): LineMark => ({ ...mark, width: 0.7, dash: "2.2 2.2" });
  const over = ({ times }: IllPosedMeans, values: readonly number[]): LineMark["points"] =>
    times.map((time, i) => [time, values[i]!] as const);
  const means = (panel: IllPosedMeans): Mark[] => [
    ...components.map((_, k) => ({
      ...line(
        over(
          panel,
          panel.elements.map((mean) => mean[k]!),
        ),
        theme.series[k]!,
      ),
      width: BOLD,
    })),
    ...components.map((_, k) =>
      dashed(
        line(
          over(
            panel,
            panel.exact.map((mean) => mean[k]!),
          ),
          theme.ink,
        ),
      ),
    ),
  ];
  const errors = (panel: IllPosedMeans): Mark[] =>
    [panel.estimates, panel.apart].map((values, k) => ({
      ...line(
        over(
          panel,
          values.map((value) => Math.max(LOWEST, value)),
        ),
        [theme.muted, theme.ink][k]!,
      ),
      width: [BOLD, 0.7][k]!,
    }));
  return frameGrid(
    {
      axesX: panels.map(() => axis),
      titles: panels.map(({ title }) => title),
      lines: [
        { axisY: { label: "2⟨*J*_{*k*}⟩/*N*", range: [-1, 1.02] }, height: 150, cells: panels.map(means) },
        { axisY: { label: "error", range: [LOWEST, HIGHEST], scale: "log" }, height: 60, cells: panels.map(errors) },
      ],
      legend: [
        { ...line([], theme.muted, "finite elements; below, their estimate"), width: BOLD },
        { ...line([], theme.ink, "below, their distance to the master equation"), width: 0.7 },
      ],
    },
    TWO_COLUMNS,
    theme,
    "ill-posed",
  );
}

/** Lines of the figure's table. */
export const illPosedTable = (panels: readonly IllPosedMeans[]): string[][] => [
  ["k_z = 0, by finite elements", "largest |mean - exact|", "largest estimate"],
  ...panels.map(({ title, apart, estimates }) => [
    title.slice(0, 3),
    Math.max(...apart).toExponential(0),
    Math.max(...estimates).toExponential(0),
  ]),
];
