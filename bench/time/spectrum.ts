import { runIsolated } from "../isolate.ts";
import { median } from "../measure.ts";
import { drivenModel } from "../models.ts";
import type { BenchContext } from "../section.ts";
import { showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as spectrumCase from "./spectrumCase.ts";
import type { SpectrumFigures } from "./spectrumCase.ts";

const spins = 40;
const fieldX = 1.5;

/** The slowest eigenvalues by each road, the density matrix first: the others are compared with it. */
export async function spectrumTable({ quick, rounds, progress }: BenchContext): Promise<Table> {
  const model = drivenModel(quick ? 10 : spins, fieldX);
  const rows: string[][] = [];
  let exact: SpectrumFigures["eigenvalues"] | null = null;
  for (const method of ["dicke", "harmonic", "fem"] as const) {
    progress(`spectrum by ${method}`);
    const runs: SpectrumFigures[] = [];
    for (let round = 0; round < rounds; round++) {
      const module = new URL("./spectrumCase.ts", import.meta.url);
      runs.push(await runIsolated<typeof spectrumCase>(module, { model, method }));
    }
    const { eigenvalues, errorEstimate } = runs[0]!;
    exact ??= eigenvalues;
    rows.push([
      method,
      showSeconds(median(runs.map(({ seconds }) => seconds))),
      showMegabytes(median(runs.map(({ peakMegabytes }) => peakMegabytes))),
      showError(farthest(eigenvalues, exact)),
      showError(errorEstimate),
    ]);
  }
  return {
    title: `Slowest eigenvalues, N = ${model.spins}, B_x = ${fieldX}, k_z = k_+ = 1: default settings`,
    columns: ["method", "seconds", "peak MB", "distance", "error estimate"],
    rows,
    notes: [
      "The first call of a process. The distance is the largest from an eigenvalue of the list to the nearest one of the density matrix.",
    ],
  };
}

const farthest = (list: SpectrumFigures["eigenvalues"], among: SpectrumFigures["eigenvalues"]): number =>
  Math.max(...list.map(([a, b]) => Math.min(...among.map(([c, d]) => Math.hypot(a - c, b - d)))));
