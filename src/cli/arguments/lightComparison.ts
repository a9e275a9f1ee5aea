import type pc from "picocolors";
import { brief } from "../../core/brief.ts";
import type { LightCheck } from "../../roads/light/comparison.ts";
import { alignColumns } from "../terminal/format.ts";
import { ROAD_NAMES } from "../terminal/roadNames.ts";

type Colours = ReturnType<typeof pc.createColors>;

/** How the answers of all methods differ, for people. */
export function comparisonLines({ agrees, roads, leftOut }: LightCheck, colours: Colours): string[] {
  const rows = roads.map(({ method, errorEstimate, difference, share }, k) => [
    ROAD_NAMES[method],
    k === 0 ? "reference" : `${brief(difference, 2)}${share > 1 ? " !" : ""}`,
    `± ${brief(errorEstimate, 2)}`,
    k === 0 ? "" : `${brief(100 * share, 2)} %`,
  ]);
  return [
    "",
    ...alignColumns([["method", "difference", "error", "of errors"], ...rows], []),
    ...leftOut.map(({ method, reason }) => `Left out: ${ROAD_NAMES[method]}, since ${reason}.`),
    "",
    agrees
      ? colours.green("All methods agree: every difference is within what the errors allow.")
      : colours.red("The methods DISAGREE: a difference is larger than both errors together."),
  ];
}
