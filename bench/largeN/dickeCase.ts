import { steadyState } from "../../src/dicke/collective/steadyState.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { type Repetition, repeat } from "../measure.ts";

export interface DickeFigures {
  readonly seconds: number;
  readonly first: number;
  readonly peakMegabytes: number;
  /** 2<J_k>/N. */
  readonly mean: readonly number[];
}

export function measure(parameters: { readonly model: SpinModel; readonly repetition: Repetition }): DickeFigures {
  const { model, repetition } = parameters;
  const { seconds, first, peakMegabytes, results } = repeat(repetition, () => steadyState(model).observables.mean);
  return { seconds, first, peakMegabytes, mean: results[0]! };
}
