import { brief } from "../../core/brief.ts";
import type {
  CutQuantity,
  Detects,
  Entanglement,
  EntanglementQuantity,
} from "../../diagnose/entanglement/entanglement.ts";
import { alignColumns, factLines, knownDigits, READABLE_DIGITS } from "../terminal/format.ts";

const verdict = (detects: Detects): string => (detects === null ? "open" : detects ? "entangled" : "no");

/** Cuts that have a line each; of more than these the strongest have one. */
const MOST_CUTS = 6;

function shownCuts(cuts: readonly CutQuantity[]): readonly CutQuantity[] {
  if (cuts.length <= MOST_CUTS) return cuts;
  const strongest = cuts.toSorted((a, b) => b.negativity - a.negativity).slice(0, MOST_CUTS);
  return strongest.toSorted((a, b) => a.cut[0] - b.cut[0]);
}

/** Numbers that tell of entanglement, a line each. */
export function entanglementLines(found: Entanglement, spins: number): string[] {
  const { squeezing, inequalities, concurrence, pairNegativity, negativity, fisher, depth, reason } = found;
  const rows: string[][] = [["quantity", "value", "", "proves"]];
  const add = (name: string, value: number, errorBound: number, detects: Detects): void => {
    rows.push([name, knownDigits(value, errorBound, READABLE_DIGITS), `± ${brief(errorBound, 2)}`, verdict(detects)]);
  };
  const quantity = (name: string, { value, errorBound, detects }: EntanglementQuantity): void => {
    if (value === null) rows.push([name, "not known", "", verdict(detects)]);
    else add(name, value, errorBound ?? 0, detects);
  };
  quantity("xi_S^2 (below 1)", squeezing.kitagawaUeda);
  quantity("xi_R^2 (below 1)", squeezing.wineland);
  for (const { directions, margin, errorBound, detects } of inequalities ?? []) {
    add(
      `spin inequality, ${directions} direction${directions === 1 ? "" : "s"} (below 0)`,
      margin,
      errorBound,
      detects,
    );
  }
  quantity("concurrence of two spins", concurrence);
  quantity("negativity of two spins", pairNegativity);
  for (const { cut, negativity: value, negativityError, detects } of shownCuts(negativity ?? [])) {
    add(`negativity ${cut[0]} | ${cut[1]}`, value, negativityError, detects);
  }
  if (fisher !== null) {
    add("Fisher information / N (above 1)", fisher.largest / spins, fisher.errorBound / spins, fisher.detects);
  }
  const lines = alignColumns(rows, [1]);
  if (depth.from !== null) {
    const by = depth.from === "fisher" ? "the Fisher information" : "squeezing";
    lines.push(`depth: at least ${depth.value} spins entangled with one another, by ${by}`);
  }
  if (reason !== null) lines.push(...factLines([["left out", reason]]));
  return lines;
}
