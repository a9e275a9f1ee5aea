import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { requireUniqueSteadyState } from "../../model/uniqueness.ts";
import { compareStates } from "../../state/comparison.ts";
import type { Observables } from "../../state/moments.ts";
import { comparisonBand } from "../band.ts";
import { solveReduced } from "../solveReduced.ts";
import { bandTooLow, cutIsSingular, solveCut } from "../truncation.ts";
import { harmonicGenerator, harmonicHierarchy, MAXIMUM_BAND } from "./hierarchy.ts";
import { observablesOfHarmonics } from "./moments.ts";
import { factorReduced, type ReducedHierarchy, reducedMatrix, reducedSource, reduceHierarchy } from "./reduced.ts";
import type { HarmonicState } from "./state.ts";

export interface HarmonicSteadyOptions {
  /** Highest degree kept, at most N. Without it the band grows until the observables are right to `tolerance`. */
  readonly band?: number;
  /** Largest accepted difference of moments between two bands, default 1e-10; that of the purity is an estimate of its own. */
  readonly tolerance?: number;
  /** Where the band is chosen here, the highest that may be tried: a bound on time and memory. Default 999. */
  readonly maximumBand?: number;
}

export interface HarmonicSteadyState {
  readonly state: HarmonicState;
  readonly observables: Observables;
  /** Euclidean norm of generator times unknowns, in units of the rates. */
  readonly residual: number;
  /** Estimated error of the unknowns by rounding (Euclidean norm): of the residual and of the entries of the generator, through its condition. */
  readonly roundingError: number;
  /**
   * Largest difference of moments and purity from the solution with the lower band `comparedBand`: an upper estimate of
   * what the cut at `state.band` leaves out. 0 and null where band = N, which cuts nothing.
   */
  readonly bandError: number;
  /** The same for the moments alone, which the tolerance is about. */
  readonly momentError: number;
  readonly comparedBand: number | null;
}

/** Up to this N the full band is cheaper than a search for a smaller one. */
const ALWAYS_FULL = 64;

/**
 * Steady state in the symmetric subspace, for any collective rates, parabolic or not.
 *
 * @throws InputError where local rates are set; NotUniqueError where a conserved quantity is left, or the second slowest
 *   mode cannot be told from it in double precision; ConvergenceError where no feasible band meets the tolerance
 */
export function steadyHarmonics(model: SpinModel, options: HarmonicSteadyOptions = {}): HarmonicSteadyState {
  requireCollective(model);
  requireUniqueSteadyState(model);
  const { spins } = model;
  if (options.band !== undefined) {
    const fine = requireSolved(model, options.band);
    if (options.band === spins) return { ...fine, bandError: 0, momentError: 0, comparedBand: null };
    return withBandError(fine, requireSolved(model, comparisonBand(options.band)));
  }
  const tolerance = options.tolerance ?? 1e-10;
  const highest = Math.min(spins, options.maximumBand ?? MAXIMUM_BAND);
  if (highest === spins && spins <= ALWAYS_FULL) return steadyHarmonics(model, { band: spins });
  // A narrow P needs l up to 5 or 7 sqrt(N), a broad one some tens whatever N is; bands that are too low cost little.
  let band = ALWAYS_FULL / 2;
  let coarse: Solved | null = null;
  for (; band < highest; band = Math.ceil(1.5 * band)) {
    const fine = solveCut(spins, band, (degree) => solveBand(model, degree));
    const result = coarse === null || fine === null ? null : withBandError(fine, coarse);
    if (result !== null && result.momentError <= tolerance) return result;
    coarse = fine;
  }
  // Compared with 4/5 of it, not with the last one tried: two bands that nearly agree say nothing.
  const last = steadyHarmonics(model, { band: highest });
  if (last.momentError <= tolerance) return last;
  throw bandTooLow(spins, highest, last.momentError, tolerance);
}

const solveBand = (model: SpinModel, band: number): Solved =>
  solveSteady(reduceHierarchy(harmonicHierarchy(model.spins, band)), model);

/** @throws ConvergenceError where the band is singular and the model need not be */
function requireSolved(model: SpinModel, band: number): Solved {
  const solved = solveCut(model.spins, band, (degree) => solveBand(model, degree));
  if (solved === null) throw cutIsSingular(model.spins, band);
  return solved;
}

type Solved = Omit<HarmonicSteadyState, "bandError" | "momentError" | "comparedBand">;

function withBandError(fine: Solved, coarse: Solved): HarmonicSteadyState {
  const { mean, square, cross, largest } = compareStates(fine.observables, coarse.observables);
  return {
    ...fine,
    bandError: largest,
    momentError: Math.max(mean, square, cross),
    comparedBand: coarse.state.band,
  };
}

/**
 * One solve on a given hierarchy; for sweeps, which reduce it once and solve for many models.
 * @throws NotUniqueError as steadyHarmonics
 */
export function solveSteady(reduced: ReducedHierarchy, model: SpinModel): Solved {
  requireUniqueSteadyState(model);
  const { hierarchy } = reduced;
  const generator = harmonicGenerator(hierarchy, model);
  const matrix = reducedMatrix(reduced, generator);
  const source = reducedSource(reduced, generator);
  const unknowns = new Float64Array(hierarchy.size);
  const factorization = factorReduced(reduced, matrix, model);
  const found = solveReduced(model, matrix, factorization, source, unknowns.subarray(1));
  unknowns[0] = 1 / Math.sqrt(hierarchy.spins + 1);
  const state = { spins: hierarchy.spins, band: hierarchy.band, unknowns };
  return {
    state,
    observables: observablesOfHarmonics(state),
    ...found,
  };
}
