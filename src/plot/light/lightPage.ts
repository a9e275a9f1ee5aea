import type { LightRoad } from "../../roads/light/road.ts";
import { shortNumber } from "../axes/axis.ts";
import type { Mark, PlotPoint } from "../axes/marks.ts";
import { inLines, modelFacts, ROAD_LABELS } from "../facts.ts";
import { COLUMN, MARGIN, page, type Row, TEXT } from "../page.ts";
import type { SvgTheme } from "../theme.ts";

interface LightPage {
  readonly title: string;
  readonly description: string;
  readonly theme: SvgTheme;
  /** Of what is drawn. */
  readonly errorEstimate: readonly number[];
}

/** A page of a column's width about the light of a state. */
export function lightPage(
  { model, method }: LightRoad,
  { title, description, theme, errorEstimate }: LightPage,
  rows: readonly Row[],
): string {
  const how = [ROAD_LABELS[method], `errors ≤ ${shortNumber(Math.max(...errorEstimate), 2)}`];
  const facts = [modelFacts(model), how].flatMap((parts) => inLines(parts, COLUMN - 2 * MARGIN, TEXT));
  return page({ width: COLUMN, title, facts, description, theme }, rows);
}

/** Up to so many places are points on the line. */
const FEW = 25;

/** A curve with the band of its errors; with points where places are few. */
export function curveWithErrors(
  points: readonly PlotPoint[],
  errors: readonly number[],
  color: string,
  label?: string,
): Mark[] {
  const named = label === undefined ? {} : { label };
  return [
    {
      kind: "band",
      color,
      opacity: 0.3,
      points: points.map(([x, y], k) => [x, y - errors[k]!, y + errors[k]!] as const),
    },
    { kind: "line", color, points, ...named },
    ...(points.length <= FEW ? [{ kind: "points", color, size: 2.4, points, ...named } as const] : []),
  ];
}
