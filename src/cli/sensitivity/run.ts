import type { TableColumn } from "../../io/table.ts";
import { type Sensitivities, type SensitivityOptions, sensitivities } from "../../roads/sensitivities.ts";
import { type LightArguments, type RoadReport, roadReport, runLight, spaceFacts } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, knownDigits, valueWithError } from "../terminal/format.ts";

/** The object that `blochfem sensitivity --json` prints. */
export interface SensitivityReport
  extends Pick<Sensitivities, "parameters" | "errorEstimate" | "fisherRate" | "fisherRateError">,
    RoadReport {
  readonly gaps?: GapReport;
}

/** `blochfem sensitivity`. Throws the library's errors. */
export const runSensitivity = (context: CommandContext, args: LightArguments<SensitivityOptions>): Promise<void> =>
  runLight(context, args, {
    command: "sensitivity",
    name: "sensitivity",
    subject: "sensitivities",
    ask: sensitivities,
    report: (found): SensitivityReport => {
      const { parameters, errorEstimate, fisherRate, fisherRateError, gaps } = found;
      return {
        parameters,
        errorEstimate,
        fisherRate,
        fisherRateError,
        ...(gaps === undefined ? {} : { gaps: gapReport(gaps) }),
        ...roadReport(found),
      };
    },
    table: sensitivityTable,
    columns: ({ parameters, errorEstimate, gaps }) => {
      const names = Object.keys(parameters);
      const columns = (of: typeof parameters, prefix: string): TableColumn[] =>
        (["mean", "square"] as const).flatMap((group) =>
          ["x", "y", "z"].map((axis, k) => ({
            key: `${prefix}${group}_${axis}`,
            cells: names.map((name) => of[name]![group][k]!),
          })),
        );
      return {
        "sensitivity.csv": [
          { key: "parameter", cells: names },
          ...columns(parameters, ""),
          ...columns(errorEstimate, "error_"),
          ...(gaps?.eigenvalues ?? []).flatMap((one, k) => gapColumns(one, k, names)),
        ],
      };
    },
    picture: async () => (await import("../../plot/light/sensitivity.ts")).sensitivityPicture,
  });

type Gaps = NonNullable<Sensitivities["gaps"]>;
type FoundGaps = Extract<Gaps, { readonly refusal: null }>;
type GapReport = Omit<FoundGaps, "model"> | Exclude<Gaps, FoundGaps>;

function gapReport(gaps: Gaps): GapReport {
  if (gaps.refusal !== null) return gaps;
  const { model: _, ...others } = gaps;
  return others;
}

const gapColumns = (
  { parameters, errorEstimate }: FoundGaps["eigenvalues"][number],
  k: number,
  names: readonly string[],
): TableColumn[] => [
  { key: `eigenvalue${k + 1}_re`, cells: names.map((name) => parameters[name]?.[0] ?? null) },
  { key: `eigenvalue${k + 1}_im`, cells: names.map((name) => parameters[name]?.[1] ?? null) },
  { key: `error_eigenvalue${k + 1}`, cells: names.map((name) => errorEstimate[name] ?? null) },
];

/** A table of each eigenvalue. */
const gapLines = (gaps: GapReport): string[] =>
  gaps.refusal === null ? foundGapLines(gaps) : [`Eigenvalues: no derivatives, since ${gaps.refusal}`];

const foundGapLines = ({ eigenvalues, reason }: Omit<FoundGaps, "model">): string[] => [
  ...eigenvalues.flatMap(({ eigenvalue: [re, im], error, condition, parameters, errorEstimate, refusal }) => {
    const place = [re, im].map((value) => knownDigits(value, error, LIMITS));
    const title = `Eigenvalue ${place[0]}${im === 0 ? "" : ` + ${place[1]} i`}`;
    if (refusal !== null) return [`${title}: no derivatives, since ${refusal}`, ""];
    const rows = Object.entries(parameters).map(([name, slope]) => [
      name,
      ...slope.map((value) => knownDigits(value, errorEstimate[name]!, LIMITS)),
    ]);
    return [
      `${title}, condition number ${condition!.toPrecision(3)}`,
      ...alignColumns([["d / d", "real part", "imaginary part"], ...rows], [1, 2]),
      "",
    ];
  }),
  ...factLines([["method", reason]]),
];

const LIMITS = { leastDecimals: 1, mostDecimals: 10, mostDigits: 11 };

function sensitivityTable(report: SensitivityReport): string[] {
  const { parameters, errorEstimate, fisherRate, fisherRateError } = report;
  const rows = Object.entries(parameters).map(([name, { mean }]) => [
    name,
    ...mean.map((value, k) => knownDigits(value, errorEstimate[name]!.mean[k]!, LIMITS)),
  ]);
  const head = ["d / d", "2<J_x>/N", "2<J_y>/N", "2<J_z>/N"];
  const rates = fisherRate.map((value, k) => {
    const { value: digits, error } = valueWithError(value, fisherRateError[k]!);
    return [`field.${"xyz"[k]}`, `${digits}  ${error}`];
  });
  return [
    ...alignColumns([head, ...rows], [1, 2, 3]),
    "",
    "Fisher information that state and light gain in a unit of time, about",
    ...factLines(rates),
    "",
    ...factLines(spaceFacts(report)),
    ...(report.gaps === undefined ? [] : ["", ...gapLines(report.gaps)]),
  ];
}
