import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import type { InitialState } from "../../model/initialState.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { DiagnosedCourse } from "../../roads/diagnose/course.ts";
import type { DiagnosedNegativity } from "../../roads/diagnose/negativity.ts";
import type { DiagnosedParabolicity } from "../../roads/diagnose/parabolicity.ts";
import type { Diagnosis } from "../../roads/diagnose.ts";
import { describeInitial } from "../arguments/initial.ts";
import { describeModel } from "../arguments/modelText.ts";
import { inCommandLineWords } from "../commandLineWords.ts";
import { alignColumns, factLines, fixed, knownDigits } from "../terminal/format.ts";
import { certificateFacts } from "./certificateFacts.ts";
import { entanglementLines } from "./entanglementTable.ts";
import { scanMap } from "./scanMap.ts";

type Colours = ReturnType<typeof pc.createColors>;

/** The report for people; ends with a line break. */
export function diagnosisTable(
  found: Diagnosis,
  source: string,
  initial: InitialState | undefined,
  colours: Colours,
): string {
  const { parabolicity, negativity, certificate, entanglement, course, scan, advice, notes } = found;
  const facts: string[][] = [...parabolicityFacts(parabolicity)];
  if (found.state !== null) facts.push(["state", found.state.source]);
  if (negativity !== null) facts.push(...negativityFacts(negativity));
  if (certificate != null) facts.push(...certificateFacts(certificate));
  const lines = [
    colours.bold(`Diagnosis of ${source}`),
    describeModel(writtenModel(found.model)),
    ...(initial === undefined ? [] : [`${course === undefined ? "of" : "from"} ${describeInitial(initial)}`]),
    "",
    ...factLines(facts),
  ];
  if (entanglement !== null && course === undefined)
    lines.push("", ...entanglementLines(entanglement, found.model.spins));
  if (course !== undefined) lines.push("", ...courseLines(course));
  if (scan !== undefined) lines.push("", ...scanMap(scan));
  const said = [["advice", advice.text], ...notes.map((note) => ["note", note])];
  lines.push("", ...factLines(said.map(([name, text]) => [name!, inCommandLineWords(text!)])));
  return `${lines.join("\n")}\n`;
}

const place = (point: readonly number[]): string => `(${point.map((value) => fixed(value, 4)).join(", ")})`;

const percent = (share: number): string => `${brief(100 * share, 4)} %`;

function parabolicityFacts(found: DiagnosedParabolicity): string[][] {
  const { domain, parabolic, minimumEigenvalue, minimumEigenvalueAt, areaFraction, growth } = found;
  const where = domain === "sphere" ? "on the sphere" : "in the ball";
  const least = `least eigenvalue of D ${where} ${brief(minimumEigenvalue, 6)}`;
  if (parabolic) return [["equation", `parabolic (${least})`], ...growthFacts(growth)];
  const share = areaFraction === null ? "all of the ball but a cone" : `${percent(areaFraction)} of the sphere`;
  return [
    ["equation", `not parabolic: ${least}, at ${place(minimumEigenvalueAt)}, negative on ${share}`],
    ["restored", restored(found)],
    ...growthFacts(growth),
  ];
}

function restored({ domain, requiredDephasing, requiredIsotropic }: DiagnosedParabolicity): string {
  if (domain === "ball") return "by no dephasing: by collective pump = decay and no interaction alone";
  const about = `dephasing of ${brief(requiredIsotropic!, 6)} more about each axis`;
  if (requiredDephasing === null) return `by ${about}; by none about z alone`;
  return `by dephasing about z of ${brief(requiredDephasing, 6)} in all, or by ${about}`;
}

function growthFacts(growth: DiagnosedParabolicity["growth"]): string[][] {
  if (growth.length === 0) return [];
  const rates = growth.map(({ degree, rate }) => `${brief(rate, 4)} up to degree ${degree}`);
  const [last] = growth.slice(-1);
  return [["growth", `greatest d ln |P| / dt ${rates.join(", ")} (bound ${brief(last!.bound, 4)})`]];
}

function negativityFacts(found: DiagnosedNegativity): string[][] {
  const { minimum, minimumAt, negativeMass, numerical, inBand, inEveryGauge, band, gauge } = found;
  const of = gauge === "mesh" ? "on the mesh" : `in harmonics l <= ${band}`;
  const parts =
    numerical === null || inBand === null
      ? "how much of it is error is not known"
      : `numerical at most ${brief(numerical, 2)}, in this gauge ${brief(inBand, 5)}`;
  const gauges =
    inEveryGauge === null ? "" : `, in every gauge ${brief(inEveryGauge[0], 5)} to ${brief(inEveryGauge[1], 5)}`;
  return [
    ["P", `${of}: negative mass ${brief(negativeMass, 5)}`],
    ["", `minimum ${brief(minimum, 5)} at ${place(minimumAt)}`],
    ["", `${parts}${gauges}`],
  ];
}

function courseLines({ points, events }: DiagnosedCourse): string[] {
  const rows = points.map(({ time, leastEigenvalue, errorBound, entangled, entanglement }) => [
    String(time),
    leastEigenvalue === null ? "" : knownDigits(leastEigenvalue, errorBound ?? 0, { mostDecimals: 8, mostDigits: 5 }),
    shortValue(entanglement.squeezing.wineland.value),
    shortValue(entanglement.concurrence.value),
    entangled ? "entangled" : "",
  ]);
  const table = alignColumns([["t", "moment matrix", "xi_R^2", "concurrence", "proved"], ...rows], [0, 1, 2, 3]);
  const said = events.map(
    ({ kind, between: [from, to] }) =>
      `Proved entanglement ${kind === "appears" ? "begins" : "ends"} between t = ${from} and ${to}.`,
  );
  return [...table, "", ...(said.length === 0 ? ["Proved entanglement neither begins nor ends."] : said)];
}

const shortValue = (value: number | null): string => (value === null ? "" : fixed(value, 6));
