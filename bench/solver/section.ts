import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Comparison, compare, failureNotes, ownMedian, peerCell, ratioNote } from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { brief, once } from "../measure.ts";
import type { Section } from "../section.ts";
import { showCount, showSeconds, type Table } from "../table.ts";
import type * as solverCase from "./case.ts";
import type { SolverFigures } from "./case.ts";
import { problems, type SolverProblem, smallestProblems } from "./problem.ts";
import { solverPeers } from "./umfpack.ts";

type SolverComparison = Comparison<SolverProblem, SolverFigures>;

export const solverSection: Section = {
  name: "solver",
  title: "The sparse direct solver, on matrices of steady states",
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), "blochfem-bench-"));
    try {
      const comparisons: SolverComparison[] = [];
      const peers = solverPeers(folder);
      for (const problem of context.quick ? smallestProblems : problems) {
        context.progress(nameOf(problem));
        const own = () =>
          runIsolated<typeof solverCase>(new URL("./case.ts", import.meta.url), {
            problem,
            repetition: context.quick ? once : { ...brief, warmUpRuns: 4, runs: 5 },
            file: context.peers === null ? null : join(folder, "matrix.bin"),
          });
        comparisons.push(await compare(problem, context, own, peers));
      }
      return [stepTable(comparisons), ...(context.peers === null ? [] : [peerTable(comparisons, peers)])];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const nameOf = ({ isBall, degree }: SolverProblem): string => `${isBall ? "ball" : "sphere"}, degree ${degree}`;

const stepTable = (comparisons: readonly SolverComparison[]): Table => ({
  title: "Processor milliseconds by step",
  columns: [
    "matrix",
    "unknowns",
    "Mflop",
    "values of L, U",
    "analysis",
    "factors",
    "substitution",
    "of four",
    "solution",
  ],
  rows: comparisons.map((comparison) => {
    const figure = (of: (figures: SolverFigures) => number): number => ownMedian(comparison, of);
    const milliseconds = (of: (figures: SolverFigures) => number): string => (1000 * figure(of)).toPrecision(3);
    return [
      nameOf(comparison.problem),
      showCount(figure(({ unknowns }) => unknowns)),
      showCount(Math.round(figure(({ operations }) => operations) / 1e6)),
      showCount(figure(({ fill }) => fill)),
      milliseconds(({ analysis }) => analysis),
      milliseconds(({ factorization }) => factorization),
      milliseconds(({ substitution }) => substitution),
      milliseconds(({ oneOfFour }) => oneOfFour),
      milliseconds(({ solution }) => solution),
    ];
  }),
  notes: [
    'One thread. "Of four" is the share of one of four right-hand sides that are substituted at once; "solution" is a substitution with refinement to rounding.',
  ],
});

const peerTable = (comparisons: readonly SolverComparison[], peers: ReturnType<typeof solverPeers>): Table => ({
  title: "Processor seconds for analysis, factors and solution",
  columns: ["matrix", "unknowns", "blochfem", ...peers.map(({ name }) => name)],
  rows: comparisons.map((comparison) => [
    nameOf(comparison.problem),
    showCount(ownMedian(comparison, ({ unknowns }) => unknowns)),
    showSeconds(ownMedian(comparison, ({ total }) => total)),
    ...peers.map(({ name }) => peerCell(comparison, name, ({ total }) => total)),
  ]),
  notes: [
    `${ratioNote} Both solve the same matrix on one thread. "Kept": its allocator keeps freed memory, so that it does not pay for new pages at every call.`,
    ...failureNotes(comparisons, peers),
  ],
});
