import { logPurityWeights, powerSpectrum } from "../core/sphericalHarmonics.ts";
import { densitySampler } from "./density.ts";
import { harmonicExactness, harmonicsOfSample } from "./harmonicCoefficients.ts";
import { purityBand } from "./purity.ts";
import { bandPurity } from "./solveSteadyInBand.ts";
import type { TimeSystem } from "./timeSystem.ts";

/** Returns a function from a load to tr rho^2: from the coefficients in a band, else from the harmonics of the density. */
export function loadPurity(time: TimeSystem, spins: number): (load: Float64Array) => number {
  const { band } = time;
  if (band !== null) return (load) => bandPurity(band.degree, time.unknowns(load), spins);
  const degree = Math.min(purityBand(spins), Math.ceil(1.5 * Math.sqrt(time.space.unknowns)));
  const sampler = densitySampler(time.space, harmonicExactness(time.space, degree));
  const weights = logPurityWeights(spins, degree);
  return (load) => {
    const { real, imaginary } = harmonicsOfSample(sampler(time.unknowns(load)), degree);
    const power = powerSpectrum(degree, real, imaginary);
    return power.reduce((sum, value, l) => sum + 4 * Math.PI * Math.exp(weights[l]!) * value, 0);
  };
}
