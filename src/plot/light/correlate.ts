import type { Correlation, StateCorrelation } from "../../roads/correlation.ts";
import { rangeOf } from "../axes/axis.ts";
import { frameRow } from "../axes/frameRow.ts";
import type { Mark } from "../axes/marks.ts";
import { COLUMN } from "../page.ts";
import { TIME_LABEL } from "../quantities.ts";
import { lightTheme, type SvgTheme } from "../theme.ts";
import { curveWithErrors, lightPage } from "./lightPage.ts";

/** A correlation function as SVG, as wide as a column of a journal: normalised, with bands of its errors and what it tends to. */
export function correlationPicture(
  found: Correlation | StateCorrelation,
  title: string,
  theme: SvgTheme = lightTheme,
): string {
  const { model, order, times, values, normalized, normalizedError, errorEstimate, coherent } = found;
  // Where there is no light at one of the times nothing can be divided by it: then the values themselves are drawn.
  const isNormal = normalized.every((value) => value !== null);
  const shown = isNormal ? (normalized as Correlation["values"]) : values;
  const errors = isNormal ? (normalizedError as readonly number[]) : errorEstimate;
  const real = shown.map(([re]) => re);
  const imaginary = shown.map(([, im]) => im);
  const across = rangeOf(times, [], 0);
  const curve = (of: readonly number[], color: string, label?: string): Mark[] =>
    curveWithErrors(
      times.map((time, k) => [time, of[k]!] as const),
      errors,
      color,
      label,
    );
  const complex = order === 1;
  const absolute = times.map((time, k) => [time, Math.hypot(...shown[k]!)] as const);
  const limits = limitsOf(found, isNormal);
  const limit: Mark = {
    kind: "line",
    color: theme.muted,
    width: 0.8,
    dash: "3 2",
    label: typeof coherent !== "number" ? "uncorrelated" : complex ? "coherent part" : "what it tends to",
    points: times.length === 1 ? across.map((time) => [time, limits[0]!]) : times.map((time, k) => [time, limits[k]!]),
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
      description: `Correlation function g${order} of the light of ${model.spins} two-level systems from ${"at" in found ? `tau = 0 to ${times.at(-1)} after t = ${found.at}` : `t = 0 to ${times.at(-1)}`}.`,
      theme,
      errorEstimate: errors,
    },
    [
      frameRow(
        {
          axisX: { label: "at" in found ? DELAY_LABEL : TIME_LABEL, range: across },
          axisY: {
            label: `${isNormal ? "normalised " : ""}*g*_{${order}}`,
            range: rangeOf(complex ? [...real, ...imaginary, 0] : real, limits),
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

const DELAY_LABEL = TIME_LABEL.replace("*t*", "*τ*");

/** What the real part, or the second order, would be without correlations. */
function limitsOf(
  { values, normalized, coherent, times }: Correlation | StateCorrelation,
  isNormal: boolean,
): number[] {
  const sizes = values.map((value) => Math.hypot(...value));
  const largest = sizes.indexOf(Math.max(...sizes));
  return times.map((_, k) => {
    const value = typeof coherent === "number" ? coherent : coherent[k]![0];
    if (!isNormal) return value;
    // In the steady state all times have the same unit, known best where the values are largest.
    const at = typeof coherent === "number" ? largest : k;
    const size = sizes[at]!;
    return size === 0 ? 0 : (value * Math.hypot(...normalized[at]!)) / size;
  });
}
