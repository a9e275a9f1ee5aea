import type { Spectrum } from "../state/spectrum.ts";
import type { BandPair } from "./gaugeBand.ts";

export interface DensitySpectrum extends Spectrum {
  readonly method: "fem";
  /** Degree of the band of harmonics, or of polynomials in the ball, that the generator was restricted to. */
  readonly band: number;
  /** As in `BandPair`. */
  readonly functions?: BandPair["functions"];
}
