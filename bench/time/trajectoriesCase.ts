import type { SpinModel } from "../../src/model/spinModel.ts";
import { runSteadyEnsemble } from "../../src/sde/sphere/ensemble.ts";
import type { SchemeName } from "../../src/sde/trajectories.ts";
import { type Repetition, repeat } from "../measure.ts";

export interface TrajectoryParameters {
  readonly model: SpinModel;
  readonly scheme: SchemeName;
  readonly trajectories: number;
  /** Steps of each, the last 40 percent of them observed, every tenth. */
  readonly steps: number;
  readonly step: number;
  readonly repetition: Repetition;
}

export interface TrajectoryFigures {
  readonly seconds: number;
  /** 2<J_k>/N, and the standard errors. */
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
}

/** Steady means from trajectories that start along x, in this one thread. */
export function measure(parameters: TrajectoryParameters): TrajectoryFigures {
  const { model, scheme, trajectories, steps, step, repetition } = parameters;
  const between = 10;
  const observed = Math.round((0.4 * steps) / between);
  const { seconds, results } = repeat(repetition, () =>
    runSteadyEnsemble(model, {
      initial: { kind: "coherent", direction: [1, 0, 0] },
      trajectories,
      step,
      seed: 1,
      scheme,
      burnIn: (steps - between * observed) * step,
      interval: between * step,
      samples: observed + 1,
    }),
  );
  const { observables, standardErrors } = results[0]!;
  return { seconds, mean: observables.mean, standardError: standardErrors.mean };
}
