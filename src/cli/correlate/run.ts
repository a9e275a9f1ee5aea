import { brief } from "../../core/brief.ts";
import { type Correlation, type CorrelationOptions, correlation } from "../../roads/correlation.ts";
import { type LightArguments, type LightReport, lightReport, roadFacts, runLight } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, knownDigits } from "../terminal/format.ts";

/** The object that `blochfem correlate --json` prints. */
export interface CorrelationReport
  extends Pick<Correlation, "times" | "values" | "errorEstimate" | "coherent" | "normalized" | "order">,
    LightReport {}

/** `blochfem correlate`. Throws the library's errors. */
export const runCorrelate = (context: CommandContext, args: LightArguments<CorrelationOptions>): Promise<void> =>
  runLight(context, args, {
    command: "correlate",
    name: "correlation",
    subject: `correlation function g${args.options.order}`,
    ask: correlation,
    report: (found): CorrelationReport => {
      const { times, values, errorEstimate, coherent, normalized, order } = found;
      return { times, values, errorEstimate, coherent, normalized, order, ...lightReport(found, args.options) };
    },
    table: correlationTable,
    columns: ({ times, values, normalized, errorEstimate }) => ({
      "correlation.csv": [
        { key: "t", cells: times },
        { key: "re", cells: values.map(([re]) => re) },
        { key: "im", cells: values.map(([, im]) => im) },
        { key: "error", cells: errorEstimate },
        { key: "normalized_re", cells: normalized.map(([re]) => re) },
        { key: "normalized_im", cells: normalized.map(([, im]) => im) },
      ],
    }),
    picture: async () => (await import("../../plot/light/correlate.ts")).correlationPicture,
  });

const LIMITS = { leastDecimals: 1, mostDecimals: 12, mostDigits: 12 };

function correlationTable(report: CorrelationReport): string[] {
  const { order, times, values, normalized, errorEstimate, coherent } = report;
  const head =
    order === 1 ? ["time", "Re g1", "Im g1", "error", "|g1| normalised"] : ["time", "g2", "error", "normalised"];
  const rows = times.map((time, k) => {
    const [re, im] = values[k]!;
    const error = errorEstimate[k]!;
    const parts = order === 1 ? [re, im] : [re];
    return [
      String(time),
      ...parts.map((value) => knownDigits(value, error, LIMITS)),
      brief(error, 2),
      brief(Math.hypot(...normalized[k]!), 6),
    ];
  });
  const last = order === 1 ? "the coherent part |<A>|^2" : "the square of the intensity";
  return [
    ...alignColumns([head, ...rows], order === 1 ? [0, 1, 2] : [0, 1]),
    "",
    ...factLines([["tends to", `${brief(coherent, 10)}, ${last}`], ...roadFacts(report)]),
  ];
}
