import { InputError } from "../core/errors.ts";
import { once } from "../core/once.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { compareStates } from "../state/comparison.ts";
import type { Observables } from "../state/moments.ts";
import { type BandState, comparisonBand } from "./band.ts";
import { faultOfState } from "./faultOfState.ts";
import type { SolvedUnknowns } from "./reduced.ts";
import { bandTooLow, cutIsNoState, cutIsSingular, solveCut } from "./truncation.ts";

export interface BandSteadyOptions {
  /** Highest degree kept, at most N. Without it the band grows until the observables are right to `tolerance`. */
  readonly band?: number;
  /** Largest accepted `momentError`, default 1e-10; the purity has an estimate of its own. */
  readonly tolerance?: number;
  /** Where the band is chosen here, the highest that may be tried: a bound on time and memory. Default 999 on the sphere, 80 in the ball. */
  readonly maximumBand?: number;
}

export interface BandSteadyState<State extends BandState> {
  readonly state: State;
  readonly observables: Observables;
  /** Euclidean norm of generator times unknowns, in units of the rates. */
  readonly residual: number;
  /** Estimated error of the unknowns by rounding (Euclidean norm): of the residual and of the entries of the generator, through its condition. */
  readonly roundingError: number;
  /** The same of each unknown; what a band leaves out is no part of it. */
  readonly errors: Float64Array;
  /**
   * Largest difference of moments and purity from the solution with the lower band `comparedBand`, or what the purity is estimated to have
   * above `state.band` where that is more: an upper estimate of what the cut leaves out. Of a band that is given also twice the difference from a wider one, up to the highest that is tried, and more where bands have not begun to converge. 0 and null
   * where band = N, which cuts nothing.
   */
  readonly bandError: number;
  /** The same for the moments alone, which the tolerance is about. */
  readonly momentError: number;
  readonly comparedBand: number | null;
}

/** Steady states of models of one N; what depends on N and the band alone is made once, when it is first needed. */
export interface HarmonicSolver<State extends BandState> {
  /**
   * The steady state of a model, to the last bit that of a new solver.
   *
   * @throws InputError where N is not that of the solver; and the errors of a steady state without a solver
   */
  readonly steady: (model: SpinModel) => BandSteadyState<State>;
}

/** What tells sphere and ball apart. */
export interface SteadyRoad<State extends BandState> {
  /** @throws InputError or NotUniqueError for a model that has no steady state here, or many */
  readonly requireSteady: (model: SpinModel) => void;
  /** Makes what the models of one N have in common in a band, and returns the solve of one of them. */
  readonly prepare: (spins: number, band: number) => (model: SpinModel) => SolvedUnknowns;
  readonly observables: (state: State) => Observables;
  /** What the purity is estimated to have above the band. */
  readonly purityBeyond: (state: State) => number;
  /** Highest band tried where the options name none. */
  readonly highestBand: number;
  /** The first band that is tried, of N and the highest one. */
  readonly firstBand: (spins: number, highest: number) => number;
  /** The band above one that is given that tells what it misses. */
  readonly widerBand: (band: number) => number;
  /**
   * The error of a band that is given.
   *
   * @param difference the larger of that from a lower band and twice that from the wider one, which misses something itself
   * @param earlier the difference from a band of 3/5; 0 where that has no solution
   */
  readonly errorOfGiven: (difference: number, earlier: () => number) => number;
}

/** Up to this band a wider one takes a second or two; above, the last band of a search is not compared with one beyond what the search may cost. */
const CHEAP = 32;

/** Share of a band that is given which a third one has: two may agree by chance. */
const EARLIER = 0.6;

type Solved<State extends BandState> = Omit<BandSteadyState<State>, "bandError" | "momentError" | "comparedBand">;

export function steadyInBands<State extends BandState>(
  road: SteadyRoad<State>,
  spins: number,
  { band: chosen, tolerance = 1e-10, maximumBand = road.highestBand }: BandSteadyOptions,
): HarmonicSolver<State> {
  const prepared = new Map<number, (model: SpinModel) => SolvedUnknowns>();

  /** null where the band is singular and the model need not be. */
  function solveBand(model: SpinModel, band: number): Solved<State> | null {
    return solveCut(spins, band, () => {
      const solve = prepared.get(band) ?? road.prepare(spins, band);
      prepared.set(band, solve);
      const { unknowns, residual, roundingError, errors } = solve(model);
      const state = { spins, band, unknowns } as State;
      return { state, observables: road.observables(state), residual, roundingError, errors };
    });
  }

  function requireSolved(model: SpinModel, band: number): Solved<State> {
    const solved = solveBand(model, band);
    if (solved === null) throw cutIsSingular(spins, band);
    return solved;
  }

  function withBandError(fine: Solved<State>, coarse: Solved<State>): BandSteadyState<State> {
    const { mean, square, cross, largest } = compareStates(fine.observables, coarse.observables);
    const momentError = Math.max(mean, square, cross);
    const bandError = Math.max(largest, road.purityBeyond(fine.state));
    return { ...fine, bandError, momentError, comparedBand: coarse.state.band };
  }

  function inBand(model: SpinModel, band: number): BandSteadyState<State> {
    const fine = requireSolved(model, band);
    if (band === spins) return { ...fine, bandError: 0, momentError: 0, comparedBand: null };
    const found = withBandError(fine, requireSolved(model, comparisonBand(band)));
    // Nothing says that bands have begun to converge here: weakly damped harmonics that run into the cut come back, and a lower band may differ by less than
    // this one misses.
    const affordable = chosen === undefined ? Math.max(maximumBand, CHEAP) : road.highestBand;
    const wider = Math.min(spins, road.highestBand, affordable, road.widerBand(band));
    if (wider <= band) return found;
    const other = withBandError(fine, requireSolved(model, wider));
    const earlier = once(() => {
      const low = solveBand(model, Math.max(2, Math.floor(EARLIER * band)));
      return low === null ? null : withBandError(fine, low);
    });
    const error = (of: "bandError" | "momentError"): number =>
      road.errorOfGiven(Math.max(found[of], 2 * other[of]), () => earlier()?.[of] ?? 0);
    return { ...found, bandError: error("bandError"), momentError: error("momentError") };
  }

  function inGrowingBands(model: SpinModel): BandSteadyState<State> {
    const highest = Math.min(spins, maximumBand);
    let coarse: Solved<State> | null = null;
    for (let band = road.firstBand(spins, highest); band < highest; band = Math.ceil(1.5 * band)) {
      const fine = solveBand(model, band);
      const result: BandSteadyState<State> | null =
        coarse === null || fine === null ? null : withBandError(fine, coarse);
      const isKnown = result !== null && result.momentError <= tolerance;
      if (isKnown && faultOfState(model, result) === null) return result;
      coarse = fine;
    }
    // Compared with 4/5 of it, not with the last one tried: two bands that nearly agree say nothing.
    const last = inBand(model, highest);
    if (last.momentError <= tolerance) return requireState(model, last);
    throw bandTooLow(spins, highest, last.momentError, tolerance);
  }

  /** Two bands may agree on what is no steady state: equations that are cut have the unstable places of the mean field among their solutions. */
  function requireState(model: SpinModel, found: BandSteadyState<State>): BandSteadyState<State> {
    const fault = found.state.band === spins ? null : faultOfState(model, found);
    if (fault !== null) throw cutIsNoState(spins, found.state.band, fault);
    return found;
  }

  return {
    steady: (model) => {
      requireSpins(model, spins);
      road.requireSteady(model);
      return chosen === undefined ? inGrowingBands(model) : requireState(model, inBand(model, chosen));
    },
  };
}

function requireSpins(model: SpinModel, spins: number): void {
  if (model.spins === spins) return;
  throw new InputError({
    what: `the model has ${model.spins} spins, the solver ${spins}`,
    remedy: "make a solver for each N",
    value: model.spins,
    limit: spins,
  });
}
