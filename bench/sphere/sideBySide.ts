import { type Comparison, failureNotes, ownMedian, peerCell, peerResults, ratioNote } from "../comparison.ts";
import { median } from "../measure.ts";
import type { PeerResult } from "../peers.ts";
import { showCount, showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type { SphereFigures } from "./case.ts";
import { spherePeers } from "./peers.ts";
import type { SphereProblem } from "./problem.ts";

type SphereComparison = Comparison<SphereProblem, SphereFigures>;

/** A part of the work that everybody does. */
interface Part {
  readonly title: string;
  readonly own: (figures: SphereFigures) => number;
  readonly peer: (result: PeerResult) => number;
}

const parts: readonly Part[] = [
  { title: "Seconds, whole problem", own: ({ total }) => total, peer: ({ total_s }) => total_s },
  {
    title: "Seconds, mesh, space and assembly",
    own: ({ mesh, assembly }) => mesh + assembly,
    peer: ({ total_s, solve_s }) => total_s - solve_s,
  },
  {
    title: "Seconds, sparse solve",
    own: ({ analysis, factorization, solve }) => analysis + factorization + solve,
    peer: ({ solve_s }) => solve_s,
  },
];

const names = spherePeers.map(({ name }) => name);
const columns = ["degree", "unknowns", "blochfem", ...names];

/** Everybody's seconds, part by part, then errors and memory. */
export const sideBySide = (comparisons: readonly SphereComparison[]): Table[] => [
  ...parts.map((part, k) => timeTable(part, comparisons, k === 0)),
  accuracyTable(comparisons),
];

const timeTable = ({ title, own, peer }: Part, comparisons: readonly SphereComparison[], first: boolean): Table => ({
  title,
  columns,
  rows: comparisons.map((comparison) => [
    ...head(comparison),
    showSeconds(ownMedian(comparison, own)),
    ...names.map((name) => peerCell(comparison, name, own, peer)),
  ]),
  notes: first
    ? [
        `${ratioNote} FreeFEM counts CPU seconds, everybody else wall-clock seconds.`,
        ...failureNotes(comparisons, spherePeers),
      ]
    : [],
});

const accuracyTable = (comparisons: readonly SphereComparison[]): Table => ({
  title: "Error of the means, and peak memory in MB",
  columns,
  rows: comparisons.map((comparison) => [
    ...head(comparison),
    errorAndMemory(
      ownMedian(comparison, ({ error }) => error),
      ownMedian(comparison, ({ peakMegabytes }) => peakMegabytes),
    ),
    ...names.map((name) => {
      const results = peerResults(comparison, name);
      if (results.length === 0) return "-";
      return errorAndMemory(results[0]!.err ?? Number.NaN, median(results.map(({ peak_mb }) => peak_mb)));
    }),
  ]),
  notes: ["dolfinx has geometry of the element's degree, FreeFEM flat triangles and degrees 1 and 2."],
});

const head = (comparison: SphereComparison): string[] => [
  String(comparison.problem.degree),
  showCount(ownMedian(comparison, ({ unknowns }) => unknowns)),
];

const errorAndMemory = (error: number, megabytes: number): string => `${showError(error)}, ${showMegabytes(megabytes)}`;
