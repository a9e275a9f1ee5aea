import type { TableColumn } from "../../io/table.ts";
import { type Sensitivities, type SensitivityOptions, sensitivities } from "../../roads/sensitivities.ts";
import { type LightArguments, type RoadReport, roadReport, runLight, spaceFacts } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, knownDigits, valueWithError } from "../terminal/format.ts";

/** The object that `blochfem sensitivity --json` prints. */
export interface SensitivityReport
  extends Pick<Sensitivities, "parameters" | "errorEstimate" | "fisherRate" | "fisherRateError">,
    RoadReport {}

/** `blochfem sensitivity`. Throws the library's errors. */
export const runSensitivity = (context: CommandContext, args: LightArguments<SensitivityOptions>): Promise<void> =>
  runLight(context, args, {
    command: "sensitivity",
    name: "sensitivity",
    subject: "sensitivities",
    ask: sensitivities,
    report: (found): SensitivityReport => {
      const { parameters, errorEstimate, fisherRate, fisherRateError } = found;
      return { parameters, errorEstimate, fisherRate, fisherRateError, ...roadReport(found) };
    },
    table: sensitivityTable,
    columns: ({ parameters, errorEstimate }) => {
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
        ],
      };
    },
    picture: async () => (await import("../../plot/light/sensitivity.ts")).sensitivityPicture,
  });

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
  ];
}
