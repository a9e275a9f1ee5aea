import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { reduceStructure, type SolvedUnknowns, solveStructure } from "../reduced.ts";
import {
  type BandSteadyOptions,
  type BandSteadyState,
  type HarmonicSolver,
  type SteadyRoad,
  steadyInBands,
} from "../steadyInBands.ts";
import { harmonicGenerator, harmonicHierarchy, MAXIMUM_BAND } from "./hierarchy.ts";
import { observablesOfHarmonics } from "./moments.ts";
import type { HarmonicState } from "./state.ts";

export type HarmonicSteadyOptions = BandSteadyOptions;
export type HarmonicSteadyState = BandSteadyState<HarmonicState>;

/** Up to this N the full band is cheaper than a search for a smaller one. */
const ALWAYS_FULL = 64;

const road: SteadyRoad<HarmonicState> = {
  requireSteady: (model) => {
    requireCollective(model);
    requireUniqueSteadyState(model);
  },
  prepare: prepareBand,
  observables: observablesOfHarmonics,
  purityBeyond: () => 0,
  highestBand: MAXIMUM_BAND,
  // A narrow P needs l up to 5 or 7 sqrt(N), a broad one some tens whatever N is; bands that are too low cost little.
  firstBand: (spins, highest) => (highest === spins && spins <= ALWAYS_FULL ? highest : ALWAYS_FULL / 2),
};

/** One structure for all models: a field along x, or none, leaves entries of value 0. */
function prepareBand(spins: number, band: number): (model: SpinModel) => SolvedUnknowns {
  const hierarchy = harmonicHierarchy(spins, band);
  const all = (): boolean => true;
  const structure = reduceStructure(hierarchy.pattern, all, all);
  return (model) => solveStructure(model, structure, harmonicGenerator(hierarchy, model));
}

/**
 * Steady states in the symmetric subspace, of as many models of N = `spins` as one likes: the hierarchy and the elimination order are made once.
 * `steady` answers as `steadyHarmonics` does, to the last bit.
 *
 * @throws InputError from `steady` where N differs, and as `steadyHarmonics`
 */
export const harmonicSolver = (spins: number, options: HarmonicSteadyOptions = {}): HarmonicSolver<HarmonicState> =>
  steadyInBands(road, spins, options);

/**
 * Steady state in the symmetric subspace, for any collective rates, parabolic or not.
 *
 * @throws InputError where local rates are set; NotUniqueError where a conserved quantity is left, or the second slowest
 *   mode cannot be told from it in double precision; ConvergenceError where no feasible band meets the tolerance
 */
export const steadyHarmonics = (model: SpinModel, options: HarmonicSteadyOptions = {}): HarmonicSteadyState =>
  harmonicSolver(model.spins, options).steady(model);
