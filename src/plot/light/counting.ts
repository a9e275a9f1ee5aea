import type { Counting } from "../../roads/counting.ts";
import { rangeOf, shortNumber } from "../axes/axis.ts";
import { frameRow } from "../axes/frameRow.ts";
import type { Mark } from "../axes/marks.ts";
import { COLUMN } from "../page.ts";
import { lightTheme, type SvgTheme } from "../theme.ts";
import { lightPage } from "./lightPage.ts";

const NAMES = ["mean", "variance", "third cumulant"] as const;

/** Cumulants of photon numbers over their mean as SVG, as wide as a column of a journal, beside 1, which they are of independent photons. */
export function countingPicture(found: Counting, title: string, theme: SvgTheme = lightTheme): string {
  const { rate, variance, third, errorEstimate } = found;
  const values = [rate, variance, third].map((value) => value / rate);
  const errors = [errorEstimate.rate, errorEstimate.variance, errorEstimate.third].map((error) => error / rate);
  const independent: Mark = {
    kind: "line",
    color: theme.muted,
    width: 0.8,
    dash: "3 2",
    label: "independent photons",
    points: [
      [-1, 1],
      [3, 1],
    ],
  };
  const cumulants: Mark = {
    kind: "points",
    color: theme.palette[0]!,
    label: `this light, ${shortNumber(rate)} photons in a unit of time`,
    points: values.map((value, k) => [k, value] as const),
    errors: errors.map((error) => [0, error] as const),
  };
  return lightPage(
    found,
    {
      title,
      description: `Cumulants of the number of photons over their mean: variance ${values[1]}, third ${values[2]}.`,
      theme,
      errorEstimate: errors,
    },
    [
      frameRow(
        {
          axisX: {
            label: "of the number of photons in a long time",
            range: [-0.5, 2.5],
            ticks: NAMES.map((label, value) => ({ value, label })),
          },
          axisY: { label: "over the mean", range: rangeOf(values, [0, 1]) },
          marks: [independent, cumulants],
          aspect: 0.5,
        },
        COLUMN,
        theme,
        "counting",
      ),
    ],
  );
}
