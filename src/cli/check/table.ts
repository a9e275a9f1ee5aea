import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import { type Deviation, disagrees, type Group } from "../../diagnose/agreement.ts";
import type { Check, RoadComparison, StateComparison } from "../../roads/check/report.ts";
import { largestError } from "../../state/errorEstimate.ts";
import { alignColumns } from "../terminal/format.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";

type Colours = ReturnType<typeof pc.createColors>;

const GROUPS: readonly Group[] = ["mean", "square", "cross", "purity"];

/** The comparison for people, without heading; lines. */
export function checkTable(report: Check, colours: Colours): string[] {
  const { statistics, states } = report;
  const rows = [["state", "method", "2<J>/N", "squares", "cross", "purity", "of errors"]];
  for (const state of states) rows.push(...stateRows(state, statistics.testLevel));
  const lines = alignColumns(rows, []);
  const histograms = states.flatMap((state) => histogramLine(state));
  if (histograms.length > 0) {
    lines.push("", "Trajectories counted in the cells of the mesh, against P by finite elements:");
    lines.push(...alignColumns(histograms, []));
  }
  const reasons = [...leftOut(states), ...notCounted(states)];
  if (reasons.length > 0 || report.notes.length > 0) lines.push("", ...[...reasons, ...report.notes].flatMap(wrap));
  lines.push("", ...legend(report), "", verdict(report, colours));
  return lines;
}

/** Words in lines of at most 79 characters, all but the first indented. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length < 80) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}

const labelOf = ({ state }: StateComparison): string => (state === "steady" ? "steady" : `t = ${state.time}`);

function stateRows(state: StateComparison, probability: number): string[][] {
  return state.roads.map((road, k) => {
    const label = k === 0 ? labelOf(state) : "";
    if (road.deviations.length === 0) {
      return [label, ROAD_NAMES[road.road], "reference", "", "", "", `± ${brief(largestError(road.error), 2)}`];
    }
    const cells = GROUPS.map((group) => {
      const found = road.deviations.filter((deviation) => deviation.group === group);
      const mark = found.some((deviation) => disagrees(deviation, probability)) ? " !" : "";
      return `${brief(Math.max(...found.map(({ difference }) => Math.abs(difference))), 2)}${mark}`;
    });
    return [label, ROAD_NAMES[road.road], ...cells, share(road)];
  });
}

/** How much of its errors a road's worst difference takes up. */
function share({ deviations, errorKind }: RoadComparison): string {
  if (errorKind === "standardError") {
    const judged = deviations.flatMap(({ score, pValue }) => (score === null || pValue === null ? [] : [score]));
    return judged.length === 0 ? "" : `z = ${judged.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)).toFixed(2)}`;
  }
  const worst = Math.max(...deviations.map(({ difference, allowed }: Deviation) => Math.abs(difference) / allowed));
  return `${brief(100 * worst, 2)} %`;
}

function histogramLine(state: StateComparison): string[][] {
  if (state.histogram === null) return [];
  const { chiSquare, totalVariation, agrees } = state.histogram;
  return [
    [
      labelOf(state),
      chiSquare === null
        ? "no test: only moments are exact"
        : `chi^2 = ${chiSquare.statistic.toFixed(1)} (${chiSquare.degreesOfFreedom} degrees, p = ${brief(chiSquare.pValue, 2)})${agrees ? "" : " !"}`,
      `distance ${totalVariation.distance.toFixed(3)} (chance ${totalVariation.expectedFromSampling.toFixed(3)})`,
    ],
  ];
}

/** Each reason once, with the states that it holds for. */
function leftOut(states: readonly StateComparison[]): string[] {
  const found = new Map<string, Set<string>>();
  for (const state of states) {
    for (const { road, reason } of state.leftOut) {
      const text = `${ROAD_NAMES[road]}: ${reason}`;
      found.set(text, (found.get(text) ?? new Set()).add(state.state === "steady" ? "steady" : "in time"));
    }
  }
  return Array.from(found, ([text, when]) => `Left out (${[...when].join(", ")}): ${text}.`);
}

const notCounted = (states: readonly StateComparison[]): string[] =>
  states.flatMap((state) =>
    state.histogramLeftOut === null
      ? []
      : [`Trajectories not counted in cells (${labelOf(state)}): ${state.histogramLeftOut}.`],
  );

function legend({ statistics }: Check): string[] {
  const { tests, scoreLimit, testLevel, level, trajectories, seed } = statistics;
  const lines = [
    "Largest differences from the reference, which has the smallest errors; and how",
    "much of the error bars the worst of them takes up, or how many standard errors",
    `z of ${trajectories} trajectories (seed ${seed}) it is away.`,
  ];
  if (tests === 0) return lines.slice(0, 1).concat("much of the error bars the worst of them takes up.");
  return [
    ...lines,
    `A false alarm of ${100 * level} % is shared by ${tests} statistical tests: one of them fails from`,
    `|z| = ${scoreLimit.toFixed(2)}, or p = ${brief(testLevel, 2)}, on.`,
  ];
}

function verdict({ agrees }: Check, colours: Colours): string {
  return agrees
    ? colours.green("All roads agree: every difference is within its error bars.")
    : colours.red("The roads DISAGREE where a number carries a !: more than error bars explain.");
}
