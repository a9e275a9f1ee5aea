import {
  type BallMoments,
  correlationStrengths,
  purityBeyondStrengths,
  purityOfStrengths,
} from "../../state/ballMoments.ts";
import type { DensityPurity } from "../steadySystem.ts";
import { type BallBand, expandBallBand } from "./band.ts";
import { ballMoments, ballMomentsCost } from "./moments.ts";
import type { BallNodes } from "./space.ts";

/** Multiplications that one evaluation may take by default: about three seconds. */
const AFFORDABLE = 3e9;

/** Up to here all degrees cost less than a look at the tail saves. */
const FIRST_DEGREE = 16;

/** Tail, relative to the purity and in itself, that ends the sum early: finite elements know P to no more digits. */
const NEGLIGIBLE = 1e-10;
const SMALLEST = 1e-13;

/**
 * Returns a function from nodal values of a density to tr rho^2 = int int P P' ((1 + r.r')/2)^N of the density of mass 1. The sum
 * over degrees n <= N of its moments ends where the rest is negligible, or no longer affordable; `error` then says what is
 * estimated to be missing. The moments of highest degree belong to nearly pure states: those of a mixed state need few.
 *
 * @param affordable multiplications that one evaluation may take
 */
export function ballPurity(
  space: BallNodes,
  spins: number,
  affordable = AFFORDABLE,
): (density: Float64Array) => DensityPurity {
  const degrees = summedDegrees(space, spins, affordable);
  const prepared: ((density: Float64Array) => BallMoments)[] = [];
  return (density) => {
    for (let k = 0; ; k++) {
      prepared[k] ??= ballMoments(space, spins, degrees[k]!);
      const strengths = correlationStrengths(prepared[k]!(density));
      const purity = purityOfStrengths(spins, strengths);
      const error = purityBeyondStrengths(spins, strengths);
      if (k === degrees.length - 1 || error <= Math.max(NEGLIGIBLE * purity, SMALLEST)) return { purity, error };
    }
  };
}

/**
 * Estimated error of a purity, where an `error` beyond a hundredth of it says that two solutions dispute it. Both may then consist of degrees of the
 * moments that are noise of the elements; that is positive, and may be alike in both, so that nothing is known but an upper bound.
 *
 * @param anyMesh whether the mesh may be too coarse, or too small, for P: where the error is as large as the purity, any other is then possible
 */
export function disputedPurityError(purity: number, error: number, anyMesh: boolean): number {
  if (error <= purity / 100) return error;
  return anyMesh && error >= purity ? Math.max(error, purity, 1 - purity) : Math.max(error, purity);
}

/** As `ballPurity` for a density given by its coefficients in a band. */
export function bandPurity(
  band: BallBand,
  spins: number,
  affordable = AFFORDABLE,
): (coefficients: Float64Array) => DensityPurity {
  const purity = ballPurity(band.space, spins, affordable);
  return (coefficients) => purity(expandBallBand(band, coefficients));
}

/** Degrees to sum up to, one after the other: N, or what is affordable, comes last. */
function summedDegrees(space: BallNodes, spins: number, affordable: number): number[] {
  const degrees: number[] = [];
  let last = FIRST_DEGREE;
  for (; last < spins && ballMomentsCost(space, last) <= affordable; last = Math.ceil(1.5 * last)) degrees.push(last);
  const full = ballMomentsCost(space, spins);
  if (full > affordable && degrees.length > 0) return degrees;
  // What costs half as much as everything does is no short cut.
  return [...degrees.filter((degree) => 2 * ballMomentsCost(space, degree) < full), spins];
}
