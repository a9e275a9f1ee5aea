import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Comparison, compare, failureNotes, ownMedian, peerCell, ratioNote } from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { brief, once } from "../measure.ts";
import type { PeerResult } from "../peers.ts";
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
      return [stepTable(comparisons), ...(context.peers === null ? [] : peerTables(comparisons, peers))];
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

const peerTables = (comparisons: readonly SolverComparison[], peers: ReturnType<typeof solverPeers>): Table[] => [
  sideBySide("Processor seconds for analysis, factors and solution", comparisons, peers, {
    own: ({ total }) => total,
    peer: ({ total_s }) => total_s,
    show: showSeconds,
    notes: [
      `${ratioNote} Both solve the same matrix on one thread. "Kept": its allocator keeps freed memory, so that it does not pay for new pages at every call.`,
      ...failureNotes(comparisons, peers),
    ],
  }),
  sideBySide("Processor seconds for the factors, the analysis being known", comparisons, peers, {
    own: ({ factorization }) => factorization,
    peer: ({ numeric_s = Number.NaN }) => numeric_s,
    show: showSeconds,
    notes: [],
  }),
  sideBySide("Values of L and U", comparisons, peers.slice(0, 1), {
    own: ({ fill }) => fill,
    peer: ({ fill = Number.NaN }) => fill,
    show: showCount,
    notes: ["In brackets the ratio of blochfem's number to the other's."],
  }),
];

interface Side {
  readonly own: (figures: SolverFigures) => number;
  readonly peer: (result: PeerResult) => number;
  readonly show: (figure: number) => string;
  readonly notes: readonly string[];
}

const sideBySide = (
  title: string,
  comparisons: readonly SolverComparison[],
  peers: ReturnType<typeof solverPeers>,
  { own, peer, show, notes }: Side,
): Table => ({
  title,
  columns: ["matrix", "unknowns", "blochfem", ...peers.map(({ name }) => name)],
  rows: comparisons.map((comparison) => [
    nameOf(comparison.problem),
    showCount(ownMedian(comparison, ({ unknowns }) => unknowns)),
    show(ownMedian(comparison, own)),
    ...peers.map(({ name }) => peerCell(comparison, name, own, peer, show)),
  ]),
  notes,
});
