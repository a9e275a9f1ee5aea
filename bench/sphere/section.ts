import { type Comparison, compare, ownMedian } from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { once, thorough } from "../measure.ts";
import type { BenchContext, Section } from "../section.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as sphereCase from "./case.ts";
import type { SphereFigures } from "./case.ts";
import { spherePeers } from "./peers.ts";
import { exactMean, fieldX, model, problems, type SphereProblem, smallestProblems, spins } from "./problem.ts";
import { sideBySide } from "./sideBySide.ts";

export const sphereSection: Section = {
  name: "sphere",
  title: `Steady state on the sphere, N = ${spins}, B_x = ${fieldX}, k_z = k_+ = 1`,
  async run(context) {
    const comparisons: Comparison<SphereProblem, SphereFigures>[] = [];
    for (const problem of context.quick ? smallestProblems : problems) {
      context.progress(`degree ${problem.degree}, icosphere ${problem.level}`);
      const parameters = {
        ...problem,
        model,
        exactMean,
        repetition: context.quick ? once : thorough,
      };
      const own = () => runIsolated<typeof sphereCase>(new URL("./case.ts", import.meta.url), parameters);
      comparisons.push(await compare(problem, context, own, spherePeers));
    }
    return [stageTable(comparisons, context), ...(context.peers === null ? [] : sideBySide(comparisons))];
  },
};

const stages = ["mesh", "assembly", "analysis", "factorization", "solve", "total", "first"] as const;

function stageTable(comparisons: readonly Comparison<SphereProblem, SphereFigures>[], { rounds }: BenchContext): Table {
  return {
    title: "Seconds by stage",
    columns: [
      "degree",
      "unknowns",
      "mesh",
      "assembly",
      "analysis",
      "factorisation",
      "solve",
      "total",
      "first run",
      "peak MB",
      "error of means",
    ],
    rows: comparisons.map((comparison) => [
      String(comparison.problem.degree),
      showCount(ownMedian(comparison, ({ unknowns }) => unknowns)),
      ...stages.map((stage) => showSeconds(ownMedian(comparison, (figures) => figures[stage]))),
      showMegabytes(ownMedian(comparison, ({ peakMegabytes }) => peakMegabytes)),
      showError(ownMedian(comparison, ({ error }) => error)),
    ]),
    notes: [
      `One thread; medians over ${rounds} fresh process${rounds === 1 ? "" : "es"} of the median run after the warm-up. "First run" is the first of a process, before its code is compiled; "peak MB" is that process's memory after it, Node included.`,
    ],
  };
}
