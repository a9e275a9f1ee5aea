import type { ParabolicScan } from "../roads/diagnose/scan.ts";
import type { ScanAxis } from "../roads/meanField/scan.ts";
import { type Axis, rangeOf, roundValues } from "./axes/axis.ts";
import { divergingBands, sequentialBands } from "./axes/bands.ts";
import { frameRow } from "./axes/frameRow.ts";
import type { Mark } from "./axes/marks.ts";
import { distancesToEnd } from "./diagnosis.ts";
import { COLUMN, page, type Row, TEXT } from "./page.ts";
import { parameterLabel } from "./quantities.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** A quantity at the points of a sweep; NaN where it is not known. */
export interface SweptQuantity {
  /** Markup. */
  readonly label: string;
  readonly values: ArrayLike<number>;
  /** Estimated errors, drawn as a band. */
  readonly errors?: ArrayLike<number>;
}

/** Quantities that share a frame, over one parameter. */
export interface SweptPanel {
  /** Markup of the axis, with the unit. */
  readonly label: string;
  readonly quantities: readonly SweptQuantity[];
}

/** A sweep that is drawn. */
export type SweptPicture =
  | { readonly kind: "lines"; readonly axis: ScanAxis; readonly panels: readonly SweptPanel[] }
  | {
      /** Over two parameters: the values row by row, that of the first value of the second axis first. */
      readonly kind: "map";
      readonly axes: readonly [ScanAxis, ScanAxis];
      readonly quantity: SweptQuantity;
      /** Where the equation is not parabolic, over the same axes; null where that is not asked. */
      readonly parabolic: ParabolicScan | null;
    }
  | {
      /** Where a condition changes: places [first, second, uncertainty of the second]. */
      readonly kind: "places";
      readonly axes: readonly [ScanAxis, ScanAxis];
      /** Plain text. */
      readonly condition: string;
      readonly places: readonly (readonly [number, number, number])[];
    };

/** A sweep as SVG, as wide as a column of a journal: lines over one parameter, a map with contours over two. */
export function sweepPicture(found: SweptPicture, title: string, theme: SvgTheme = lightTheme): string {
  const [rows, description] = rowsOf(found, theme);
  return page({ width: COLUMN, title, description, theme }, rows);
}

function rowsOf(found: SweptPicture, theme: SvgTheme): readonly [Row[], string] {
  switch (found.kind) {
    case "lines":
      return [
        found.panels.map((panel, k) => linesRow(found.axis, panel, theme, k)),
        "What was found at each value of a parameter.",
      ];
    case "map":
      return [[mapRow(found, theme)], "What was found over two parameters, in colours with contours."];
    case "places":
      return [[placesRow(found, theme)], "Where a condition changes along one parameter, over another."];
  }
}

/** A direction over the values of a parameter; logarithmic where they are equal ratios apart, and not equal distances. */
function axisOf({ parameter, values }: ScanAxis): Axis {
  const scale = isGeometric(values) ? "log" : "linear";
  return { label: parameterLabel(parameter), range: rangeOf(values, [], 0), scale };
}

function isGeometric(values: readonly number[]): boolean {
  if (values.length < 3 || values.some((value) => value <= 0)) return false;
  const spread = (steps: readonly number[]): number => Math.max(...steps) - Math.min(...steps);
  const steps = (map: (value: number) => number): number[] => {
    const range = map(values.at(-1)!) - map(values[0]!);
    return values.slice(1).map((value, k) => (map(value) - map(values[k]!)) / range);
  };
  return spread(steps(Math.log)) < spread(steps((value) => value));
}

function linesRow(axis: ScanAxis, { label, quantities }: SweptPanel, theme: SvgTheme, k: number): Row {
  const colors = quantities.length === 1 ? [theme.series[2]] : theme.series;
  const marks = quantities.flatMap(({ label: name, values, errors }, j): Mark[] => {
    const color = colors[j % colors.length]!;
    const points = axis.values.map((x, i) => [x, values[i]!] as const);
    const named = quantities.length === 1 ? {} : { label: name };
    const alone = points.length === 1 || points.every(([, y], i) => !(Number.isFinite(y) && isNextTo(points, i)));
    return [
      ...(errors === undefined
        ? []
        : [
            {
              kind: "band" as const,
              color,
              points: points.map(([x, y], i) => [x, y - errors[i]!, y + errors[i]!] as const),
            },
          ]),
      alone ? { kind: "points", points, color, ...named } : { kind: "line", points, color, ...named },
    ];
  });
  const seen = quantities.flatMap(({ values }) => Array.from(values));
  return frameRow(
    { axisX: axisOf(axis), axisY: { label, range: rangeOf(seen) }, marks, aspect: 0.5, left: LEFT },
    COLUMN,
    theme,
    `lines-${k}`,
  );
}

/** Room for the numbers of every frame, so that frames stand below one another. */
const LEFT = 4.6 * TEXT;

/** Whether a point has a known neighbour that a line could join it with. */
const isNextTo = (points: readonly (readonly [number, number])[], k: number): boolean =>
  [points[k - 1], points[k + 1]].some((point) => point !== undefined && Number.isFinite(point[1]));

function mapRow({ axes, quantity, parabolic }: Extract<SweptPicture, { readonly kind: "map" }>, theme: SvgTheme): Row {
  const [first, second] = axes;
  const grid = { x: first.values, y: second.values };
  const known = Array.from(quantity.values).filter(Number.isFinite);
  const [low, high] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
  const bands = (low < 0 ? divergingBands : sequentialBands)(low, high, theme);
  const levels = high > low ? roundValues([low, high], CONTOURS).filter((level) => level > low && level < high) : [];
  const marks: Mark[] = [
    { kind: "heat", ...grid, values: quantity.values, bands },
    { kind: "contours", ...grid, values: quantity.values, levels, color: theme.muted, width: 0.5 },
  ];
  if (parabolic !== null) {
    const values = distancesToEnd(parabolic);
    marks.push({ kind: "hatch", ...grid, values, color: theme.ink, label: "not parabolic" });
    const points = parabolic.curves.parabolic;
    if (points.length > 0)
      marks.push({ kind: "line", points, color: theme.ink, width: 1.4, label: "exact end of parabolicity" });
  }
  return frameRow(
    { axisX: axisOf(first), axisY: axisOf(second), marks, aspect: 0.75, bar: { bands, label: quantity.label } },
    COLUMN,
    theme,
    "map",
  );
}

/** About as many lines as can be followed. */
const CONTOURS = 8;

function placesRow(
  { axes, condition, places }: Extract<SweptPicture, { readonly kind: "places" }>,
  theme: SvgTheme,
): Row {
  const [first, second] = axes;
  const color = theme.series[2];
  const points = places.map(([x, y]) => [x, y] as const);
  const errors = places.map(([, , uncertainty]) => [0, uncertainty] as const);
  return frameRow(
    {
      axisX: axisOf(first),
      axisY: axisOf(second),
      marks: [{ kind: "points", points, errors, color, label: condition.replace(/[*_^{}]/g, "") }],
    },
    COLUMN,
    theme,
    "places",
  );
}
