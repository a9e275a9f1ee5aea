import { solidIndex } from "../../core/solidHarmonics.ts";
import { aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall } from "../../model/uniqueness.ts";
import type { SolvedUnknowns } from "../reduced.ts";
import { solverInBand, turnShell } from "../solveInBand.ts";
import {
  type BandSteadyOptions,
  type BandSteadyState,
  type HarmonicSolver,
  type SteadyRoad,
  steadyInBands,
} from "../steadyInBands.ts";
import { axialSolver, MAXIMUM_AXIAL_BAND } from "./axialSteady.ts";
import { ballHierarchy, MAXIMUM_FACTORED_BAND, requireFactoredBand } from "./hierarchy.ts";
import { observablesOfBall, purityBeyondBand } from "./moments.ts";
import type { BallState } from "./state.ts";

export type BallSteadyOptions = BandSteadyOptions;
export type BallSteadyState = BandSteadyState<BallState>;

/** Up to this N the full band takes milliseconds. */
const ALWAYS_FULL = 12;
const FIRST_BAND = 8;
const DEFAULT_MAXIMUM_BAND = 80;

/**
 * Bands a fifth lower and a quarter higher whose differences are no less have not begun to converge, far below what a broad state takes: lasers were up to 16 times as far off. Where they
 * agree better than by this fall from a lower band, that may be chance, unless they agree so well that it is none.
 */
const SETTLED = 1e-3;
const UNSETTLED = 20;
const FALL = 8;
const AGREED = 1e-5;

/** No two values of a moment are further apart. */
const RANGE = 2;

/** The band above one that is given that tells what it misses: a solve takes as long as band^6. */
export const widerBand = (band: number): number => Math.max(ALWAYS_FULL, Math.ceil(1.25 * band));

const road: SteadyRoad<BallState> = {
  requireSteady: requireUniqueInBall,
  prepare: prepareBand,
  observables: observablesOfBall,
  purityBeyond: purityBeyondBand,
  highestBand: DEFAULT_MAXIMUM_BAND,
  firstBand: (spins, highest) => (spins <= ALWAYS_FULL ? highest : FIRST_BAND),
  widerBand,
  errorOfGiven: (difference, earlier) => {
    const seen = difference < AGREED ? difference : Math.max(difference, earlier() / FALL);
    return seen < SETTLED ? difference : Math.max(difference, Math.min(RANGE, UNSETTLED * seen));
  },
};

/** The same around an axis, where all degrees take a second: what a cut leaves of the hierarchy does not determine a state there unless degrees close. */
const axialRoad: SteadyRoad<BallState> = {
  ...road,
  prepare: (spins, band) => {
    const solve = axialSolver(spins, band);
    return (model) => solve(model, aroundAxis(coefficientsOf(model))!);
  },
  highestBand: MAXIMUM_AXIAL_BAND,
  firstBand: (spins, highest) => (highest === spins ? highest : FIRST_BAND),
};

function prepareBand(spins: number, band: number): (model: SpinModel) => SolvedUnknowns {
  requireFactoredBand(band);
  return solverInBand(
    (holds) => ballHierarchy(spins, band, holds),
    (unknowns, errors, angle) => {
      for (let n = 1; n <= band; n++)
        for (let l = n % 2; l <= n; l += 2) turnShell(unknowns, errors, solidIndex(n, l, 0), l, angle);
    },
  );
}

/**
 * Steady states among the permutation-symmetric states, of as many models of N = `spins` as one likes: the hierarchy is made once for all
 * models with the same terms, and the elimination order once for those that drive the same moments. `steady` answers as `steadyBall` does, to the last bit.
 *
 * @throws InputError from `steady` where N differs, and as `steadyBall`
 */
export function ballHarmonicSolver(spins: number, options: BallSteadyOptions = {}): HarmonicSolver<BallState> {
  const highest = (limit: number, fallback: number): BallSteadyOptions => ({
    ...options,
    maximumBand: Math.min(options.maximumBand ?? fallback, limit),
  });
  const general = steadyInBands(road, spins, highest(MAXIMUM_FACTORED_BAND, DEFAULT_MAXIMUM_BAND));
  const axial = steadyInBands(axialRoad, spins, highest(MAXIMUM_AXIAL_BAND, MAXIMUM_AXIAL_BAND));
  return { steady: (model) => (isAxial(model) ? axial : general).steady(model) };
}

/** Whether moments of order 0 about an axis are all that the steady state has. */
const isAxial = (model: SpinModel): boolean => aroundAxis(coefficientsOf(model)) !== null;

/**
 * Steady state among the permutation-symmetric states, for any model with local processes, parabolic or not.
 *
 * Moments fall with their degree as powers of |r|, so that a mixed state needs few; where the steady state is nearly pure
 * and k_+ != k_-, only the full band will do. For k_+ = k_- the first and second moments are exact in any band. Around an axis, z or another, the moments of
 * order 0 about it are all there is, and all degrees are taken up to N = MAXIMUM_AXIAL_BAND.
 *
 * @throws NotUniqueError where a conserved quantity is left (without local rates J^2 is one), or the second slowest mode cannot
 *   be told from it in double precision; ConvergenceError where no allowed band meets the tolerance; ResourceLimitError for a
 *   band above MAXIMUM_FACTORED_BAND, or MAXIMUM_AXIAL_BAND around an axis; InputError for a band that is no integer from 2 to N
 */
export const steadyBall = (model: SpinModel, options: BallSteadyOptions = {}): BallSteadyState =>
  ballHarmonicSolver(model.spins, options).steady(model);
