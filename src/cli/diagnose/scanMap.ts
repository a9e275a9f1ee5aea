import { brief } from "../../core/brief.ts";
import type { ParabolicScan } from "../../roads/diagnose/scan.ts";
import { alignColumns } from "../terminal/format.ts";

/** Where the equation is parabolic, first parameter to the right, second upwards; then the boundary. */
export function scanMap({ axes, parabolic, curves }: ParabolicScan): string[] {
  const [right, up] = axes;
  const names = up.values.map((value) => brief(value));
  const margin = Math.max(...names.map((name) => name.length));
  const lines = [up.parameter];
  for (let j = up.values.length - 1; j >= 0; j--) {
    const row = right.values.map((_, i) => (parabolic[i]![j]! ? "." : "x")).join("");
    lines.push(`${names[j]!.padStart(margin)} |${row}|`);
  }
  const [first, last] = [brief(right.values[0]!), brief(right.values.at(-1)!)];
  const gap = Math.max(1, right.values.length - first.length - last.length);
  const below = right.values.length > 1 ? `${first}${" ".repeat(gap)}${last}` : first;
  lines.push(`${" ".repeat(margin + 2)}${below}  ${right.parameter}`, "");
  lines.push(".  parabolic", "x  D has a negative eigenvalue somewhere");
  for (const [key, heading] of HEADINGS) {
    const points = curves[key] ?? [];
    if (points.length === 0) continue;
    const rows = points.map(([x, y]) => [brief(x, 8), brief(y, 11)]);
    lines.push("", heading, ...alignColumns([[right.parameter, up.parameter], ...rows], [0, 1]));
  }
  return lines;
}

const HEADINGS = [
  ["parabolic", "The exact end of parabolicity:"],
  ["gaussian", "Where D stops being positive at the stable fixed points (linear noise):"],
  ["entanglement", "The end of entanglement, by the sign of the least eigenvalue of the moment matrix:"],
] as const;
