import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type Comparison,
  type Competitor,
  compare,
  failureNotes,
  ownMedian,
  peerCell,
  ratioNote,
} from "../comparison.ts";
import { drivenModel, peerModel } from "../models.ts";
import { runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showSeconds, type Table } from "../table.ts";
import { type CommandRun, runSteady } from "./command.ts";

interface ProcessProblem {
  readonly fieldX: number;
}

const spins = 40;
const built = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Of degree 4 with 10,242 unknowns, the smallest of its spaces with errors below 1e-9; its forms are compiled, from a run before. */
const dolfinx: Competitor<ProcessProblem> = {
  name: "dolfinx",
  async run(peers, { fieldX }) {
    const options = { p: 4, level: 3, ...peerModel(spins, fieldX), constraint: "pin", solver: "umfpack", reps: 1 };
    const started = performance.now();
    const outcome = await runPython(peers, "s_dolfinx.py", options);
    const total_s = (performance.now() - started) / 1000;
    return outcome.result === null ? outcome : { result: { ...outcome.result, total_s }, failed: null };
  },
};

/** The built command as a process, from its start to its end, beside a process of another program that knows no error of its own. */
export async function processTable(context: BenchContext): Promise<Table> {
  const program = existsSync(built) ? built : undefined;
  const comparisons: Comparison<ProcessProblem, CommandRun>[] = [];
  for (const fieldX of context.quick ? [1.5] : [0.5, 1.5]) {
    context.progress(`a process, B_x = ${fieldX}`);
    const model = drivenModel(spins, fieldX);
    comparisons.push(
      await compare({ fieldX }, context, () => runSteady(model, ["--tolerance", "1e-9"], program), [dolfinx]),
    );
  }
  const beside = context.peers !== null;
  return {
    title: `From the start of a process to its end, N = ${spins}, k_z = k_+ = 1, error 1e-9: seconds`,
    columns: ["B_x", "blochfem", "processor", ...(beside ? [dolfinx.name] : [])],
    rows: comparisons.map((comparison) => [
      String(comparison.problem.fieldX),
      showSeconds(ownMedian(comparison, ({ seconds }) => seconds)),
      showSeconds(ownMedian(comparison, ({ processorSeconds }) => processorSeconds)),
      ...(beside ? [peerCell(comparison, dolfinx.name, ({ seconds }: CommandRun) => seconds)] : []),
    ]),
    notes: [
      `\`blochfem steady MODEL --tolerance 1e-9\`, ${program === undefined ? "from source" : "built"}, which compares solutions to know its error; the other is told a mesh that gives it.`,
      ...(beside ? [ratioNote, ...failureNotes(comparisons, [dolfinx])] : []),
    ],
  };
}
