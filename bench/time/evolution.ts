import {
  type Comparison,
  type Competitor,
  compare,
  failureNotes,
  ownMedian,
  peerCell,
  peerResults,
} from "../comparison.ts";
import { runIsolated } from "../isolate.ts";
import { brief, once } from "../measure.ts";
import { drivenModel, peerModel } from "../models.ts";
import { runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showError, showSeconds, type Table } from "../table.ts";
import type * as evolutionCase from "./evolutionCase.ts";
import type { EvolutionFigures, RoadInTime } from "./evolutionCase.ts";

interface EvolutionProblem {
  readonly spins: number;
  readonly fieldX: number;
}

const roads: readonly RoadInTime[] = ["dicke", "harmonic"];

type RoadFigures = Readonly<Record<RoadInTime, EvolutionFigures>>;

/** What mesolve of QuTiP does by itself. */
const times = Array.from({ length: 201 }, (_, k) => k / 10);

const competitors: readonly Competitor<EvolutionProblem>[] = ["adams", "bdf"].map((method) => ({
  name: `mesolve, ${method}`,
  run: (peers, { spins, fieldX }) => runPython(peers, "q_mesolve.py", { ...peerModel(spins, fieldX), method }),
}));

const problems: readonly EvolutionProblem[] = [20, 40, 80, 100].flatMap((spins) =>
  [0.5, 1.5].map((fieldX) => ({ spins, fieldX })),
);

/** From a coherent state to t = 20 with 201 outputs, on the roads that are exact but for their steps. */
export async function evolutionTable(context: BenchContext): Promise<Table> {
  const comparisons: Comparison<EvolutionProblem, RoadFigures>[] = [];
  for (const problem of context.quick ? problems.slice(0, 1) : problems) {
    context.progress(`evolution, N = ${problem.spins}, B_x = ${problem.fieldX}`);
    comparisons.push(await compare(problem, context, () => measureRoads(problem, context), competitors));
  }
  const names = context.peers === null ? [] : competitors.map(({ name }) => name);
  return {
    title: "Seconds from a coherent state along x to t = 20, 201 outputs, k_z = k_+ = 1",
    columns: ["N", "B_x", "Dicke", "harmonic", "difference", ...names.flatMap((name) => [name, "difference"])],
    rows: comparisons.map((comparison) => [
      String(comparison.problem.spins),
      String(comparison.problem.fieldX),
      showSeconds(ownMedian(comparison, ({ dicke }) => dicke.seconds)),
      showSeconds(ownMedian(comparison, ({ harmonic }) => harmonic.seconds)),
      showError(differenceOfRoads(comparison.rounds[0]!.own)),
      ...names.flatMap((name) => [
        peerCell(comparison, name, (own) => own.dicke.seconds),
        showError(differenceAtEnd(comparison, name)),
      ]),
    ]),
    notes: [
      "Each at its default tolerance. The first difference is the largest of the two roads' means at any time.",
      ...(context.peers === null
        ? []
        : [
            "In brackets the time of the Dicke road over mesolve's, the median of the rounds' ratios; mesolve's difference is that at t = 20.",
            ...failureNotes(comparisons, competitors),
          ]),
    ],
  };
}

async function measureRoads({ spins, fieldX }: EvolutionProblem, { quick }: BenchContext): Promise<RoadFigures> {
  const module = new URL("./evolutionCase.ts", import.meta.url);
  const figures: Partial<Record<RoadInTime, EvolutionFigures>> = {};
  for (const road of roads) {
    figures[road] = await runIsolated<typeof evolutionCase>(module, {
      road,
      model: drivenModel(spins, fieldX),
      initial: [1, 0, 0],
      times,
      repetition: quick ? once : brief,
    });
  }
  return figures as RoadFigures;
}

const differenceOfRoads = ({ dicke, harmonic }: RoadFigures): number =>
  Math.max(...dicke.means.flatMap((mean, at) => mean.map((value, k) => Math.abs(value - harmonic.means[at]![k]!))));

function differenceAtEnd(comparison: Comparison<EvolutionProblem, RoadFigures>, name: string): number {
  const theirs = peerResults(comparison, name)[0]?.observables;
  const own = comparison.rounds[0]!.own.dicke.means.at(-1)!;
  return theirs === undefined ? Number.NaN : Math.max(...own.map((value, k) => Math.abs(value - theirs[k]!)));
}
