import pc from "picocolors";
import { InputError } from "../../core/errors.ts";
import { parseModelFile } from "../../io/modelFile.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { CommandContext } from "../context.ts";
import { alignColumns, brief, decimalsOf, factLines, fixed, toJson } from "../format.ts";
import { useColour } from "../io.ts";
import { describeBand } from "../meshInput.ts";
import { describeModel, readModelText } from "../problem.ts";
import { createProgress } from "../progress.ts";
import { leadingModes, type Mode, relaxationGap } from "./order.ts";
import { type FoundModes, findModes, type SpectrumMethod } from "./roads.ts";

export interface SpectrumArguments {
  readonly path: string;
  readonly count: number;
  readonly method: SpectrumMethod;
  readonly json: boolean;
}

/** The object that `blochfem spectrum --json` prints. */
export interface SpectrumReport {
  /** [real, imaginary] by |real|, the zero of the steady state first. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  readonly model: SpinModel;
  readonly method: SpectrumMethod;
  /** Of each eigenvalue, absolute. */
  readonly errorEstimate: readonly number[];
  /** The least relaxation rate listed; null where there is none. */
  readonly relaxationGap: number | null;
  readonly band?: number;
  readonly space?: { readonly mesh: string; readonly degree: number };
}

/** Two methods that agree to 1e-8 are within this, in units of the largest coefficient. */
const TIE = 1e-7;

/** `blochfem spectrum`. Throws the library's errors. */
export async function runSpectrum({ io }: CommandContext, args: SpectrumArguments): Promise<void> {
  const { count, method } = args;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new InputError({
      what: `--count is ${count}, not a whole number from 1 on`,
      remedy: "10 is the default",
      value: count,
      limit: 1,
    });
  }
  const { source, text } = await readModelText(io, args.path);
  const model = parseModelFile(text, source);
  const progress = createProgress(io);
  progress.show(`eigenvalues nearest to zero, ${ROADS[method]}`);
  let found: FoundModes;
  try {
    found = findModes(model, method, count);
  } finally {
    progress.clear();
  }
  const { modes: all, ...road } = found;
  const rates = [...Object.values(model.collective), ...Object.values(model.local)];
  const unit = Math.max(...model.field.map(Math.abs), ...rates);
  const modes = leadingModes(all, count, TIE * unit);
  const report: SpectrumReport = {
    eigenvalues: modes.map(({ real, imaginary }) => [real, imaginary]),
    model,
    method,
    errorEstimate: modes.map(({ error }) => error),
    relaxationGap: relaxationGap(modes),
    ...road,
  };
  const colours = pc.createColors(useColour(io, io.outIsTerminal));
  io.writeOut(args.json ? `${toJson(report)}\n` : spectrumTable(report, modes, source, colours.bold));
}

const ROADS = {
  fem: "finite elements",
  harmonic: "harmonic moments",
  dicke: "the density matrix",
} as const;

function spectrumTable(
  report: SpectrumReport,
  modes: readonly Mode[],
  source: string,
  bold: (text: string) => string,
): string {
  const { method, model, relaxationGap: gap, space, band } = report;
  const rows = [["rate", "frequency", "error"]];
  for (const [k, mode] of modes.entries()) {
    // Both of a pair are one motion.
    if (mode.imaginary < 0 && isPair(modes[k - 1], mode)) continue;
    const decimals = decimalsFor(mode.error);
    const zero = mode.real === 0 && mode.imaginary === 0;
    rows.push([
      zero ? "0" : fixed(-mode.real, decimals),
      mode.imaginary === 0 ? "0" : fixed(Math.abs(mode.imaginary), decimals),
      zero ? "the steady state" : brief(mode.error, 2),
    ]);
  }
  const facts = [
    [
      "gap",
      gap === null ? "none among these" : `${brief(gap, 6)}: the slowest of these decays in a time ${brief(1 / gap)}`,
    ],
  ];
  if (space !== undefined) facts.push(["space", `${space.mesh}, degree ${space.degree}`]);
  if (band !== undefined) facts.push(["band", describeBand({ degree: band }, hasLocalRates(model))]);
  return `${[
    bold(`Slowest motions of ${source}, ${ROADS[method]}`),
    describeModel(model),
    "",
    ...alignColumns(rows, [0, 1]),
    "",
    ...factLines(facts),
  ].join("\n")}\n`;
}

const isPair = (one: Mode | undefined, other: Mode): boolean =>
  one !== undefined && Math.hypot(one.real - other.real, one.imaginary + other.imaginary) <= one.error + other.error;

const MOST_DECIMALS = 12;

const decimalsFor = (error: number): number => Math.max(1, Math.min(MOST_DECIMALS, decimalsOf(error)));
