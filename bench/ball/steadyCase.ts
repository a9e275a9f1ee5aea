import { symmetricSteadyState } from "../../src/dicke/symmetric/steadyState.ts";
import { ballSteadyState } from "../../src/fem/ball/steadyState.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import type { Observables } from "../../src/state/moments.ts";
import { type Repetition, repeat } from "../measure.ts";

const roads = {
  harmonic: steadyBall,
  dicke: symmetricSteadyState,
  fem: ballSteadyState,
} satisfies Record<string, (model: SpinModel) => { readonly observables: Observables }>;

export type BallRoad = keyof typeof roads;

export interface BallFigures {
  readonly seconds: number;
  readonly first: number;
  readonly peakMegabytes: number;
  /** 2<J_k>/N. */
  readonly mean: readonly number[];
}

/** Steady state of a model with local rates on one road, at its default settings. */
export function measure(parameters: {
  readonly road: BallRoad;
  readonly model: SpinModel;
  readonly repetition: Repetition;
}): BallFigures {
  const { road, model, repetition } = parameters;
  const { seconds, first, peakMegabytes, results } = repeat(repetition, () => roads[road](model).observables.mean);
  return { seconds, first, peakMegabytes, mean: results[0]! };
}
