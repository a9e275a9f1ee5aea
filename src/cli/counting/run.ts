import { type Counting, type CountingOptions, countingStatistics } from "../../roads/counting.ts";
import { type LightArguments, type LightReport, lightReport, roadFacts, runLight } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, snakeCase, valueWithError } from "../terminal/format.ts";

/** The object that `blochfem counting --json` prints. */
export interface CountingReport
  extends Pick<Counting, "rate" | "variance" | "third" | "fano" | "mandelQ" | "errorEstimate">,
    LightReport {}

/** `blochfem counting`. Throws the library's errors. */
export const runCounting = (context: CommandContext, args: LightArguments<CountingOptions>): Promise<void> =>
  runLight(context, args, {
    command: "counting",
    name: "counting",
    subject: "counting statistics",
    ask: countingStatistics,
    report: (found): CountingReport => {
      const { rate, variance, third, fano, mandelQ, errorEstimate } = found;
      return { rate, variance, third, fano, mandelQ, errorEstimate, ...lightReport(found, args.options) };
    },
    table: countingTable,
    columns: (report) => ({
      "counting.csv": [
        { key: "quantity", cells: QUANTITIES.map(snakeCase) },
        { key: "value", cells: QUANTITIES.map((key) => report[key]) },
        { key: "error", cells: QUANTITIES.map((key) => report.errorEstimate[key]) },
      ],
    }),
    picture: async () => (await import("../../plot/light/counting.ts")).countingPicture,
  });

const NAMES = {
  rate: "photons per time",
  variance: "variance per time",
  third: "third cumulant per time",
  fano: "Fano factor",
  mandelQ: "Mandel's Q",
} as const;

const QUANTITIES = Object.keys(NAMES) as (keyof typeof NAMES)[];

function countingTable(report: CountingReport): string[] {
  const rows = Object.entries(NAMES).map(([key, name]) => {
    const which = key as keyof typeof NAMES;
    const { value, error } = valueWithError(report[which], report.errorEstimate[which]);
    return [name, value, error];
  });
  return [...alignColumns(rows, [1]), "", ...factLines(roadFacts(report))];
}
