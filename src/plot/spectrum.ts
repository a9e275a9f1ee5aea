import type { ChosenSpectrum } from "../roads/spectrum.ts";
import { rangeOf, shortNumber } from "./axes/axis.ts";
import { frameRow } from "./axes/frameRow.ts";
import type { Mark } from "./axes/marks.ts";
import { bandFact, inLines, modelFacts, ROAD_LABELS } from "./facts.ts";
import { COLUMN, MARGIN, page, TEXT } from "./page.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

/** Eigenvalues in the complex plane as SVG, as wide as a column of a journal, with crosses for their errors. */
export function spectrumPicture(found: ChosenSpectrum, title: string, theme: SvgTheme = lightTheme): string {
  const { model, method, domain, band, functions, eigenvalues, errorEstimate } = found;
  const inBall = domain === "ball";
  const isZero = (k: number): boolean => Math.hypot(...eigenvalues[k]!) <= errorEstimate[k]!;
  const all = eigenvalues.map((_, k) => k);
  const points = (indices: readonly number[]) => ({
    points: indices.map((k) => eigenvalues[k]!),
    errors: indices.map((k) => [errorEstimate[k]!, errorEstimate[k]!] as const),
  });
  const axis = { kind: "line", color: theme.faint, width: 0.7 } as const;
  const real = rangeOf(
    eigenvalues.map(([part]) => part),
    [0],
    0.08,
  );
  const frequencies = eigenvalues.map(([, part]) => Math.abs(part));
  const high = Math.max(...frequencies);
  const imaginary = high === 0 ? ([-1, 1] as const) : ([-1.15 * high, 1.15 * high] as const);
  const marks: Mark[] = [
    {
      ...axis,
      points: [
        [0, imaginary[0]],
        [0, imaginary[1]],
      ],
    },
    {
      ...axis,
      points: [
        [real[0], 0],
        [real[1], 0],
      ],
    },
    {
      kind: "points",
      color: theme.palette[0]!,
      label: "eigenvalue, cross: error",
      ...points(all.filter((k) => !isZero(k))),
    },
    {
      kind: "points",
      shape: "diamond",
      color: theme.series[0],
      label: "zero: conserved",
      ...points(all.filter(isZero)),
    },
  ];
  const used = marks.filter((mark) => mark.kind !== "points" || mark.points.length > 0);
  const how = [
    ROAD_LABELS[method],
    ...(band === undefined
      ? []
      : [bandFact({ degree: band, ...(functions === undefined ? {} : { functions }) }, inBall)]),
    `errors ≤ ${shortNumber(Math.max(...errorEstimate), 2)}`,
  ];
  return page(
    {
      width: COLUMN,
      title,
      facts: [modelFacts(model), how].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT)),
      description: `${eigenvalues.length} eigenvalues of the Liouvillian of ${model.spins} two-level systems.`,
      theme,
    },
    [
      frameRow(
        {
          axisX: { label: "Re *λ*  (rate)", range: real },
          axisY: { label: "Im *λ*  (rate)", range: imaginary },
          marks: used,
          aspect: 0.75,
        },
        COLUMN,
        theme,
        "spectrum",
      ),
    ],
  );
}
