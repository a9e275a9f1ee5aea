import { solidCount, solidIndex } from "../../core/solidHarmonics.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { requireUniqueInBall } from "../../model/uniqueness.ts";
import { compareStates } from "../../state/comparison.ts";
import type { Observables } from "../../state/moments.ts";
import { comparisonBand } from "../band.ts";
import { solveReduced } from "../solveReduced.ts";
import { bandTooLow, cutIsSingular, solveCut } from "../truncation.ts";
import { ballGenerator, ballHierarchy } from "./hierarchy.ts";
import { observablesOfBall, purityBeyondBand } from "./moments.ts";
import { factorBall, MAXIMUM_FACTORED_BAND, reduceBall, requireFactoredBand } from "./reduced.ts";
import type { BallState } from "./state.ts";

export interface BallSteadyOptions {
  /** Highest degree kept, at most N. Without it the band grows until the observables are right to `tolerance`. */
  readonly band?: number;
  /** Largest accepted `momentError`, default 1e-10; the purity has an estimate of its own. */
  readonly tolerance?: number;
  /** Where the band is chosen here, the highest that may be tried: a bound on time and memory. Default 80. */
  readonly maximumBand?: number;
}

export interface BallSteadyState {
  readonly state: BallState;
  readonly observables: Observables;
  /** Euclidean norm of generator times unknowns, in units of the rates. */
  readonly residual: number;
  /** Estimated error of the unknowns by rounding (Euclidean norm): of the residual and of the entries of the generator, through its condition. */
  readonly roundingError: number;
  /**
   * Largest difference of moments and purity from the solution with the lower band `comparedBand`, or what the purity is
   * estimated to have above `state.band` where that is more. 0 and null where band = N, which cuts nothing.
   */
  readonly bandError: number;
  /** The same for the moments alone, which need fewer degrees than the purity does. */
  readonly momentError: number;
  readonly comparedBand: number | null;
}

/** Up to this N the full band takes milliseconds. */
const ALWAYS_FULL = 12;
const FIRST_BAND = 8;
const DEFAULT_MAXIMUM_BAND = 80;

/**
 * Steady state among the permutation-symmetric states, for any model with local rates, parabolic or not.
 *
 * Moments fall with their degree as powers of |r|, so that a mixed state needs few; where the steady state is nearly pure
 * and k_+ != k_-, only the full band will do. For k_+ = k_- the first and second moments are exact in any band.
 *
 * @throws NotUniqueError where a conserved quantity is left (without local rates J^2 is one), or the second slowest mode cannot
 *   be told from it in double precision; ConvergenceError where no allowed band meets the tolerance; ResourceLimitError for a
 *   band above MAXIMUM_FACTORED_BAND; InputError for a band that is no integer from 2 to N
 */
export function steadyBall(model: SpinModel, options: BallSteadyOptions = {}): BallSteadyState {
  requireUniqueInBall(model);
  const { spins } = model;
  if (options.band !== undefined) {
    const fine = requireSolved(model, options.band);
    if (options.band === spins) return exact(fine);
    return withBandError(fine, requireSolved(model, comparisonBand(options.band)));
  }
  const tolerance = options.tolerance ?? 1e-10;
  const highest = Math.min(spins, options.maximumBand ?? DEFAULT_MAXIMUM_BAND, MAXIMUM_FACTORED_BAND);
  let coarse: Solved | null = null;
  for (let band = spins <= ALWAYS_FULL ? highest : FIRST_BAND; band < highest; band = Math.ceil(1.5 * band)) {
    const fine = solveCut(spins, band, (degree) => solveBand(model, degree));
    if (coarse !== null && fine !== null) {
      const result = withBandError(fine, coarse);
      if (result.momentError <= tolerance) return result;
    }
    coarse = fine;
  }
  const last = steadyBall(model, { band: highest });
  if (last.momentError <= tolerance) return last;
  throw bandTooLow(spins, highest, last.momentError, tolerance);
}

type Solved = Omit<BallSteadyState, "bandError" | "momentError" | "comparedBand">;

const exact = (solved: Solved): BallSteadyState => ({ ...solved, bandError: 0, momentError: 0, comparedBand: null });

function withBandError(fine: Solved, coarse: Solved): BallSteadyState {
  const { mean, square, cross, purity } = compareStates(fine.observables, coarse.observables);
  const momentError = Math.max(mean, square, cross);
  const bandError = Math.max(momentError, purity, purityBeyondBand(fine.state));
  return { ...fine, bandError, momentError, comparedBand: coarse.state.band };
}

/** @throws ConvergenceError where the band is singular and the model need not be */
function requireSolved(model: SpinModel, band: number): Solved {
  const solved = solveCut(model.spins, band, (degree) => solveBand(model, degree));
  if (solved === null) throw cutIsSingular(model.spins, band);
  return solved;
}

function solveBand(model: SpinModel, band: number): Solved {
  requireFactoredBand(band);
  const { spins } = model;
  // Rates do not tell directions across z apart: with the field turned to y = 0 fewer moments are driven.
  const [x, y, z] = model.field;
  const angle = Math.atan2(y, x);
  const turned: SpinModel = y === 0 ? model : { ...model, field: [Math.hypot(x, y), 0, z] };
  const reduced = reduceBall(ballGenerator(ballHierarchy(spins, band), turned), spins, "driven");
  const { indices, source } = reduced;
  const unknowns = new Float64Array(solidCount(band));
  unknowns[0] = 1 / Math.sqrt(spins + 1);
  const solution = new Float64Array(source.length);
  // Nothing is driven where the maximally mixed state is the steady one.
  const found =
    source.length === 0
      ? { residual: 0, roundingError: 0 }
      : solveReduced(model, reduced.matrix, factorBall(reduced, model), source, solution);
  for (let i = 0; i < indices.length; i++) unknowns[indices[i]!] = solution[i]!;
  if (y !== 0) turn(unknowns, band, angle);
  const state = { spins, band, unknowns };
  return { state, observables: observablesOfBall(state), ...found };
}

/** Turns a state about z: p_nlm <- exp(i m angle) p_nlm. */
function turn(unknowns: Float64Array, band: number, angle: number): void {
  for (let n = 1; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      for (let m = 1; m <= l; m++) {
        const at = solidIndex(n, l, m);
        const [cosine, sine] = [Math.cos(m * angle), Math.sin(m * angle)];
        const [real, imaginary] = [unknowns[at]!, unknowns[at + 1]!];
        unknowns[at] = cosine * real - sine * imaginary;
        unknowns[at + 1] = sine * real + cosine * imaginary;
      }
    }
  }
}
