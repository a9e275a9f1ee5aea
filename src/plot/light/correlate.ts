import type { Correlation } from "../../roads/correlation.ts";
import { rangeOf } from "../axes/axis.ts";
import { frameRow } from "../axes/frameRow.ts";
import type { Mark } from "../axes/marks.ts";
import { COLUMN } from "../page.ts";
import { TIME_LABEL } from "../quantities.ts";
import { lightTheme, type SvgTheme } from "../theme.ts";
import { curveWithErrors, lightPage } from "./lightPage.ts";

/** A correlation function as SVG, as wide as a column of a journal: normalised, with bands of its errors and what it tends to. */
export function correlationPicture(found: Correlation, title: string, theme: SvgTheme = lightTheme): string {
  const { model, order, times, values, normalized, errorEstimate, coherent } = found;
  const unit = unitOf(found);
  const errors = errorEstimate.map((error) => error / unit);
  const real = normalized.map(([re]) => re);
  const imaginary = normalized.map(([, im]) => im);
  const across = rangeOf(times, [], 0);
  const curve = (of: readonly number[], color: string, label?: string): Mark[] =>
    curveWithErrors(
      times.map((time, k) => [time, of[k]!] as const),
      errors,
      color,
      label,
    );
  const complex = order === 1;
  const absolute = times.map((time, k) => [time, Math.hypot(...values[k]!) / unit] as const);
  const limit: Mark = {
    kind: "line",
    color: theme.muted,
    width: 0.8,
    dash: "3 2",
    label: complex ? "coherent part" : "what it tends to",
    points: across.map((time) => [time, coherent / unit] as const),
  };
  const marks = complex
    ? [
        ...curve(real, theme.palette[0]!, "Re"),
        ...curve(imaginary, theme.palette[1]!, "Im"),
        // Dashed, since it lies on the real part where that is nearly all.
        { kind: "line", color: theme.ink, dash: "1.5 1.5", label: "absolute value", points: absolute } as const,
      ]
    : curve(real, theme.palette[0]!);
  return lightPage(
    found,
    {
      title,
      description: `Correlation function g${order} of the light of ${model.spins} two-level systems from t = 0 to ${times.at(-1)}.`,
      theme,
      errorEstimate: errors,
    },
    [
      frameRow(
        {
          axisX: { label: TIME_LABEL, range: across },
          axisY: {
            label: `normalised *g*_{${order}}`,
            range: rangeOf(complex ? [...real, ...imaginary, 0] : real, [coherent / unit]),
          },
          marks: [limit, ...marks],
        },
        COLUMN,
        theme,
        "correlation",
      ),
    ],
  );
}

/** What `normalized` is `values` over; 1 where there is no light. */
function unitOf({ values, normalized }: Correlation): number {
  const sizes = values.map((value) => Math.hypot(...value));
  const largest = sizes.indexOf(Math.max(...sizes));
  const unit = sizes[largest]! / Math.hypot(...normalized[largest]!);
  return unit > 0 ? unit : 1;
}
