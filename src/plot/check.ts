import type { Deviation } from "../diagnose/agreement.ts";
import type { Check } from "../roads/check/report.ts";
import { frameGrid, type GridLine } from "./axes/frameGrid.ts";
import type { Mark, PointShape } from "./axes/marks.ts";
import { inLines, modelFacts, ROAD_LABELS } from "./facts.ts";
import { COLUMN, MARGIN, page, TEXT } from "./page.ts";
import { lightTheme, type SvgTheme } from "./theme.ts";

type Road = keyof typeof ROAD_LABELS;

const SHAPES: Readonly<Record<Road, PointShape>> = { fem: "disc", harmonic: "square", dicke: "diamond", sde: "ring" };

/** Observables in the order of the deviations, in few letters. */
const TICKS = ["*x*", "*y*", "*z*", "*xx*", "*yy*", "*zz*", "*xy*", "*xz*", "*yz*", "tr *ρ*^{2}"];
const FIRST = { mean: 0, square: 3, cross: 6, purity: 9 } as const;

const [LOW, HIGH] = [1e-3, 10];

/**
 * What methods differ by, as SVG as wide as a column of a journal: for each state and observable the difference from the most exact method, over what
 * errors and chance allow. Above 1 two methods contradict one another.
 */
export function checkPicture(found: Check, title: string, theme: SvgTheme = lightTheme): string {
  const { model, states, statistics, agrees } = found;
  const roads = (Object.keys(ROAD_LABELS) as Road[]).filter((road) =>
    states.some((state) => state.roads.some((one) => one.road === road && one.deviations.length > 0)),
  );
  const color = (road: Road): string => theme.palette[roads.indexOf(road)]!;
  const limit: Mark = {
    kind: "line",
    points: [
      [-1, 1],
      [10, 1],
    ],
    color: theme.ink,
    width: 0.8,
    label: "what is allowed",
  };
  const lines = states.map(({ state, reference, roads: answers }): GridLine => {
    const marks = answers
      .filter(({ deviations }) => deviations.length > 0)
      .map(
        ({ road, deviations }): Mark => ({
          kind: "points",
          shape: SHAPES[road],
          size: 3.4,
          color: color(road),
          label: ROAD_LABELS[road],
          points: deviations.map((one) => [
            FIRST[one.group] + one.component + 0.14 * (roads.indexOf(road) - (roads.length - 1) / 2),
            Math.min(HIGH, Math.max(LOW, shareOf(one, statistics.scoreLimit))),
          ]),
        }),
      );
    const when = state === "steady" ? "steady" : `*t* = ${state.time}`;
    return {
      axisY: { label: `${when}`, range: [LOW / 1.5, HIGH * 1.5], scale: "log" },
      height: 62,
      title: `${when}, from ${ROAD_LABELS[reference]}`,
      cells: [[limit, ...marks]],
    };
  });
  const verdict = agrees ? "the methods agree" : "the methods disagree";
  return page(
    {
      width: COLUMN,
      title,
      facts: [modelFacts(model), [verdict]].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT)),
      description: `Differences between methods over what their errors allow: ${verdict}.`,
      theme,
    },
    [
      frameGrid(
        {
          axesX: [
            { label: "moment, and purity", range: [-0.7, 9.7], ticks: TICKS.map((label, value) => ({ value, label })) },
          ],
          label: "difference over what is allowed",
          lines,
        },
        COLUMN,
        theme,
        "check",
      ),
    ],
  );
}

/** Above 1 where it is too large: of samples so many standard errors as count, beyond what bounds allow. */
function shareOf({ difference, allowed, score }: Deviation, scoreLimit: number): number {
  const size = Math.abs(difference);
  if (score === null || score === 0) return allowed === 0 ? 0 : size / allowed;
  const standardError = (size - allowed) / Math.abs(score);
  return size / (allowed + scoreLimit * standardError);
}
