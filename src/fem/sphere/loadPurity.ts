import { accumulateHarmonics } from "../../core/harmonicAnalysis.ts";
import { harmonicCount, logPurityWeights, powerSpectrum } from "../../core/sphericalHarmonics.ts";
import { addScaled } from "../../linalg/vectorKernels.ts";
import { cellCount } from "../../mesh/mesh.ts";
import type { LoadPurity } from "../loadPurity.ts";
import { nodePoints } from "../nodePoints.ts";
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
 * tr rho^2 of loads: from the coefficients in a band, else from the harmonics of the density, by sums over the nodes of elements on the same mesh that are
 * fine enough to interpolate them.
 */
export function loadPurity(time: SphereTimeSystem, spins: number): LoadPurity {
  const { band, space } = time;
  if (band !== null) {
    return { of: (load) => ({ purity: bandPurity(band.degree, time.unknowns(load), spins), error: 0 }) };
  }
  const degree = Math.min(purityBand(spins), Math.ceil(1.5 * Math.sqrt(space.unknowns)));
  const { elements, error } = interpolatingElements(space, degree, spins);
  const weights = logPurityWeights(spins, degree).map((log) => 4 * Math.PI * Math.exp(log));
  const harmonicsBy = ({ points, weightsOf }: ReturnType<typeof loadWeights>) => {
    return (load: Float64Array): Harmonics => {
      const real = new Float64Array(harmonicCount(degree));
      const imaginary = new Float64Array(harmonicCount(degree));
      const seen = significant(points, weightsOf(load));
      accumulateHarmonics(degree, seen.points, seen.weights, real, imaginary);
      return { real, imaginary };
    };
  };
  const purityOf = ({ real, imaginary }: Harmonics): number =>
    powerSpectrum(degree, real, imaginary).reduce((sum, value, l) => sum + weights[l]! * value, 0);
  const harmonics = harmonicsBy(loadWeights(time, elements));
  const own = elements === space.element.degree ? harmonics : harmonicsBy(loadWeights(time, space.element.degree));
  return {
    of: (load) => {
      const purity = purityOf(harmonics(load));
      return { purity, error: error * purity };
    },
    ofSums: (loads, typical) => {
      // Few densities are as narrow as the finest elements are for, and those of the space cost far less.
      const missed = typical.map((load) => Math.abs(purityOf(harmonics(load)) - purityOf(own(load))));
      const ownError = OWN_SAFETY * Math.max(...missed);
      const isOwn = ownError <= OWN_ERROR;
      const parts = loads.map(isOwn ? own : harmonics);
      return (coefficients) => {
        const purity = purityOf(sumOf(parts, coefficients));
        return { purity, error: error * purity + (isOwn ? ownError : 0) };
      };
    },
  };
}

/** Error of a purity that is worth little to lower, which two spaces differ by more in; between the times that are looked at it may be larger by the safety. */
const OWN_ERROR = 1e-7;
const OWN_SAFETY = 10;

function sumOf(parts: readonly Harmonics[], coefficients: Float64Array): Harmonics {
  const real = new Float64Array(parts[0]?.real.length ?? 0);
  const imaginary = new Float64Array(real.length);
  for (const [k, part] of parts.entries()) {
    addScaled(real, coefficients[k]!, part.real);
    addScaled(imaginary, coefficients[k]!, part.imaginary);
  }
  return { real, imaginary };
}

/** Packed coefficients. */
interface Harmonics {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Points, and weights w_i = int P phi_i there of elements of a degree: those of the space itself are the load. */
function loadWeights(
  { space, unknowns }: SphereTimeSystem,
  degree: number,
): { readonly points: Float64Array; readonly weightsOf: (load: Float64Array) => Float64Array } {
  if (degree === space.element.degree) return { points: nodePoints(space), weightsOf: (load) => load };
  const { points, weights } = nodeWeights(space, degree);
  return { points, weightsOf: (load) => weights(unknowns(load)) };
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
