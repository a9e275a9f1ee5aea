import { accumulateHarmonics, harmonicCount, logPurityWeights, powerSpectrum } from "../../core/sphericalHarmonics.ts";
import { cellCount } from "../../mesh/mesh.ts";
import { nodeWeights } from "./nodeWeights.ts";
import { purityBand, significant } from "./purity.ts";
import type { FunctionSpace } from "./space.ts";
import { bandPurity } from "./steadyInBand.ts";
import type { SphereTimeSystem } from "./timeSystem.ts";

/** Share of the purity that the interpolation of the harmonics may change. */
const INTERPOLATION = 1e-9;

/** Elements of higher degrees than this lose digits to the condition of their nodes. */
const HIGHEST_DEGREE = 16;

/**
 * Returns a function from a load to tr rho^2, and what its own sum leaves out: from the coefficients in a band, else from the harmonics of the density,
 * by sums over the nodes of elements on the same mesh that are fine enough to interpolate them.
 */
export function loadPurity(
  time: SphereTimeSystem,
  spins: number,
): (load: Float64Array) => { readonly purity: number; readonly error: number } {
  const { band, space } = time;
  if (band !== null) {
    return (load) => ({ purity: bandPurity(band.degree, time.unknowns(load), spins), error: 0 });
  }
  const degree = Math.min(purityBand(spins), Math.ceil(1.5 * Math.sqrt(space.unknowns)));
  const { elements, error } = interpolatingElements(space, degree, spins);
  const { points, weights: weightsOf } = nodeWeights(space, elements);
  const weights = logPurityWeights(spins, degree).map((log) => 4 * Math.PI * Math.exp(log));
  return (load) => {
    const real = new Float64Array(harmonicCount(degree));
    const imaginary = new Float64Array(harmonicCount(degree));
    const seen = significant(points, weightsOf(time.unknowns(load)));
    accumulateHarmonics(degree, seen.points, seen.weights, real, imaginary);
    const power = powerSpectrum(degree, real, imaginary);
    const purity = power.reduce((sum, value, l) => sum + weights[l]! * value, 0);
    return { purity, error: error * purity };
  };
}

/**
 * Degree of the elements that interpolate the harmonics l <= degree well enough for the purity. A wave of l h / 2 radians half across a cell has the error (l h / 4)^(q + 1) /
 * (q + 1)! at degree q, and the share exp(-l^2 / 2 (N + 1)) of the amplitude of a pure state.
 */
function interpolatingElements(
  space: FunctionSpace,
  degree: number,
  spins: number,
): { readonly elements: number; readonly error: number } {
  // Edge of an equilateral triangle of that area, and a quarter more for those that are larger than others.
  const edge = 1.25 * Math.sqrt((4 / Math.sqrt(3)) * ((4 * Math.PI) / cellCount(space.mesh)));
  const errorOf = (q: number): number => {
    let worst = 0;
    for (let l = 1; l <= degree; l++) {
      let term = Math.exp((-l * l) / (2 * (spins + 1)));
      for (let k = 1; k <= q + 1; k++) term *= (l * edge) / (4 * k);
      worst = Math.max(worst, term);
    }
    return worst;
  };
  let q = space.element.degree;
  while (q < HIGHEST_DEGREE && errorOf(q) > INTERPOLATION) q++;
  return { elements: q, error: errorOf(q) };
}
