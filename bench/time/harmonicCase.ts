import { type HarmonicSteadyOptions, steadyHarmonics } from "../../src/harmonic/sphere/steady.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { type Repetition, repeat } from "../measure.ts";

export interface HarmonicParameters {
  readonly model: SpinModel;
  readonly options: HarmonicSteadyOptions;
  readonly repetition: Repetition;
}

export interface HarmonicFigures {
  readonly seconds: number;
  readonly first: number;
  readonly peakMegabytes: number;
  readonly band: number;
  readonly bandError: number;
}

export function measure({ model, options, repetition }: HarmonicParameters): HarmonicFigures {
  const { results, ...figures } = repeat(repetition, () => steadyHarmonics(model, options));
  return { ...figures, band: results[0]!.state.band, bandError: results[0]!.bandError };
}
