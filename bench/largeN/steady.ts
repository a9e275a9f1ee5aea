import {
  type Comparison,
  type Competitor,
  compare,
  failureNotes,
  ownMedian,
  peerCell,
  ratioNote,
} from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { drivenModel, peerModel } from "../models.ts";
import { runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showCount, showError, showSeconds, type Table } from "../table.ts";
import type * as steadyCase from "./steadyCase.ts";
import type { SteadyFigures } from "./steadyCase.ts";

interface SteadyProblem {
  readonly spins: number;
}

const fieldX = 1.5;
const counts = [100, 600, 1000, 10_000, 100_000, 1_000_000];

/** Its unknowns grow with N^2: 40 seconds and 3 GB at a thousand spins. */
const largestOfQutip = 1000;

const qutip: Competitor<SteadyProblem> = {
  name: "QuTiP",
  // Of its orderings the faster one here.
  run: (peers, { spins }) =>
    spins > largestOfQutip
      ? null
      : runPython(peers, "q_qutip.py", {
          ...peerModel(spins, fieldX),
          method: "direct",
          permc: "MMD_AT_PLUS_A",
          reps: 1,
          timeout: 500,
        }),
};

/** The library's `steady`, called once in a fresh process as a script does, and QuTiP's, its imports left out. */
export async function steadyTable(context: BenchContext): Promise<Table> {
  const comparisons: Comparison<SteadyProblem, SteadyFigures>[] = [];
  for (const spins of context.quick ? counts.slice(0, 1) : counts) {
    context.progress(`steady, N = ${spins}`);
    const parameters = { model: drivenModel(spins, fieldX) };
    const own = () => runIsolated<typeof steadyCase>(new URL("./steadyCase.ts", import.meta.url), parameters);
    comparisons.push(await compare({ spins }, context, own, [qutip]));
  }
  const beside = context.peers !== null;
  return {
    title: `\`steady(model)\`, B_x = ${fieldX}, k_z = k_+ = 1: seconds by N`,
    columns: ["N", "method", "blochfem", "error estimate", ...(beside ? ["QuTiP"] : [])],
    rows: comparisons.map((comparison) => {
      const { method, errorEstimate } = comparison.rounds[0]!.own;
      return [
        showCount(comparison.problem.spins),
        method,
        showSeconds(ownMedian(comparison, ({ seconds }) => seconds)),
        showError(errorEstimate),
        ...(beside ? [peerCell(comparison, qutip.name, ({ seconds }: SteadyFigures) => seconds)] : []),
      ];
    }),
    notes: [
      "The first call of a process, which compiles what it runs; the error estimate of first and second moments.",
      ...(beside ? [ratioNote, ...failureNotes(comparisons, [qutip])] : []),
    ],
  };
}
