import { freemem } from "node:os";
import { type Comparison, type Competitor, compare, failureNotes, ownMedian, peerResults } from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { brief, median, once } from "../measure.ts";
import { drivenModel, peerModel } from "../models.ts";
import { type PeerResult, type Peers, runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showError, showMegabytes, showSeconds, type Table } from "../table.ts";
import type * as steadyCase from "./steadyCase.ts";
import type { BallFigures, BallRoad } from "./steadyCase.ts";

interface BallProblem {
  readonly spins: number;
}

type RoadFigures = Readonly<Partial<Record<BallRoad, BallFigures>>> &
  Readonly<Record<"harmonic" | "dicke", BallFigures>>;

const fieldX = 1.5;
const local = { dephasing: 0.05, pump: 0, decay: 0.1 };

/** Finite elements are shown where their two bands take seconds. */
const roadsOf = ({ spins }: BallProblem): readonly BallRoad[] =>
  spins <= 20 ? ["harmonic", "dicke", "fem"] : ["harmonic", "dicke"];

const names: Readonly<Record<BallRoad, string>> = {
  harmonic: "blochfem, solid harmonics",
  dicke: "blochfem, Dicke basis",
  fem: "blochfem, finite elements",
};

/** What 'power' of PIQS takes at N = 80, in bytes; it goes up as N^4. */
const powerBytes = 8e9;

const competitors: readonly Competitor<BallProblem>[] = [
  {
    name: "PIQS, power",
    run: async (peers, { spins }) => {
      const needed = powerBytes * (spins / 80) ** 4;
      if (freemem() < needed) {
        return { result: null, failed: `N = ${spins} needs ${(needed / 1e9).toFixed(1)} GB of free memory` };
      }
      return runPeer(peers, "l_piqs.py", spins, { method: "power" });
    },
  },
  {
    name: "scipy",
    // The faster of its solvers for each size.
    run: (peers, { spins }) => runPeer(peers, "l_scipy.py", spins, { solver: spins <= 40 ? "umfpack" : "mumps" }),
  },
];

/** Once where it takes minutes. */
const runPeer = (peers: Peers, script: string, spins: number, options: Readonly<Record<string, string>>) =>
  runPython(peers, script, {
    ...peerModel(spins, fieldX),
    gz: local.dephasing,
    gp: local.pump,
    gm: local.decay,
    ...options,
    reps: spins > 40 ? 1 : 3,
    timeout: 590,
  });

/** Steady state with local rates: our roads, and programs that solve for the density matrix. */
export async function ballSteadyTable(context: BenchContext): Promise<Table> {
  const comparisons: Comparison<BallProblem, RoadFigures>[] = [];
  for (const spins of context.quick ? [20] : [20, 40, 80]) {
    context.progress(`steady state with local rates, N = ${spins}`);
    const problem = { spins };
    comparisons.push(await compare(problem, context, () => measureRoads(problem, context), competitors));
  }
  return {
    title: `Local decay ${local.decay} and dephasing ${local.dephasing} beside k_z = k_+ = 1, B_x = ${fieldX}: seconds of the steady state`,
    columns: ["N, program", "seconds", "times the first", "first run", "peak MB", "error of means"],
    rows: comparisons.flatMap((comparison) => [...ownRows(comparison), ...peerRows(comparison, context)]),
    notes: [
      "Each at its default settings. The error is the largest difference of the three means from the Dicke basis, for that one itself from the solid harmonics: the two share nothing but the model.",
      ...(context.peers === null
        ? []
        : [
            'In every round all take their turns; "times the first" is the median of the rounds\' ratios to the solid harmonics. The peers print 12 digits, and their memory includes Python and its packages, as ours does Node.',
            ...failureNotes(comparisons, competitors),
          ]),
    ],
  };
}

async function measureRoads(problem: BallProblem, { quick }: BenchContext): Promise<RoadFigures> {
  const figures: Partial<Record<BallRoad, BallFigures>> = {};
  for (const road of roadsOf(problem)) {
    figures[road] = await runIsolated<typeof steadyCase>(new URL("./steadyCase.ts", import.meta.url), {
      road,
      model: { ...drivenModel(problem.spins, fieldX), local },
      repetition: quick ? once : brief,
    });
  }
  return figures as RoadFigures;
}

function ownRows(comparison: Comparison<BallProblem, RoadFigures>): string[][] {
  const figure = (road: BallRoad, pick: (figures: BallFigures) => number): number =>
    ownMedian(comparison, (own) => pick(own[road]!));
  const { dicke, ...others } = comparison.rounds[0]!.own;
  return roadsOf(comparison.problem).map((road) => [
    `${comparison.problem.spins}, ${names[road]}`,
    showSeconds(figure(road, ({ seconds }) => seconds)),
    showRatio(ownMedian(comparison, (own) => own[road]!.seconds / own.harmonic.seconds)),
    showSeconds(figure(road, ({ first }) => first)),
    showMegabytes(figure(road, ({ peakMegabytes }) => peakMegabytes)),
    showError(
      road === "dicke" ? difference(dicke.mean, others.harmonic.mean) : difference(others[road]!.mean, dicke.mean),
    ),
  ]);
}

function peerRows(comparison: Comparison<BallProblem, RoadFigures>, { peers }: BenchContext): string[][] {
  if (peers === null) return [];
  const { dicke } = comparison.rounds[0]!.own;
  return competitors.map(({ name }) => {
    const results = peerResults(comparison, name);
    const of = (figure: (result: PeerResult) => number): number => median(results.map(figure));
    const ratios = comparison.rounds.flatMap((round) => {
      const result = round.peers.get(name)?.result;
      return result ? [result.total_s / round.own.harmonic.seconds] : [];
    });
    return [
      `${comparison.problem.spins}, ${name}`,
      results.length === 0 ? "failed" : showSeconds(of(({ total_s }) => total_s)),
      showRatio(median(ratios)),
      "-",
      showMegabytes(of(({ peak_mb }) => peak_mb)),
      showError(results.length === 0 ? Number.NaN : difference(results[0]!.observables, dicke.mean)),
    ];
  });
}

const difference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));

const showRatio = (ratio: number): string => {
  if (!Number.isFinite(ratio)) return "-";
  return ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0);
};
