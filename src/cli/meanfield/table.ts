import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import type { PhaseLabel } from "../../model/phases.ts";
import { writtenModel } from "../../model/writtenModel.ts";
import type { MeanField, MeanFieldPoint } from "../../roads/meanField.ts";
import { describeModel } from "../arguments/modelText.ts";
import { alignColumns, fitsLine, fixed } from "../terminal/format.ts";

type Colours = ReturnType<typeof pc.createColors>;

/** The report for people; ends with a line break. */
export function meanFieldTable(report: MeanField, source: string, colours: Colours): string {
  const { model, path, scan } = report;
  const lines = [
    colours.bold(`Mean field of ${source}`),
    describeModel(writtenModel(model)),
    "",
    ...pointLines(report),
  ];
  if (path !== undefined) {
    const rows = path.times.map((time, k) => [String(time), ...path.positions[k]!.map((value) => fixed(value, 8))]);
    lines.push("", ...alignColumns([["t", "x", "y", "z"], ...rows], [0, 1, 2, 3]));
  }
  if (scan !== undefined) lines.push("", ...phaseMap(scan));
  return `${lines.join("\n")}\n`;
}

const PHASES: Readonly<Record<PhaseLabel, string>> = {
  stable: "one stable fixed point",
  multistable: "several stable fixed points",
  closedOrbits: "closed orbits: nothing is forgotten",
  separatedOrbits: "closed orbits around several centres: nothing is forgotten",
  mixed: "closed orbits beside what attracts",
  oscillating: "no fixed point is stable: something that moves attracts",
  continuum: "fixed points that are not isolated",
  marginal: "on the boundary between phases",
};

function pointLines({ domain, phase, fixedPoints, continuum }: MeanField): string[] {
  const lines = [`phase  ${PHASES[phase.label]} (flow ${domain === "sphere" ? "on the sphere" : "in the ball"})`];
  if (continuum !== null) lines.push(`       ${describeContinuum(continuum)}`);
  if (fixedPoints.length === 0) return lines;
  const rows = fixedPoints.map((point) => [
    `(${point.position.map((value) => fixed(value, 6)).join(", ")})`,
    point.kind,
    point.eigenvalues.map(describeEigenvalue).filter(isText).join(", "),
    describeNoise(point),
  ]);
  const heading = ["fixed point", "kind", "eigenvalues", WIDTH];
  const table = alignColumns([heading, ...rows], []);
  return [...lines, "", ...(table.every(fitsLine) ? table : alignColumns([heading, ...rows].flatMap(widthBelow), []))];
}

const WIDTH = "width of P";

/** The last of four columns on a line of its own; in the heading it goes without. */
function widthBelow([position, kind, eigenvalues, width]: readonly string[]): string[][] {
  const first = [position!, kind!, eigenvalues!];
  return width === "" || width === WIDTH ? [first] : [first, [`  ${WIDTH}`, "", width!]];
}

function describeContinuum(continuum: NonNullable<MeanField["continuum"]>): string {
  if (continuum.kind === "everywhere") return "nothing moves: every point is fixed";
  if (continuum.kind === "axis") return "every point of the z axis is fixed";
  if (continuum.kind === "ring")
    return `a circle of fixed points: around ${place(continuum.normal)} with centre ${place(continuum.centre)}, radius ${brief(continuum.radius, 6)}`;
  if (continuum.kind === "segment")
    return `every point from ${place(continuum.from)} to ${place(continuum.to)} is fixed`;
  if (continuum.kind === "curve")
    return `fixed points form a curve or a surface, among them ${place(continuum.points[0]!)}`;
  return `a circle of fixed points attracts: z = ${brief(continuum.z, 6)}, radius ${brief(continuum.radius, 6)}`;
}

const place = (point: readonly number[]): string => `(${point.map((value) => brief(value, 6)).join(", ")})`;

/** Parts that are smaller than this share of an eigenvalue, or of the largest variance, are not shown. */
const ROUNDING = 1e-12;

/** A pair on its first half. */
function describeEigenvalue([real, imaginary]: readonly [number, number]): string | null {
  if (imaginary < 0) return null;
  const size = Math.hypot(real, imaginary);
  if (imaginary <= ROUNDING * size) return brief(real, 5);
  return `${Math.abs(real) <= ROUNDING * size ? "" : `${brief(real, 5)} `}± ${brief(imaginary, 5)}i`;
}

const isText = (text: string | null): text is string => text !== null;

function describeNoise({ noise }: MeanFieldPoint): string {
  if (noise === null) return "";
  const rounding = ROUNDING * Math.max(...noise.variances.map(Math.abs));
  return noise.variances
    .map((variance) => (Math.abs(variance) <= rounding ? 0 : variance))
    .map((variance) => (variance >= 0 ? brief(Math.sqrt(variance)) : `variance ${brief(variance)}`))
    .join(" x ");
}

const SIGNS: Readonly<Record<PhaseLabel, string>> = {
  stable: ".",
  multistable: "M",
  closedOrbits: "o",
  separatedOrbits: "8",
  mixed: "%",
  oscillating: "~",
  continuum: "#",
  marginal: "?",
};
const SPIRAL = "@";

/** First parameter to the right, second upwards, and a legend of the signs that occur. */
function phaseMap({ axes, labels, spirals }: NonNullable<MeanField["scan"]>): string[] {
  const [right, up] = axes as readonly [(typeof axes)[number], (typeof axes)[number]];
  const sign = (i: number, j: number): string => {
    const label = labels[i]![j]!;
    return label === "stable" && spirals[i]![j]! > 0 ? SPIRAL : SIGNS[label];
  };
  const names = up.values.map((value) => brief(value));
  const margin = Math.max(...names.map((name) => name.length));
  const lines = [up.parameter];
  const seen = new Set<string>();
  for (let j = up.values.length - 1; j >= 0; j--) {
    const row = right.values.map((_, i) => sign(i, j)).join("");
    for (const found of row) seen.add(found);
    lines.push(`${names[j]!.padStart(margin)} |${row}|`);
  }
  const [first, last] = [brief(right.values[0]!), brief(right.values.at(-1)!)];
  const gap = Math.max(1, right.values.length - first.length - last.length);
  const below = right.values.length > 1 ? `${first}${" ".repeat(gap)}${last}` : first;
  lines.push(`${" ".repeat(margin + 2)}${below}  ${right.parameter}`, "");
  for (const [label, text] of Object.entries(PHASES) as [PhaseLabel, string][]) {
    if (seen.has(SIGNS[label])) lines.push(`${SIGNS[label]}  ${text}`);
    if (label === "stable" && seen.has(SPIRAL)) lines.push(`${SPIRAL}  ${text}, approached in a spiral`);
  }
  return lines;
}
