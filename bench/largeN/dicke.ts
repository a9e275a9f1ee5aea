import {
  type Comparison,
  type Competitor,
  compare,
  failureNotes,
  ownMedian,
  peerCell,
  peerResults,
  ratioNote,
} from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { median, once, thorough } from "../measure.ts";
import { drivenModel, peerModel } from "../models.ts";
import { runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as dickeCase from "./dickeCase.ts";
import type { DickeFigures } from "./dickeCase.ts";

interface DickeProblem {
  readonly spins: number;
}

const fieldX = 1.5;

const competitors: readonly Competitor<DickeProblem>[] = [
  {
    name: "scipy",
    run: (peers, { spins }) => runPython(peers, "q_scipy.py", { ...peerModel(spins, fieldX), solver: "umfpack" }),
  },
  {
    name: "QuTiP",
    // Of its orderings the faster one here.
    run: (peers, { spins }) =>
      runPython(peers, "q_qutip.py", { ...peerModel(spins, fieldX), method: "direct", permc: "MMD_AT_PLUS_A" }),
  },
];

/** Steady state of the density matrix, here and in programs that do the same. */
export async function dickeTable(context: BenchContext): Promise<Table> {
  const comparisons: Comparison<DickeProblem, DickeFigures>[] = [];
  for (const spins of context.quick ? [40] : [40, 100, 200]) {
    context.progress(`Dicke basis, N = ${spins}`);
    const parameters = { model: drivenModel(spins, fieldX), repetition: context.quick ? once : thorough };
    const own = () => runIsolated<typeof dickeCase>(new URL("./dickeCase.ts", import.meta.url), parameters);
    comparisons.push(await compare({ spins }, context, own, competitors));
  }
  const names = context.peers === null ? [] : competitors.map(({ name }) => name);
  return {
    title: `Dicke basis, B_x = ${fieldX}, k_z = k_+ = 1: seconds of the steady state`,
    columns: [
      "N",
      "unknowns",
      "blochfem",
      "first run",
      "peak MB",
      ...names.flatMap((name) => [name, "MB", "difference"]),
    ],
    rows: comparisons.map((comparison) => [
      String(comparison.problem.spins),
      showCount((comparison.problem.spins + 1) ** 2),
      showSeconds(ownMedian(comparison, ({ seconds }) => seconds)),
      showSeconds(ownMedian(comparison, ({ first }) => first)),
      showMegabytes(ownMedian(comparison, ({ peakMegabytes }) => peakMegabytes)),
      ...names.flatMap((name) => peerCells(comparison, name)),
    ]),
    notes: context.peers === null ? [] : [ratioNote, ...failureNotes(comparisons, competitors)],
  };
}

/** Time, memory, and the largest difference of the means from ours. */
function peerCells(comparison: Comparison<DickeProblem, DickeFigures>, name: string): string[] {
  const results = peerResults(comparison, name);
  const mean = comparison.rounds[0]!.own.mean;
  const difference = results[0]?.observables.map((value, k) => Math.abs(value - mean[k]!)) ?? [Number.NaN];
  return [
    peerCell(comparison, name, ({ seconds }: DickeFigures) => seconds),
    showMegabytes(median(results.map(({ peak_mb }) => peak_mb))),
    showError(Math.max(...difference)),
  ];
}
