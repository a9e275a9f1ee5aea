import { brief } from "../../core/brief.ts";
import type { ChosenSpectrum } from "../../roads/spectrum.ts";
import { describeExpansion } from "../arguments/expansionText.ts";
import { describeBand } from "../arguments/meshInput.ts";
import { describeModel } from "../arguments/modelText.ts";
import { alignColumns, factLines, knownDigits } from "../terminal/format.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import type { SpectrumReport } from "./run.ts";

const LIMITS = { leastDecimals: 1, mostDecimals: 12, mostDigits: 12 };

/** A line for each motion: both of a pair are one. */
export function spectrumTable(
  report: SpectrumReport,
  {
    source,
    near,
    domain,
    all,
  }: {
    readonly source: string;
    readonly near: readonly [number, number] | null;
    /** How many eigenvalues there are; 0 where those of one sector are asked for. */
    readonly all: number;
  } & Pick<ChosenSpectrum, "domain">,
  bold: (text: string) => string,
): string {
  const { method, model, eigenvalues, errorEstimate } = report;
  const rows = [["rate", "frequency", "error"]];
  const conserved = exactZeros(report);
  for (const [k, [real, imaginary]] of eigenvalues.entries()) {
    if (imaginary < 0 || (k > 0 && k < conserved)) continue;
    const error = errorEstimate[k]!;
    const zero = Math.hypot(real, imaginary) <= error;
    rows.push([
      zero ? "0" : knownDigits(-real, error, LIMITS),
      imaginary === 0 ? "0" : knownDigits(imaginary, error, LIMITS),
      zero && error === 0 ? zeroText(report) : brief(error, 2),
    ]);
  }
  const which =
    near === null
      ? "Slowest motions"
      : `Motions nearest to ${near[0]} ${near[1] < 0 ? "-" : "+"} ${Math.abs(near[1])} i`;
  return `${[
    bold(`${which} of ${source}, ${ROAD_NAMES[method]}`),
    describeModel(model),
    "",
    ...alignColumns(rows, [0, 1]),
    "",
    ...factLines(factsOf(report, domain === "ball", all)),
  ].join("\n")}\n`;
}

/** Zeros without an error that begin the list: one line. */
function exactZeros({ eigenvalues, errorEstimate }: SpectrumReport): number {
  const first = eigenvalues.findIndex(([real, imaginary], k) => Math.hypot(real, imaginary) + errorEstimate[k]! > 0);
  return first < 0 ? eigenvalues.length : first;
}

function zeroText(report: SpectrumReport): string {
  if (report.conserved === null) return "the steady state";
  const listed = exactZeros(report);
  return listed > 1 ? `${listed} times, conserved` : "conserved";
}

/** Zeros come first: what moves is behind them. */
const noGap = (report: SpectrumReport, all: number): string =>
  exactZeros(report) === report.eigenvalues.length && report.zeros < all
    ? `none among these, which are conserved: --count ${report.zeros + 10} shows what moves`
    : "none among these";

function factsOf(report: SpectrumReport, inBall: boolean, all: number): string[][] {
  const {
    eigenvalues,
    reason,
    relaxationGap: gap,
    zeros,
    conserved,
    searched,
    space,
    band,
    functions,
    expansion,
  } = report;
  const facts = [
    [
      "gap",
      gap === null ? noGap(report, all) : `${brief(gap, 6)}: the slowest of these decays in a time ${brief(1 / gap)}`,
    ],
  ];
  if (eigenvalues.some(([, imaginary]) => imaginary !== 0))
    facts.push(["pairs", "a line with a frequency w is two eigenvalues, -rate + i w and -rate - i w"]);
  if (conserved !== null) facts.push(["zeros", `${zeros}, conserved besides the trace: ${conserved}`]);
  if (searched !== null) facts.push(["searched", `frequencies up to ${brief(searched[1], 4)}`]);
  facts.push(["method", reason]);
  if (space !== undefined) facts.push(["space", `${space.mesh}, degree ${space.degree}`]);
  if (expansion !== undefined) facts.push(["space", describeExpansion(expansion)]);
  if (band !== undefined) facts.push(["band", describeBand({ degree: band, functions }, inBall)]);
  return facts;
}
