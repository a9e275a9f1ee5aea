import { runIsolated } from "../isolate.ts";
import { brief, once } from "../measure.ts";
import { drivenModel } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as harmonicCase from "./harmonicCase.ts";

const problems = [
  { spins: 40, options: {} },
  { spins: 400, options: { band: 100 } },
  { spins: 400, options: {} },
  { spins: 10_000, options: {} },
];

/** Steady state from the closed hierarchy of moments. */
export async function harmonicTable({ quick, progress }: BenchContext): Promise<Table> {
  const rows: string[][] = [];
  for (const { spins, options } of quick ? problems.slice(0, 1) : problems) {
    for (const fieldX of [0.5, 1.5]) {
      progress(`harmonic steady state, N = ${spins}, B_x = ${fieldX}`);
      const figures = await runIsolated<typeof harmonicCase>(new URL("./harmonicCase.ts", import.meta.url), {
        model: drivenModel(spins, fieldX),
        options,
        repetition: quick ? once : brief,
      });
      rows.push([
        showCount(spins),
        String(fieldX),
        `${figures.band}${"band" in options ? "" : " (chosen)"}`,
        showSeconds(figures.seconds),
        showSeconds(figures.first),
        showMegabytes(figures.peakMegabytes),
        showError(figures.bandError),
      ]);
    }
  }
  return {
    title: "Harmonic steady state, k_z = k_+ = 1: seconds",
    columns: ["N", "B_x", "band", "blochfem", "first run", "peak MB", "band error"],
    rows,
    notes: ["The band error is the largest difference from a lower band; 0 where the band is N, which cuts nothing."],
  };
}
