import type { Sensitivities } from "../../roads/sensitivities.ts";
import { rangeOf } from "../axes/axis.ts";
import { frameGrid, type GridLine } from "../axes/frameGrid.ts";
import type { Mark } from "../axes/marks.ts";
import { COLUMN } from "../page.ts";
import { observableLabel, parameterSymbol } from "../quantities.ts";
import { lightTheme, type SvgTheme } from "../theme.ts";
import { lightPage } from "./lightPage.ts";

const AXES = ["x", "y", "z"] as const;

/** Derivatives of first and second moments by each parameter as SVG, as wide as a column of a journal. */
export function sensitivityPicture(found: Sensitivities, title: string, theme: SvgTheme = lightTheme): string {
  const { parameters, errorEstimate } = found;
  const names = Object.keys(parameters);
  const range = [-0.6, names.length - 0.4] as const;
  const zero: Mark = { kind: "line", color: theme.faint, width: 0.8, points: range.map((at) => [at, 0] as const) };
  const line = (kind: "mean" | "square", named: boolean): GridLine => ({
    axisY: {
      label: `d ${observableLabel(kind).replace("*x*", "*k*")} / d *θ*`,
      range: rangeOf(
        names.flatMap((name) => [...parameters[name]![kind]]),
        [0],
        0.08,
      ),
    },
    height: 84,
    cells: [
      [
        zero,
        ...AXES.map(
          (axis, k): Mark => ({
            kind: "points",
            color: theme.series[k]!,
            size: 3.4,
            ...(named ? { label: `*k* = *${axis}*` } : {}),
            points: names.map((name, at) => [at + 0.16 * (k - 1), parameters[name]![kind][k]!] as const),
            errors: names.map((name) => [0, errorEstimate[name]![kind][k]!] as const),
          }),
        ),
      ],
    ],
  });
  return lightPage(
    found,
    {
      title,
      description: `Derivatives of the moments of the steady state by ${names.join(", ")}.`,
      theme,
      errorEstimate: names.flatMap((name) => [...errorEstimate[name]!.mean, ...errorEstimate[name]!.square]),
    },
    [
      frameGrid(
        {
          axesX: [
            {
              label: "parameter *θ*",
              range,
              ticks: names.map((name, value) => ({ value, label: parameterSymbol(name) })),
            },
          ],
          lines: [line("mean", true), line("square", false)],
        },
        COLUMN,
        theme,
        "sensitivity",
      ),
    ],
  );
}
