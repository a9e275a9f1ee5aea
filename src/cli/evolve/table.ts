import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import { COLUMNS } from "../../io/observableColumns.ts";
import { livesInBall } from "../../model/initialState.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { describeInitial } from "../arguments/initial.ts";
import { describeBand } from "../arguments/meshInput.ts";
import { describeModel } from "../arguments/modelText.ts";
import { alignColumns, decimalsOf, factLines, fixed, knownDigits } from "../terminal/format.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";
import { largestModel, type Prepared } from "./input.ts";
import type { EvolveReport } from "./report.ts";

type Colours = ReturnType<typeof pc.createColors>;

/** More would not fit 80 columns; --json and --out have all. */
const LIMITS = { leastDecimals: 1, mostDecimals: 8, mostDigits: 5 };
/** Beside one more column. */
const LIMITS_OF_TRAJECTORIES = { ...LIMITS, mostDecimals: 6 };
const SQUEEZING_DECIMALS = 5;

/** Of an error above it no digit is shown: of a purity that the road does not tell. */
const UNKNOWN = 0.05;
const NOTHING = "-";

/** The report for people; ends with a line break. */
export function evolveTable(report: EvolveReport, prepared: Prepared, colours: Colours): string {
  const { problem, initial, input } = prepared;
  const lines = [
    colours.bold(`Evolution of ${input.model.source}, ${ROAD_NAMES[report.method]}`),
    describeModel(report.model, problem.drive),
    `from ${describeInitial(initial)}`,
    "",
    ...alignColumns(rows(report), [0, 1, 2, 3, 4, 5, 6]),
    "",
    ...factLines(facts(report, livesInBall(largestModel(prepared), initial))),
  ];
  return `${lines.join("\n")}\n`;
}

function rows({ times, observables, errorEstimate, stepErrors }: EvolveReport): string[][] {
  const shown = [...COLUMNS.slice(0, 3), COLUMNS.at(-1)!];
  const labels = ["t", ...shown.map(({ label }) => label), "xi_R^2", "error"];
  const table = [stepErrors === undefined ? labels : [...labels, "by steps"]];
  const largestOf = (errors: ErrorEstimate): number =>
    Math.max(...COLUMNS.slice(0, -1).map(({ pick }) => pick(errors)));
  const limits = stepErrors === undefined ? LIMITS : LIMITS_OF_TRAJECTORIES;
  times.forEach((time, k) => {
    const errors = errorEstimate[k]!;
    const { wineland } = observables[k]!.squeezing;
    const largest = largestOf(errors);
    table.push([
      String(time),
      ...shown.map(({ pick }) =>
        pick(errors) > UNKNOWN ? NOTHING : knownDigits(pick(observables[k]!), pick(errors), limits),
      ),
      wineland === null ? "" : fixed(wineland, Math.max(1, Math.min(SQUEEZING_DECIMALS, decimalsOf(largest)))),
      brief(largest, 2),
      ...(stepErrors === undefined ? [] : [brief(largestOf(stepErrors[k]!), 2)]),
    ]);
  });
  return table;
}

function facts(
  { reason, space, band, fluxCorrection, trajectories, errorEstimate }: EvolveReport,
  lives: boolean,
): string[][] {
  const inBall = space === undefined ? lives : space.dimension === 3;
  const found: string[][] = [["method", reason]];
  if (space !== undefined) {
    found.push(["space", `${space.mesh}, degree ${space.degree}, ${space.unknowns} unknowns`]);
  }
  if (band !== undefined) {
    found.push(["band", describeBand(band, inBall)]);
  }
  if (fluxCorrection !== undefined) {
    const share = brief(100 * fluxCorrection.withheld, 2);
    found.push(["scheme", `flux correction, P >= 0; at most ${share} % of the flux is held back`]);
  }
  if (trajectories !== undefined) {
    const { count, seed, step, scheme } = trajectories;
    found.push(["trajectories", `${count}, seed ${seed}, steps of at most ${brief(step)} (${scheme})`]);
  }
  if (trajectories !== undefined) {
    found.push(["by steps", "the most that their length adds, as estimated; the error is this and one standard error"]);
  }
  const purity = errorEstimate.some((errors) => errors.purity > UNKNOWN)
    ? `tr rho^2 is not known where ${NOTHING} stands`
    : "tr rho^2 may err in its last digit";
  found.push(["error", `largest among first and second moments; ${purity}; xi_R^2 has none of its own`]);
  return found;
}
