import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Vector3 } from "../../state/moments.ts";
import { describeExpansion } from "../arguments/expansionText.ts";
import { describeBand, describeCells, describeRepairs } from "../arguments/meshInput.ts";
import { describeModel } from "../arguments/modelText.ts";
import { alignColumns, decimalsOf, factLines, fixed, knownDigits, valueWithError } from "../terminal/format.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { fisherFact } from "./fisher.ts";
import type { CheckReport, FemSpaceReport, SteadyReport } from "./report.ts";

type Colours = ReturnType<typeof pc.createColors>;

/** The report for people; `source` is what the model file is called. Ends with a line break. */
export function steadyTable(report: SteadyReport, source: string, colours: Colours): string {
  const { check } = report;
  const lines = [
    colours.bold(`Steady state of ${source}`),
    describeModel(report.model),
    "",
    ...(check === undefined ? singleTable(report) : checkTable(report, check)),
    "",
    ...factLines(facts(report)),
  ];
  if (check !== undefined) lines.push("", verdict(check, colours));
  const { space } = report;
  const illPosed = !report.parabolicity.parabolic && space !== null && "mesh" in space && space.band === undefined;
  if (illPosed) lines.push("", colours.yellow(ILL_POSED));
  return `${lines.join("\n")}\n`;
}

const ILL_POSED = "Not parabolic, and solved without a band: trust no digit without --check.";

interface Row {
  readonly name: string;
  readonly pick: (values: ErrorEstimate) => number;
}

const AXES = ["x", "y", "z"] as const;
const PAIRS = ["J_x,J_y", "J_x,J_z", "J_y,J_z"] as const;

/** The observables that have error estimates, in the order of the table. */
const ROWS: readonly Row[] = [
  ...AXES.map((axis, k) => ({ name: `2<J_${axis}>/N`, pick: (values: ErrorEstimate) => values.mean[k]! })),
  ...AXES.map((axis, k) => ({ name: `4<J_${axis}^2>/N^2`, pick: (values: ErrorEstimate) => values.square[k]! })),
  ...PAIRS.map((pair, k) => ({ name: `2<{${pair}}>/N^2`, pick: (values: ErrorEstimate) => values.cross[k]! })),
  { name: "tr rho^2", pick: (values) => values.purity },
];

const SQUEEZING = [
  ["xi_S^2 (squeezing)", "kitagawaUeda"],
  ["xi_R^2 (squeezing)", "wineland"],
] as const;

function singleTable({ observables, errorEstimate }: SteadyReport): string[] {
  const rows = ROWS.map(({ name, pick }) => {
    const { value, error } = valueWithError(pick(observables), pick(errorEstimate));
    return [name, value, error];
  });
  const decimals = squeezingDecimals(errorEstimate);
  for (const [name, key] of SQUEEZING) rows.push([name, squeezingText(observables.squeezing[key], decimals)]);
  return alignColumns(rows, [1]);
}

function checkTable({ method, observables, errorEstimate }: SteadyReport, check: CheckReport): string[] {
  const rows = [["", ROAD_NAMES[method], "", ROAD_NAMES[check.method], "difference"]];
  for (const { name, pick } of ROWS) {
    const { value, error } = valueWithError(pick(observables), pick(errorEstimate));
    const theirs = knownDigits(pick(check.observables), pick(errorEstimate));
    const difference = pick(check.difference);
    const mark = difference > pick(check.allowed) ? "  !" : "";
    rows.push([name, value, error, theirs, `${brief(difference, 2)}${mark}`]);
  }
  const decimals = squeezingDecimals(errorEstimate);
  for (const [name, key] of SQUEEZING) {
    const [ours, theirs] = [observables.squeezing[key], check.observables.squeezing[key]];
    const difference = ours === null || theirs === null ? "" : brief(Math.abs(ours - theirs), 2);
    rows.push([name, squeezingText(ours, decimals), "", squeezingText(theirs, decimals), difference]);
  }
  return alignColumns(rows, [1, 3]);
}

const MOST_SQUEEZING_DECIMALS = 6;

/** Without an error estimate of its own: few decimals, and no more than the moments have. */
const squeezingDecimals = ({ mean, square, cross }: SteadyReport["errorEstimate"]): number =>
  Math.min(MOST_SQUEEZING_DECIMALS, decimalsOf(Math.max(...mean, ...square, ...cross)));

const squeezingText = (value: number | null, decimals: number): string =>
  value === null ? "undefined: <J> = 0" : fixed(value, decimals);

function facts(report: SteadyReport): string[][] {
  const { space, density, point, residual, seconds } = report;
  const rows = [
    ["method", report.reason],
    ...(report.initial === undefined ? [] : [["limit of", JSON.stringify(report.initial)]]),
    ["equation", describeParabolicity(report.parabolicity)],
    ...(report.fisher === undefined ? [] : [fisherFact(report.fisher)]),
  ];
  if (point !== undefined) {
    rows.push(["density", describePoint(point)]);
  } else if (density !== null) {
    const range = `${brief(density.minimum)} to ${density.maximum === null ? "infinity" : brief(density.maximum)}`;
    rows.push(["density", `P from ${range}, negative mass ${brief(density.negativeMass, 2)}`]);
  }
  if (space !== null && "mesh" in space) {
    rows.push(["mesh", space.mesh]);
    if (space.repairs !== undefined)
      rows.push(...describeRepairs(space.repairs, space.dimension).map((line) => ["", line]));
    const cells = describeCells(space.cells, space.dimension);
    rows.push(["space", `${cells} of degree ${space.degree}, ${space.unknowns} unknowns`]);
    if (space.fluxCorrection !== undefined) rows.push(["scheme", describeCorrection(space.fluxCorrection)]);
    if (space.band !== undefined) rows.push(["band", describeBand(space.band, space.dimension === 3)]);
  } else if (space !== null && "around" in space) {
    rows.push(["space", describeExpansion(space)]);
  } else if (space !== null && "band" in space) {
    const { band, unknowns } = space;
    const compared = "compared" in band ? `, errors from ${band.compared}` : "";
    rows.push(["space", `moments of P up to degree ${band.degree}${compared}; ${unknowns} unknowns`]);
  } else if (space !== null) {
    rows.push(["space", `${space.states} Dicke states, ${space.unknowns} unknowns`]);
  }
  if (space !== null) rows.push(["residual", brief(residual, 2)]);
  rows.push(["seconds", seconds.total.toFixed(2)]);
  const stages = describeStages(seconds);
  if (stages !== null) rows.push(["", stages]);
  return rows;
}

/** Where less than this is missing to the sphere, it is rounding. */
const ROUNDING = 1e-12;

function describePoint(point: Vector3): string {
  const pure = Math.hypot(...point) > 1 - ROUNDING;
  const state = pure ? "a pure coherent state, exact" : "a product of equal mixed spins, exact";
  return `all at the point (${point.map((value) => brief(value, 7)).join(", ")}), ${state}`;
}

const describeCorrection = ({ withheld, iterations }: NonNullable<FemSpaceReport["fluxCorrection"]>): string =>
  `flux correction, ${iterations} iterations; ${brief(100 * withheld, 2)} % of the flux is held back`;

function describeParabolicity(found: SteadyReport["parabolicity"]): string {
  if (found.minimumEigenvalue === null) {
    return found.parabolic
      ? "parabolic in the ball: nothing but rotations diffuses"
      : "NOT parabolic: inside the ball D has negative eigenvalues wherever\n" +
          "          collective pump and decay differ or spins interact; no dephasing\n" +
          "          would cure it";
  }
  const { parabolic, minimumEigenvalue, areaFraction, requiredDephasing, requiredIsotropic, zRange } = found;
  if (parabolic) return `parabolic (smallest eigenvalue of D on the sphere: ${brief(minimumEigenvalue)})`;
  const band = zRange === null ? "" : `, ${zRange[0].toFixed(3)} < z < ${zRange[1].toFixed(3)}`;
  const isotropic = `${brief(requiredIsotropic, 6)} more about each axis`;
  const cure =
    requiredDephasing === null
      ? `no collective\n          dephasing about z would cure it, ${isotropic} would`
      : `collective dephasing\n          ${brief(requiredDephasing, 6)} or more would cure it, or ${isotropic}`;
  return (
    `NOT parabolic: D has an eigenvalue down to ${brief(minimumEigenvalue)} on\n` +
    `          ${(100 * areaFraction).toFixed(1)} % of the sphere${band}; ${cure}`
  );
}

const STAGES = [
  ["assemble", "assembly"],
  ["analyse", "analysis"],
  ["factor", "factorization"],
  ["solve", "solve"],
] as const;

/** Null where no system was solved. */
function describeStages(seconds: SteadyReport["seconds"]): string | null {
  const parts = STAGES.filter(([, stage]) => (seconds[stage] ?? 0) > 0);
  if (parts.length === 0) return null;
  return `last two solves: ${parts.map(([verb, stage]) => `${verb} ${seconds[stage]!.toFixed(2)}`).join(", ")}`;
}

function verdict(check: CheckReport, colours: Colours): string {
  return check.agrees
    ? colours.green("The two roads agree: every difference is within its error estimate.")
    : colours.red("The two roads DISAGREE: lines marked ! differ by more than the error estimate.");
}
