import type { Emission } from "../../roads/emission.ts";
import { rangeOf, shortNumber } from "../axes/axis.ts";
import { frameRow } from "../axes/frameRow.ts";
import type { Mark } from "../axes/marks.ts";
import { COLUMN } from "../page.ts";
import { lightTheme, type SvgTheme } from "../theme.ts";
import { curveWithErrors, lightPage } from "./lightPage.ts";

/** An emission spectrum as SVG, as wide as a column of a journal: S with the band of its errors, and where the elastic line stands. */
export function emissionPicture(found: Emission, title: string, theme: SvgTheme = lightTheme): string {
  const { model, frequencies, incoherent, errorEstimate, coherentWeight, weightError } = found;
  const across = rangeOf(frequencies, [], 0);
  const up = rangeOf(incoherent, [0]);
  const seen = coherentWeight > weightError && across[0] <= 0 && across[1] >= 0;
  const elastic: Mark = {
    kind: "line",
    color: theme.muted,
    width: 0.8,
    dash: "3 2",
    label: `elastic line, weight 2*π* × ${shortNumber(coherentWeight)}`,
    points: [
      [0, up[0]],
      [0, up[1]],
    ],
  };
  const points = frequencies.map((frequency, k) => [frequency, incoherent[k]!] as const);
  return lightPage(
    found,
    {
      title,
      description: `Emission spectrum of ${model.spins} two-level systems from frequency ${across[0]} to ${across[1]}.`,
      theme,
      errorEstimate,
    },
    [
      frameRow(
        {
          axisX: { label: "frequency *ω*  (rate)", range: across },
          axisY: { label: "spectrum *S*  (1/rate)", range: up },
          marks: [...(seen ? [elastic] : []), ...curveWithErrors(points, errorEstimate, theme.palette[0]!)],
        },
        COLUMN,
        theme,
        "emission",
      ),
    ],
  );
}
