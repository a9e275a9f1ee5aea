import { InputError } from "../core/errors.ts";
import { integrate } from "../linalg/extrapolationIntegrator.ts";
import { krylovExponential } from "../linalg/krylovExponential.ts";
import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { compareStates } from "../state/comparison.ts";
import type { Observables, Vector3 } from "../state/moments.ts";
import { comparisonBand, type HarmonicState, withBand } from "./harmonicState.ts";
import {
  combineTerms,
  type HarmonicHierarchy,
  harmonicGenerator,
  harmonicHierarchy,
  hierarchyCoefficients,
} from "./hierarchy.ts";
import { observablesOfHarmonics } from "./moments.ts";

export interface HarmonicEvolutionOptions {
  /** Euclidean error of the unknowns (Hilbert-Schmidt norm of rho) at the last time, as estimated; default 1e-11. */
  readonly tolerance?: number;
  /** The field B at time t, in place of the constant one of the model. Needs to be smooth between the requested times. */
  readonly fieldAt?: (time: number) => Vector3;
  /** Also evolve with 4/5 of the band, to estimate what the band cuts off; default true. Full bands cut nothing. */
  readonly estimateBandError?: boolean;
}

export interface HarmonicSnapshot {
  readonly time: number;
  readonly state: HarmonicState;
  readonly observables: Observables;
}

export interface HarmonicEvolution {
  readonly status: "converged";
  /** One for each requested time, in the order requested. */
  readonly snapshots: readonly HarmonicSnapshot[];
  /** Sum of the error estimates of the time steps. */
  readonly timeError: number;
  /**
   * Largest difference of moments and purity, over all snapshots, from the evolution with the lower band; 0 for the full
   * band, null where not asked for.
   */
  readonly bandError: number | null;
  /** Products of the generator with a vector. */
  readonly applications: number;
}

/**
 * Evolves a state in the symmetric subspace from t = 0, for any collective rates, parabolic or not. The band is that of
 * the initial state. `times` ascend and are >= 0.
 *
 * Constant field: Krylov exponentials. Field in time: extrapolated midpoint rule of order 12.
 *
 * @throws InputError where local rates are set, N differs, or times do not ascend; ConvergenceError from the integrator
 */
export function evolveHarmonics(
  model: SpinModel,
  initial: HarmonicState,
  times: ArrayLike<number>,
  options: HarmonicEvolutionOptions = {},
): HarmonicEvolution {
  requireAscending(times);
  const fine = evolveOnBand(model, initial, times, options);
  if (initial.band === initial.spins) return { ...fine, bandError: 0 };
  if (options.estimateBandError === false) return { ...fine, bandError: null };
  const lower = withBand(initial, comparisonBand(initial.band));
  const coarse = evolveOnBand(model, lower, times, options);
  let bandError = 0;
  for (const [k, snapshot] of fine.snapshots.entries())
    bandError = Math.max(bandError, compareStates(snapshot.observables, coarse.snapshots[k]!.observables).largest);
  return { ...fine, bandError };
}

type Evolved = Omit<HarmonicEvolution, "bandError">;

function evolveOnBand(
  model: SpinModel,
  initial: HarmonicState,
  times: ArrayLike<number>,
  options: HarmonicEvolutionOptions,
): Evolved {
  const hierarchy = harmonicHierarchy(initial.spins, initial.band);
  const generator = harmonicGenerator(hierarchy, model);
  const end = times[times.length - 1]!;
  const tolerancePerTime = (options.tolerance ?? 1e-11) / Math.max(end, Number.MIN_VALUE);
  const advance =
    options.fieldAt === undefined
      ? constantField(generator, tolerancePerTime)
      : movingField(hierarchy, model, options.fieldAt, tolerancePerTime);
  const unknowns = initial.unknowns.slice();
  const snapshots: HarmonicSnapshot[] = [];
  let now = 0;
  let timeError = 0;
  let applications = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k]!;
    if (time > now) {
      const step = advance(unknowns, now, time);
      timeError += step.error;
      applications += step.applications;
      // The norm is conserved; the projections leave it to rounding only.
      unknowns[0] = initial.unknowns[0]!;
      now = time;
    }
    const state = { spins: initial.spins, band: initial.band, unknowns: unknowns.slice() };
    snapshots.push({ time, state, observables: observablesOfHarmonics(state) });
  }
  return { status: "converged", snapshots, timeError, applications };
}

/** Takes the unknowns from one time to a later one, in place. */
type Advance = (unknowns: Float64Array, from: number, to: number) => { error: number; applications: number };

function constantField(generator: SparseMatrix, tolerancePerTime: number): Advance {
  let initialStep = 0;
  return (unknowns, from, to) => {
    const span = to - from;
    const result = krylovExponential((x, y) => multiply(generator, x, y), span, unknowns, {
      tolerance: tolerancePerTime * span,
      initialStep,
    });
    initialStep = result.suggestedStep;
    return { error: result.errorEstimate, applications: result.applications };
  };
}

function movingField(
  hierarchy: HarmonicHierarchy,
  model: SpinModel,
  fieldAt: (time: number) => Vector3,
  tolerancePerTime: number,
): Advance {
  const values = new Float64Array(hierarchy.pattern.columnIndices.length);
  const matrix = { pattern: hierarchy.pattern, values };
  const apply = (time: number, x: Float64Array, rate: Float64Array): void => {
    const field = fieldAt(time);
    if (!field.every(Number.isFinite))
      throw new InputError({
        what: `the field at t = ${time} is (${field.join(", ")})`,
        remedy: "give a field that is finite at every time",
        value: field,
      });
    combineTerms(hierarchy, hierarchyCoefficients(model, field), values);
    multiply(matrix, x, rate);
  };
  let initialStep = 0;
  return (unknowns, from, to) => {
    const result = integrate(apply, from, to, unknowns, { tolerancePerTime, initialStep });
    initialStep = result.suggestedStep;
    return { error: result.errorEstimate, applications: result.evaluations };
  };
}

function requireAscending(times: ArrayLike<number>): void {
  let before = 0;
  if (times.length === 0)
    throw new InputError({ what: "no times are requested", remedy: "give at least one time >= 0", value: 0, limit: 1 });
  for (let k = 0; k < times.length; k++) {
    const time = times[k]!;
    if (!(time >= before && time < Number.POSITIVE_INFINITY))
      throw new InputError({
        what: `time ${time} at position ${k} is not finite and at least ${before}`,
        remedy: "give ascending times from 0 on",
        value: time,
        limit: before,
      });
    before = time;
  }
}
