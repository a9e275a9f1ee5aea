import { steadyState } from "../../src/dicke/collective/steadyState.ts";
import type { SchemeName } from "../../src/sde/trajectories.ts";
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
import { brief, once } from "../measure.ts";
import { drivenModel, peerModel } from "../models.ts";
import { runPython } from "../peers.ts";
import type { BenchContext } from "../section.ts";
import { showError, showSeconds, type Table } from "../table.ts";
import type * as trajectoriesCase from "./trajectoriesCase.ts";
import type { TrajectoryFigures } from "./trajectoriesCase.ts";

interface TrajectoryProblem {
  readonly scheme: SchemeName;
  readonly fieldX: number;
  readonly trajectories: number;
  readonly steps: number;
}

const spins = 40;
const step = 0.05;

const competitors: readonly Competitor<TrajectoryProblem>[] = [
  {
    name: "numpy, Euler-Maruyama",
    run: (peers, { fieldX, trajectories, steps }) =>
      runPython(peers, "sde_numpy.py", { ...peerModel(spins, fieldX), paths: trajectories, steps, dt: step }),
  },
];

/** Trajectories of the Fokker-Planck equation on one core. */
export async function trajectoryTable(context: BenchContext): Promise<Table> {
  const size = context.quick ? { trajectories: 512, steps: 100 } : { trajectories: 10_000, steps: 2000 };
  const comparisons: Comparison<TrajectoryProblem, TrajectoryFigures>[] = [];
  for (const scheme of ["eulerMaruyama", "moebiusWalk"] as const) {
    for (const fieldX of [0.5, 1.5]) {
      context.progress(`trajectories, ${scheme}, B_x = ${fieldX}`);
      const repetition = context.quick ? once : brief;
      const parameters = { model: drivenModel(spins, fieldX), scheme, ...size, step, repetition };
      const own = () =>
        runIsolated<typeof trajectoriesCase>(new URL("./trajectoriesCase.ts", import.meta.url), parameters);
      comparisons.push(await compare({ scheme, fieldX, ...size }, context, own, competitors));
    }
  }
  const names = context.peers === null ? [] : competitors.map(({ name }) => name);
  return {
    title: `Seconds of ${size.trajectories} trajectories of ${size.steps} steps of ${step}, N = ${spins}, k_z = k_+ = 1, one thread`,
    columns: ["scheme", "B_x", "blochfem", "steps a second", "error of means", "standard error", ...names],
    rows: comparisons.map((comparison) => {
      const { scheme, fieldX } = comparison.problem;
      const seconds = ownMedian(comparison, (own) => own.seconds);
      const { mean, standardError } = comparison.rounds[0]!.own;
      const exact = steadyState(drivenModel(spins, fieldX)).observables.mean;
      return [
        scheme,
        String(fieldX),
        showSeconds(seconds),
        showError((size.trajectories * size.steps) / seconds),
        showError(Math.max(...mean.map((value, k) => Math.abs(value - exact[k]!)))),
        showError(Math.max(...standardError)),
        ...names.map((name) => peerCell(comparison, name, (own) => own.seconds)),
      ];
    }),
    notes: context.peers === null ? [] : [ratioNote, ...failureNotes(comparisons, competitors)],
  };
}
