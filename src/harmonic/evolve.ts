import type { InitialState } from "../model/initialState.ts";
import { compareStates } from "../state/comparison.ts";
import { densityTolerance, errorsFromDensity, raiseErrors } from "../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionSnapshot,
  followTimes,
  requestedField,
  requireTimes,
  requireTolerance,
  snapshotArray,
} from "../state/evolution.ts";
import { comparisonBand, type HarmonicState, withBand } from "./harmonicState.ts";
import { initialHarmonics } from "./initialHarmonics.ts";
import { observablesOfHarmonics } from "./moments.ts";
import { type Propagator, propagator } from "./propagate.ts";

export interface HarmonicRequest extends Omit<EvolutionRequest, "initial"> {
  /** A state by its harmonics may take the place of a named one; its band is that of the evolution. */
  readonly initial: InitialState | HarmonicState;
  /**
   * Highest degree of a named state, default `evolutionBand(N)`. Errors of a band below N are estimated by a second
   * evolution with 4/5 of it.
   */
  readonly band?: number;
  /** Default 1e-10. */
  readonly tolerance?: number;
  /** Whether to keep the state at each time; default false. */
  readonly keepStates?: boolean;
}

export interface HarmonicEvolution extends Evolution {
  readonly method: "harmonic";
  readonly band: number;
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly HarmonicState[] | null;
  /** The state at the last time. */
  readonly final: HarmonicState;
  /** Largest difference of any moment or purity, at any time so far, from the evolution with the lower band; 0 for the full one. */
  readonly bandError: number;
  readonly steps: number;
}

/**
 * Band for N spins: the unknowns of a coherent state fall as exp(-l^2/2N), below 1e-13 at 8 sqrt(N). Up to N = 64 it is N,
 * which leaves nothing out.
 */
export const evolutionBand = (spins: number): number => Math.min(spins, Math.max(64, Math.ceil(8 * Math.sqrt(spins))));

/**
 * Evolves a state in the symmetric subspace, for any collective rates, parabolic or not.
 *
 * @throws InputError where local rates are set, N differs, times do not ascend, a field is not finite, or a snapshot belongs
 *   to another problem; ConvergenceError from the integrator
 */
export function evolveHarmonic(request: HarmonicRequest): HarmonicEvolution {
  const { model, initial, times, resume, keepStates = false } = request;
  requireTimes(times, resume);
  const field = requestedField(request);
  const tolerance = densityTolerance(model.spins, requireTolerance(request.tolerance ?? 1e-10));
  const tolerancePerTime = tolerance / (times.at(-1)! || 1);
  const start =
    "kind" in initial ? initialHarmonics(model.spins, initial, request.band ?? evolutionBand(model.spins)) : initial;
  const run = (state: HarmonicState, name: string): Run =>
    startRun(state, propagator(model, state, field, tolerancePerTime), name, resume?.snapshot);
  const fine = run(start, "fine");
  const full = start.band === start.spins;
  const coarse = full ? null : run(withBand(start, comparisonBand(start.band)), "coarse");
  const states: HarmonicState[] = [];
  // Of moments and of the purity, the largest so far: at a single time, and for a single moment, two bands may agree by chance.
  const bandErrors =
    resume === undefined || coarse === null ? new Float64Array(2) : snapshotArray(resume.snapshot, "bandErrors", 2);
  const followed = followTimes(request, {
    advance: (from, to) => {
      fine.advance(from, to);
      coarse?.advance(from, to);
    },
    look: () => {
      const state = fine.copy();
      if (keepStates) states.push(state);
      const observables = observablesOfHarmonics(state);
      const errorEstimate = errorsFromDensity(state.spins, fine.propagator.error(), observables.purity);
      if (coarse === null) return { observables, errorEstimate };
      const { mean, square, cross, purity } = compareStates(observables, observablesOfHarmonics(coarse.copy()));
      bandErrors[0] = Math.max(bandErrors[0]!, mean, square, cross);
      bandErrors[1] = Math.max(bandErrors[1]!, purity);
      return { observables, errorEstimate: raiseErrors(errorEstimate, bandErrors[0]!, bandErrors[1]!) };
    },
    snapshot: () =>
      coarse === null ? fine.snapshot() : { ...fine.snapshot(), ...coarse.snapshot(), bandErrors: bandErrors.slice() },
  });
  return {
    method: "harmonic",
    ...followed,
    band: start.band,
    states: keepStates ? states : null,
    final: fine.copy(),
    bandError: Math.max(...bandErrors),
    steps: fine.propagator.steps(),
  };
}

/** The evolution of one band. */
interface Run {
  readonly propagator: Propagator;
  readonly advance: (from: number, to: number) => void;
  readonly copy: () => HarmonicState;
  readonly snapshot: () => EvolutionSnapshot;
}

/** `name` tells the arrays of two runs in one snapshot apart. */
function startRun(
  start: HarmonicState,
  propagator: Propagator,
  name: string,
  snapshot: EvolutionSnapshot | undefined,
): Run {
  const [unknownsName, progressName] = [`${name}Unknowns`, `${name}Progress`];
  const unknowns =
    snapshot === undefined ? start.unknowns.slice() : snapshotArray(snapshot, unknownsName, start.unknowns.length);
  if (snapshot !== undefined) propagator.restore(snapshotArray(snapshot, progressName, propagator.packedLength));
  return {
    propagator,
    advance: (from, to) => {
      propagator.advance(unknowns, from, to);
      // The norm is conserved; the projections leave it to rounding only.
      unknowns[0] = start.unknowns[0]!;
    },
    copy: () => ({ ...start, unknowns: unknowns.slice() }),
    snapshot: () => ({ [unknownsName]: unknowns.slice(), [progressName]: propagator.pack() }),
  };
}
