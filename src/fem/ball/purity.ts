import { sumSolidHarmonics } from "../../core/solidHarmonicSums.ts";
import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { cellCount } from "../../mesh/mesh.ts";
import {
  type BallMoments,
  correlationStrengths,
  purityBeyondStrengths,
  purityOfStrengths,
} from "../../state/ballMoments.ts";
import { type BallBand, expandBallBand } from "./band.ts";
import { pointWeights } from "./pointWeights.ts";
import type { BallSpace } from "./space.ts";

export interface BallPurity {
  /** tr rho^2. */
  readonly purity: number;
  /** Estimate of what degrees beyond those that were summed would add. */
  readonly error: number;
}

/** Returns a function from nodal values of a density of mass 1 to tr rho^2. */
export function ballPurity(space: BallSpace, spins: number): (density: Float64Array) => BallPurity {
  const moments = ballMoments(space, spins, affordableDegree(space, spins));
  return (density) => {
    const strengths = correlationStrengths(moments(density));
    return { purity: purityOfStrengths(spins, strengths), error: purityBeyondStrengths(spins, strengths) };
  };
}

/** As `ballPurity` for a density given by its coefficients in a band. */
export function bandPurity(band: BallBand, spins: number): (coefficients: Float64Array) => BallPurity {
  const purity = ballPurity(band.space, spins);
  return (coefficients) => purity(expandBallBand(band, coefficients));
}

/** Returns a function from nodal values of a density to its moments up to `degree`. */
export function ballMoments(space: BallSpace, spins: number, degree: number): (density: Float64Array) => BallMoments {
  const { points, weights } = pointWeights(space, samplingDegree(space, degree));
  return (density) => ({
    spins,
    band: degree,
    unknowns: scaleMoments(spins, degree, sumSolidHarmonics(degree, points, weights(density))),
  });
}

/** Products of points and moments that one evaluation may cost: about a second. */
const AFFORDABLE = 2e8;

function affordableDegree(space: BallSpace, spins: number): number {
  let degree = Math.min(spins, 2);
  while (degree < spins) {
    const sampling = samplingDegree(space, degree + 1);
    const points = (cellCount(space.mesh) * sampling ** 3) / 6;
    if (points * solidCount(degree + 1) > AFFORDABLE) break;
    degree++;
  }
  return degree;
}

/** Degree of the interpolation that sees polynomials of the given degree on the cells of a mesh. */
function samplingDegree(space: BallSpace, degree: number): number {
  const cellSize = Math.cbrt((6 * Math.SQRT2 * ((4 * Math.PI) / 3)) / cellCount(space.mesh));
  return Math.min(degree, space.element.degree + Math.ceil(degree * cellSize), 16);
}

function scaleMoments(spins: number, degree: number, sums: Float64Array): Float64Array {
  const scales = logPurityWeights(spins, degree).map((log) => Math.sqrt(4 * Math.PI) * Math.exp(log / 2));
  for (let n = 0; n <= degree; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const start = solidIndex(n, l, 0);
      sums[start]! *= scales[l]!;
      for (let i = start + 1; i <= start + 2 * l; i++) sums[i]! *= Math.SQRT2 * scales[l]!;
    }
  }
  return sums;
}
