import type { SpinModel } from "../model/spinModel.ts";
import type { State } from "../roads/state.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables } from "../state/moments.ts";
import { rangeOf, shortNumber } from "./axes/axis.ts";
import { sequentialBands } from "./axes/bands.ts";
import { frameGrid } from "./axes/frameGrid.ts";
import type { Mark } from "./axes/marks.ts";
import { discContours, nearHalfValues } from "./discContours.ts";
import { drawnHusimi } from "./drawnState.ts";
import { errorFact, inLines, modelFacts, ROAD_LABELS } from "./facts.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "./page.ts";
import { observableLabel, TIME_LABEL } from "./quantities.ts";
import { sphereShade } from "./sphere.ts";
import { bothSides, sphereRow } from "./sphereRow.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** What a method found in time. */
export interface DrawnEvolution {
  readonly model: SpinModel;
  readonly method: keyof typeof ROAD_LABELS;
  readonly times: readonly number[];
  /** An entry a time. */
  readonly observables: readonly Observables[];
  readonly errorEstimate: readonly ErrorEstimate[];
  /** States on the way, whose Husimi functions are drawn. */
  readonly snapshots?: readonly { readonly time: number; readonly state: State }[];
}

const AXES = ["x", "y", "z"] as const;

/** An evolution as SVG, as wide as a column of a journal: moments and purity with bands of their errors, and a strip of Husimi functions. */
export function evolutionPicture(found: DrawnEvolution, title: string, theme: SvgTheme = lightTheme): string {
  const { model, method, times, errorEstimate, snapshots = [] } = found;
  const worst = errorEstimate.reduce((one, other) => (largest(other) > largest(one) ? other : one));
  const how = [ROAD_LABELS[method], errorFact(worst)];
  const strip = snapshots.length === 0 ? [] : stripRows(snapshots, theme);
  return page(
    {
      width: COLUMN,
      title,
      facts: [modelFacts(model), how].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT)),
      description: `Moments of ${model.spins} two-level systems from t = ${times[0]} to ${times.at(-1)}.`,
      theme,
    },
    [momentRow(found, theme), ...strip],
  );
}

const largest = ({ mean, square, cross }: ErrorEstimate): number => Math.max(...mean, ...square, ...cross);

type Picked = (values: ErrorEstimate) => number;

function momentRow({ times, observables, errorEstimate }: DrawnEvolution, theme: SvgTheme): Row {
  const few = times.length <= FEW;
  const curve = (pick: Picked, color: string, label?: string): Mark[] => {
    const named = label === undefined ? {} : { label };
    const points = times.map((time, k) => [time, pick(observables[k]!)] as const);
    const errors = errorEstimate.map(pick);
    return [
      {
        kind: "band",
        color,
        opacity: 0.3,
        points: times.map((time, k) => [time, points[k]![1] - errors[k]!, points[k]![1] + errors[k]!]),
      },
      { kind: "line", color, points, ...named },
      ...(few ? [{ kind: "points", color, size: 2.4, points, ...named } as const] : []),
    ];
  };
  const vector = (kind: "mean" | "square", names: boolean): Mark[] =>
    AXES.flatMap((name, k) =>
      curve((values) => values[kind][k]!, theme.series[k]!, names ? `*k* = *${name}*` : undefined),
    );
  const range = (kind: "mean" | "square"): [number, number] =>
    rangeOf(observables.flatMap((values) => [...values[kind]]));
  const symbol = (kind: "mean" | "square"): string => observableLabel(kind).replace("*x*", "*k*");
  return frameGrid(
    {
      axesX: [{ label: TIME_LABEL, range: rangeOf(times, [], 0) }],
      lines: [
        { axisY: { label: symbol("mean"), range: range("mean") }, height: 92, cells: [vector("mean", true)] },
        { axisY: { label: symbol("square"), range: range("square") }, height: 62, cells: [vector("square", false)] },
        {
          axisY: {
            label: observableLabel("purity"),
            range: rangeOf(
              observables.map(({ purity }) => purity),
              [0],
              0.05,
            ),
          },
          height: 44,
          cells: [curve(({ purity }) => purity, theme.ink)],
        },
      ],
    },
    COLUMN,
    theme,
    "moments",
  );
}

/** Up to so many times are points on the line. */
const FEW = 25;

/** Points from the middle of a sphere to its rim at which Q, which is smooth, is looked at. */
const HALF = 40;

/** Q from both sides, one scale for all. */
function stripRows(snapshots: NonNullable<DrawnEvolution["snapshots"]>, theme: SvgTheme): Row[] {
  const cameras = bothSides(-60, 20);
  const drawn = snapshots.flatMap(({ time, state }) => {
    const husimi = drawnHusimi(state);
    return husimi === null
      ? []
      : [{ time, sides: cameras.map((camera) => nearHalfValues(camera, husimi.evaluate, HALF)) }];
  });
  if (drawn.length === 0) return [];
  const high = Math.max(
    ...drawn.flatMap(({ sides }) => sides.map(({ values }) => values.reduce((a, b) => Math.max(a, b)))),
  );
  const bands = sequentialBands(0, high, theme);
  const lines = { color: theme.ink, width: 0.2, opacity: 0.35 };
  const seen = [0, 1].filter((side) =>
    drawn.some(({ sides }) => sides[side]!.values.some((value) => value > SEEN * high)),
  );
  const names = ["front", "back"];
  const only = seen.length === 1 ? ` alone: *Q* < ${shortNumber(SEEN * high, 1)} on the ${names[1 - seen[0]!]}` : "";
  return seen.map((side, row) =>
    sphereRow(
      {
        heading: row === 0 ? `Husimi function *Q*, ${names[side]}${only}` : names[side]!,
        panels: drawn.map(({ time, sides }) => ({
          camera: cameras[side]!,
          caption: `*t* = ${shortNumber(time)}`,
          draw: (view, id) => discContours(view, sides[side]!, bands, id, lines) + sphereShade(view, `${id}-shade`),
        })),
        ...(row < seen.length - 1 ? {} : { bar: { bands, label: "*Q*" } }),
      },
      COLUMN,
      theme,
      `strip-${side}`,
    ),
  );
}

/** A side on which Q is nowhere above this share of its maximum is left out. */
const SEEN = 0.1;
