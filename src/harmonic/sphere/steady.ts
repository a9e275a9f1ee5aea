import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import type { SolvedUnknowns } from "../reduced.ts";
import { solverInBand, turnShell } from "../solveInBand.ts";
import {
  type BandSteadyOptions,
  type BandSteadyState,
  type HarmonicSolver,
  type SteadyRoad,
  steadyInBands,
} from "../steadyInBands.ts";
import { harmonicHierarchy, MAXIMUM_BAND } from "./hierarchy.ts";
import { observablesOfHarmonics, purityBeyondHarmonics } from "./moments.ts";
import { type HarmonicState, unknownIndex } from "./state.ts";

export type HarmonicSteadyOptions = BandSteadyOptions;
export type HarmonicSteadyState = BandSteadyState<HarmonicState>;

/** Up to this N the full band is cheaper than a search for a smaller one. */
const ALWAYS_FULL = 64;

/** The band above one that is given that tells what it misses. */
export const widerBand = (band: number): number => Math.max(ALWAYS_FULL, 2 * band);

const prepareBand = (spins: number, band: number): ((model: SpinModel) => SolvedUnknowns) =>
  solverInBand(
    (holds) => harmonicHierarchy(spins, band, holds),
    (unknowns, errors, angle) => {
      for (let l = 1; l <= band; l++) turnShell(unknowns, errors, unknownIndex(l, 0), l, angle);
    },
  );

const road: SteadyRoad<HarmonicState> = {
  requireSteady: (model) => {
    requireCollective(model);
    requireUniqueSteadyState(model);
  },
  prepare: prepareBand,
  observables: observablesOfHarmonics,
  purityBeyond: purityBeyondHarmonics,
  highestBand: MAXIMUM_BAND,
  // A narrow P needs l up to 5 or 7 sqrt(N), a broad one some tens whatever N is; bands that are too low cost little.
  firstBand: (spins, highest) => (highest === spins && spins <= ALWAYS_FULL ? highest : ALWAYS_FULL / 2),
  widerBand,
  errorOfGiven: (difference) => difference,
};

/**
 * Steady states in the symmetric subspace, of as many models of N = `spins` as one likes: the hierarchy is made once for all models with the
 * same terms, and the elimination order once for those that drive the same harmonics.
 * `steady` answers as `steadyHarmonics` does, to the last bit.
 *
 * @throws InputError from `steady` where N differs, and as `steadyHarmonics`
 */
export const harmonicSolver = (spins: number, options: HarmonicSteadyOptions = {}): HarmonicSolver<HarmonicState> =>
  steadyInBands(road, spins, options);

/**
 * Steady state in the symmetric subspace, for any interaction and collective processes, parabolic or not.
 *
 * @throws InputError where local rates are set; NotUniqueError where a conserved quantity is left, or the second slowest
 *   mode cannot be told from it in double precision; ConvergenceError where no feasible band meets the tolerance
 */
export const steadyHarmonics = (model: SpinModel, options: HarmonicSteadyOptions = {}): HarmonicSteadyState =>
  harmonicSolver(model.spins, options).steady(model);
