import { brief } from "../../core/brief.ts";
import { defined } from "../../core/defined.ts";
import {
  type Correlation,
  type CorrelationOptions,
  correlation,
  type StateCorrelation,
  type StateCorrelationOptions,
} from "../../roads/correlation.ts";
import { describeInitial, initialReport, namedStart } from "../arguments/initial.ts";
import { type LightArguments, type LightReport, lightReport, roadFacts, runLight } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, knownDigits } from "../terminal/format.ts";

/** The object that `blochfem correlate --json` prints. */
export interface CorrelationReport
  extends Pick<Correlation, "times" | "values" | "errorEstimate" | "normalized" | "normalizedError" | "order">,
    LightReport {
  readonly coherent: Correlation["coherent"] | StateCorrelation["coherent"];
  /** Along an evolution. */
  readonly at?: number;
  readonly initial?: unknown;
  readonly coherentError?: readonly number[];
  readonly intensity?: readonly number[];
  readonly intensityError?: readonly number[];
}

export interface CorrelationArguments extends LightArguments<CorrelationOptions> {
  /** The options about an evolution, as they are written. */
  readonly start: { readonly initial: string | undefined; readonly at: number | undefined };
}

/** `blochfem correlate`. Throws the library's errors. */
export function runCorrelate(context: CommandContext, args: CorrelationArguments): Promise<void> {
  const { initial, at } = args.start;
  let described = "";
  const options = { ...args.options, ...defined({ at }) } as CorrelationOptions | StateCorrelationOptions;
  return runLight<CorrelationOptions | StateCorrelationOptions, Correlation | StateCorrelation, CorrelationReport>(
    context,
    { ...args, options },
    {
      command: "correlate",
      name: "correlation",
      subject: `correlation function g${options.order}`,
      start: async (text) => {
        if (initial === undefined && at === undefined) return null;
        const start = await namedStart(initial, text);
        described = describeInitial(start.state);
        return start;
      },
      ask: (model, asked) => correlation(model, asked),
      report: (found): CorrelationReport => {
        const { times, values, errorEstimate, coherent, normalized, normalizedError, order } = found;
        return {
          times,
          values,
          errorEstimate,
          coherent,
          normalized,
          normalizedError,
          order,
          ...("at" in found ? evolutionKeys(found) : {}),
          ...lightReport(found, options),
        };
      },
      table: (report) => correlationTable(report, described),
      columns: ({ times, values, normalized, normalizedError, errorEstimate, intensity, intensityError }) => ({
        "correlation.csv": [
          { key: "t", cells: times },
          { key: "re", cells: values.map(([re]) => re) },
          { key: "im", cells: values.map(([, im]) => im) },
          { key: "error", cells: errorEstimate },
          { key: "normalized_re", cells: normalized.map((value) => value?.[0] ?? null) },
          { key: "normalized_im", cells: normalized.map((value) => value?.[1] ?? null) },
          { key: "normalized_error", cells: normalizedError },
          ...(intensity === undefined ? [] : [{ key: "intensity", cells: intensity }]),
          ...(intensityError === undefined ? [] : [{ key: "intensity_error", cells: intensityError }]),
        ],
      }),
      picture: async () => (await import("../../plot/light/correlate.ts")).correlationPicture,
    },
  );
}

const evolutionKeys = ({ at, initial, coherentError, intensity, intensityError }: StateCorrelation): object => ({
  at,
  initial: initialReport(initial),
  coherentError,
  intensity,
  intensityError,
});

const LIMITS = { leastDecimals: 1, mostDecimals: 12, mostDigits: 12 };

function correlationTable(report: CorrelationReport, initial: string): string[] {
  const { order, times, values, normalized, normalizedError, errorEstimate, coherent, at } = report;
  const time = at === undefined ? "time" : "tau";
  const head = order === 1 ? [time, "Re g1", "Im g1", "error", "|g1| normalised"] : [time, "g2", "error", "normalised"];
  const rows = times.map((time, k) => {
    const [re, im] = values[k]!;
    const error = errorEstimate[k]!;
    const parts = order === 1 ? [re, im] : [re];
    const share = normalized[k];
    return [
      String(time),
      ...parts.map((value) => knownDigits(value, error, LIMITS)),
      brief(error, 2),
      share == null ? "no light" : knownDigits(Math.hypot(...share), normalizedError[k]!, SHARE_LIMITS),
    ];
  });
  const last = order === 1 ? "the coherent part |<A>|^2" : "the square of the intensity";
  const facts =
    typeof coherent === "number"
      ? [["tends to", `${brief(coherent, 10)}, ${last}`]]
      : [
          ["start", initial],
          ["first at", `t = ${at}`],
        ];
  return [
    ...alignColumns([head, ...rows], order === 1 ? [0, 1, 2] : [0, 1]),
    "",
    ...factLines([...facts, ...roadFacts(report)]),
  ];
}

const SHARE_LIMITS = { leastDecimals: 1, mostDecimals: 6, mostDigits: 7 };
