import type { SpinModel } from "../../src/model/spinModel.ts";
import { steady } from "../../src/roads/steady.ts";

export interface SteadyFigures {
  readonly seconds: number;
  readonly method: string;
  /** The largest of first and second moments. */
  readonly errorEstimate: number;
}

/** Default settings, once. */
export function measure({ model }: { readonly model: SpinModel }): SteadyFigures {
  const started = performance.now();
  const state = steady(model);
  const { mean, square, cross } = state.errorEstimate;
  const seconds = (performance.now() - started) / 1000;
  return { seconds, method: state.method, errorEstimate: Math.max(...mean, ...square, ...cross) };
}
