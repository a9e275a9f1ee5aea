import { spinModel } from "../../src/model/spinModel.ts";
import { runIsolated } from "../isolate.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as largeCase from "./largeCase.ts";

const model = spinModel({
  spins: 100,
  field: [1, 0, 0.5],
  collective: { dephasing: 0.5, pump: 0.5, decay: 0.5 },
  local: { dephasing: 0.2, pump: 0.1, decay: 0.3 },
});

/** Level and degree of a layered ball; the default steady state takes 2,057 unknowns. */
const spaces = [
  [1, 4],
  [3, 2],
  [2, 4],
  [3, 4],
] as const;

/** One space from small to large, whatever the accuracy needs: how direct and Krylov solves go up. */
export async function ballSpacesTable({ quick, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const [level, degree] of quick ? spaces.slice(0, 1) : spaces) {
    progress(`ball of level ${level}, degree ${degree}`);
    const found = await runIsolated<typeof largeCase>(new URL("./largeCase.ts", import.meta.url), {
      model,
      level,
      degree,
    });
    rows.push([
      showCount(found.unknowns),
      String(degree),
      found.solver,
      showSeconds(found.assembly),
      showSeconds(found.factorization),
      showSeconds(found.solve),
      showMegabytes(found.peakMegabytes),
      showError(found.error),
    ]);
  }
  return {
    title:
      "N = 100, k_+ = k_- with local rates: seconds of one steady state by finite elements, in a fresh process each",
    columns: ["unknowns", "degree", "solver", "assembly", "factors", "solve", "peak MB", "error of means"],
    rows,
    notes: ["The solver is chosen by itself: direct, or GMRES with an incomplete LU, whose making counts as factors."],
  };
}
