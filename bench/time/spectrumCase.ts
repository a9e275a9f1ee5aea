import type { SpinModel } from "../../src/model/spinModel.ts";
import { spectrum } from "../../src/roads/spectrum.ts";

export interface SpectrumParameters {
  readonly model: SpinModel;
  readonly method: "fem" | "harmonic" | "dicke";
}

export interface SpectrumFigures {
  readonly seconds: number;
  readonly peakMegabytes: number;
  /** The slowest, as pairs of real and imaginary part. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  readonly errorEstimate: number;
}

/** Default settings, once. */
export function measure({ model, method }: SpectrumParameters): SpectrumFigures {
  const started = performance.now();
  const { eigenvalues, errorEstimate } = spectrum(model, { method });
  return {
    seconds: (performance.now() - started) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    eigenvalues: eigenvalues.map(([real, imaginary]) => [real, imaginary] as const),
    errorEstimate: Math.max(...errorEstimate),
  };
}
