import { brief } from "../../core/brief.ts";
import type { TableColumn } from "../../io/table.ts";
import { type Emission, type EmissionOptions, emissionSpectrum } from "../../roads/emission.ts";
import { type LightArguments, type LightReport, lightReport, roadFacts, runLight } from "../arguments/lightProblem.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, factLines, knownDigits, snakeCase, valueWithError } from "../terminal/format.ts";

/** The object that `blochfem emission --json` prints. */
export interface EmissionReport
  extends Pick<
      Emission,
      "frequencies" | "incoherent" | "coherentWeight" | "incoherentWeight" | "errorEstimate" | "weightError" | "lines"
    >,
    LightReport {}

/** `blochfem emission`. Throws the library's errors. */
export const runEmission = (context: CommandContext, args: LightArguments<EmissionOptions>): Promise<void> =>
  runLight(context, args, {
    command: "emission",
    name: "emission",
    subject: "emission spectrum",
    ask: emissionSpectrum,
    report: (found): EmissionReport => {
      const { frequencies, incoherent, coherentWeight, incoherentWeight, errorEstimate, weightError, lines } = found;
      return {
        frequencies,
        incoherent,
        coherentWeight,
        incoherentWeight,
        errorEstimate,
        weightError,
        lines,
        ...lightReport(found, args.options),
      };
    },
    table: emissionTable,
    columns: ({ frequencies, incoherent, errorEstimate, lines }) => ({
      "emission.csv": [
        { key: "frequency", cells: frequencies },
        { key: "incoherent", cells: incoherent },
        { key: "error", cells: errorEstimate },
      ],
      "lines.csv": lineColumns(lines),
    }),
    picture: async () => (await import("../../plot/light/emission.ts")).emissionPicture,
  });

const LINE_KEYS = ["frequency", "halfWidth", "weight", "dispersion", "error", "weightError"] as const;

const lineColumns = (lines: EmissionReport["lines"]): TableColumn[] =>
  LINE_KEYS.map((key) => ({ key: snakeCase(key), cells: lines.map((line) => line[key]) }));

function emissionTable(report: EmissionReport): string[] {
  const { frequencies, incoherent, errorEstimate, coherentWeight, incoherentWeight, weightError } = report;
  const rows = frequencies.map((frequency, k) => [
    String(Number(frequency.toPrecision(6))),
    knownDigits(incoherent[k]!, errorEstimate[k]!, LIMITS),
    brief(errorEstimate[k]!, 2),
  ]);
  const weight = (value: number): string => {
    const { value: digits, error } = valueWithError(value, weightError);
    return `${digits}  ${error}`;
  };
  return [
    ...alignColumns([["frequency", "S", "error"], ...rows], [0, 1]),
    "",
    ...linesTable(report),
    ...factLines([
      ["elastic", `${weight(coherentWeight)}, times 2 pi at frequency 0`],
      ["rest", `${weight(incoherentWeight)}, the integral of S over 2 pi`],
      ...roadFacts(report),
    ]),
  ];
}

/** Lines that people are told of. */
const MOST_LINES = 5;

/** The narrowest lines. */
function linesTable({ lines }: EmissionReport): string[] {
  if (lines.length === 0) return [];
  const rows = lines
    .slice(0, MOST_LINES)
    .map(({ frequency, halfWidth, weight, error, weightError }) => [
      knownDigits(frequency, error, LINE_LIMITS),
      knownDigits(halfWidth, error, LINE_LIMITS),
      brief(error, 2),
      knownDigits(weight, weightError, LINE_LIMITS),
    ]);
  return [
    lines.length > MOST_LINES ? `The narrowest of its lines (${lines.length} with --json)` : "Its lines",
    ...alignColumns([["at", "half width", "error", "weight"], ...rows], [0, 1, 3]),
    "",
  ];
}

const LINE_LIMITS = { leastDecimals: 1, mostDecimals: 9, mostDigits: 9 };

const LIMITS = { leastDecimals: 1, mostDecimals: 12, mostDigits: 12 };
