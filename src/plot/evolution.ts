import type { SpinModel } from "../model/spinModel.ts";
import type { State } from "../roads/state.ts";
import type { ErrorEstimate } from "../state/errorEstimate.ts";
import type { Observables } from "../state/moments.ts";
import { rangeOf, shortNumber } from "./axes/axis.ts";
import { frameGrid } from "./axes/frameGrid.ts";
import type { Mark } from "./axes/marks.ts";
import { densityBands } from "./densityBands.ts";
import { discContours, nearHalfValues } from "./discContours.ts";
import { type DrawnState, drawnHusimi, drawnState } from "./drawnState.ts";
import { errorFact, inLines, modelFacts, ROAD_LABELS } from "./facts.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "./page.ts";
import { observableLabel, TIME_LABEL } from "./quantities.ts";
import { sliceStrip } from "./sliceStrip.ts";
import { sphereShade } from "./sphere.ts";
import { bothSides, sphereRow } from "./sphereRow.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** Moments that a method found in time. */
export interface DrawnCourse {
  readonly method: keyof typeof ROAD_LABELS;
  readonly times: readonly number[];
  /** An entry a time. */
  readonly observables: readonly Observables[];
  readonly errorEstimate: readonly ErrorEstimate[];
}

/** What a method found in time. */
export interface DrawnEvolution extends DrawnCourse {
  readonly model: SpinModel;
  /** States on the way, a strip of which is drawn: of P inside the ball slices. */
  readonly snapshots?: readonly { readonly time: number; readonly state: State }[];
  /** What is drawn of them: the Husimi function (default), or P where it is known. */
  readonly strip?: "P" | "Q";
  /** What other methods found of the same: points with bars of their errors. */
  readonly others?: readonly DrawnCourse[];
}

const AXES = ["x", "y", "z"] as const;

/**
 * An evolution as SVG, as wide as a column of a journal: moments and purity with bands of their errors, points of other methods, and a strip of Husimi
 * functions or of P.
 */
export function evolutionPicture(found: DrawnEvolution, title: string, theme: SvgTheme = lightTheme): string {
  const { model, method, times, errorEstimate, snapshots = [], strip: symbol = "Q" } = found;
  const worst = errorEstimate.reduce((one, other) => (largest(other) > largest(one) ? other : one));
  const how = [ROAD_LABELS[method], errorFact(worst)];
  const spheres = snapshots.length === 0 ? [] : stripRows(snapshots, symbol, theme);
  const strip = spheres.length === 0 && symbol === "P" ? sliceStrip(snapshots, theme) : spheres;
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

function momentRow({ method, times, observables, errorEstimate, others = [] }: DrawnEvolution, theme: SvgTheme): Row {
  const few = times.length <= FEW && others.length === 0;
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
      ...others.map((other, k) => pointsOf(other, pick, color, k, others.length)),
    ];
  };
  // Colours tell components, lines and shapes methods.
  const methods: Mark[] =
    others.length === 0
      ? []
      : [
          { kind: "line", points: [], color: theme.ink, label: ROAD_LABELS[method] },
          ...others.map(
            (other, k): Mark => ({
              kind: "points",
              points: [],
              color: theme.ink,
              shape: SHAPES[k % SHAPES.length]!,
              size: POINT,
              label: ROAD_LABELS[other.method],
            }),
          ),
        ];
  const vector = (kind: "mean" | "square", names: boolean): Mark[] =>
    AXES.flatMap((name, k) =>
      curve((values) => values[kind][k]!, theme.series[k]!, names ? `*k* = *${name}*` : undefined),
    );
  const range = (kind: "mean" | "square"): [number, number] =>
    rangeOf(
      [{ observables }, ...others].flatMap((course) => course.observables.flatMap((values) => [...values[kind]])),
    );
  const symbol = (kind: "mean" | "square"): string => observableLabel(kind).replace("*x*", "*k*");
  return frameGrid(
    {
      axesX: [{ label: TIME_LABEL, range: rangeOf(times, [], 0) }],
      lines: [
        {
          axisY: { label: symbol("mean"), range: range("mean") },
          height: 92,
          cells: [[...vector("mean", true), ...methods]],
        },
        { axisY: { label: symbol("square"), range: range("square") }, height: 62, cells: [vector("square", false)] },
        {
          axisY: {
            label: observableLabel("purity"),
            range: rangeOf(
              [{ observables }, ...others].flatMap((course) => course.observables.map(({ purity }) => purity)),
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

/** Up to so many times are points on the line, or of another method. */
const FEW = 25;

const SHAPES = ["ring", "diamond", "plus"] as const;
const POINT = 3.6;

/** What method number `which` of `count` others found, with bars: at some of the times, and none at those of another, behind whose points it would hide. */
function pointsOf(
  { times, observables, errorEstimate }: DrawnCourse,
  pick: Picked,
  color: string,
  which: number,
  count: number,
): Mark {
  const step = Math.max(1, Math.ceil(times.length / FEW));
  const shown = times.map((_, k) => k).filter((k) => k % step === 0 && (k / step) % count === which);
  return {
    kind: "points",
    color,
    shape: SHAPES[which % SHAPES.length]!,
    size: POINT,
    points: shown.map((k) => [times[k]!, pick(observables[k]!)]),
    errors: shown.map((k) => [0, pick(errorEstimate[k]!)]),
  };
}

/** Points from the middle of a sphere to its rim at which Q, which is smooth, is looked at. */
const HALF = 40;

/** P on the sphere; null in the ball, and where it is not known. */
function densityOn(state: State): DrawnState | null {
  const known = drawnState(state);
  return known?.symbol === "*P*" && known.contains === null ? known : null;
}

/** P or Q from both sides, one scale for all. */
function stripRows(snapshots: NonNullable<DrawnEvolution["snapshots"]>, symbol: "P" | "Q", theme: SvgTheme): Row[] {
  const cameras = bothSides(-60, 20);
  const drawn = snapshots.flatMap(({ time, state }) => {
    const known = symbol === "P" ? densityOn(state) : drawnHusimi(state);
    if (known === null) return [];
    const half = known.symbol === "*P*" ? undefined : HALF;
    return [{ time, fact: known.fact, sides: cameras.map((camera) => nearHalfValues(camera, known.evaluate, half)) }];
  });
  if (drawn.length === 0) return [];
  const samples = drawn.flatMap(({ sides }) => sides.map(({ values }) => values));
  const bands = densityBands(`*${symbol}*`, samples, undefined, theme);
  const high = Math.max(...samples.map((values) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0)));
  const lines = { color: theme.ink, width: 0.2, opacity: 0.35 };
  const seen = [0, 1].filter((side) =>
    drawn.some(({ sides }) => sides[side]!.values.some((value) => Math.abs(value) > SEEN * high)),
  );
  const names = ["front", "back"];
  const size = symbol === "P" ? "|*P*|" : "*Q*";
  const only =
    seen.length === 1 ? ` alone: ${size} < ${shortNumber(SEEN * high, 1)} on the ${names[1 - seen[0]!]}` : "";
  const facts = [...new Set(drawn.flatMap(({ fact }) => fact ?? []))];
  const what =
    symbol === "P" ? ["*P*", ...(facts.length === 1 ? [`in ${facts[0]}`] : [])].join(" ") : "Husimi function *Q*";
  return seen.map((side, row) =>
    sphereRow(
      {
        heading: row === 0 ? `${what}, ${names[side]}${only}` : names[side]!,
        panels: drawn.map(({ time, sides }) => ({
          camera: cameras[side]!,
          caption: `*t* = ${shortNumber(time)}`,
          draw: (view, id) => discContours(view, sides[side]!, bands, id, lines) + sphereShade(view, `${id}-shade`),
        })),
        ...(row < seen.length - 1 ? {} : { bar: bands.bar }),
      },
      COLUMN,
      theme,
      `strip-${side}`,
    ),
  );
}

/** A side on which nothing is above this share of the maximum is left out. */
const SEEN = 0.1;
