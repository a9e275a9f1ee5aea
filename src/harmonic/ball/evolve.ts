import type { InitialState } from "../../model/initialState.ts";
import { compareStates } from "../../state/comparison.ts";
import { densityTolerance, errorsFromDensity, raiseErrors } from "../../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionSnapshot,
  followTimes,
  requestedField,
  requireTimes,
  requireTolerance,
  snapshotArray,
} from "../../state/evolution.ts";
import { comparisonBand } from "../harmonicState.ts";
import type { Propagator } from "../propagate.ts";
import { type BallState, initialBallState, withBallBand } from "./ballState.ts";
import { observablesOfBall, purityBeyondBand } from "./moments.ts";
import { ballPropagator } from "./propagate.ts";

export interface BallRequest extends Omit<EvolutionRequest, "initial"> {
  /** A state by its moments may take the place of a named one; its band is that of the evolution. */
  readonly initial: InitialState | BallState;
  /**
   * Highest degree of a named state, default `ballEvolutionBand(N)`. Errors of a band below N are estimated by a second
   * evolution with 4/5 of it.
   */
  readonly band?: number;
  /** Default 1e-10. */
  readonly tolerance?: number;
  /** Whether to keep the state at each time; default false. */
  readonly keepStates?: boolean;
}

export interface BallEvolution extends Evolution {
  readonly method: "harmonic";
  readonly band: number;
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly BallState[] | null;
  /** The state at the last time. */
  readonly final: BallState;
  /**
   * Largest difference of any moment or purity, at any time so far, from the evolution with the lower band, or what the purity
   * is estimated to have above the band where that is more; 0 for the full one.
   */
  readonly bandError: number;
  readonly steps: number;
}

/** N up to 100 (180,000 unknowns), which leaves nothing out. A pure state has moments of size 1 of every degree. */
export const ballEvolutionBand = (spins: number): number => Math.min(spins, 100);

/**
 * Evolves a permutation-symmetric state, for any local and collective rates, parabolic or not. For k_+ = k_- the moments of
 * each degree close on their own, so that every band has the exact first and second moments (not the purity).
 *
 * The errors of the steps are estimated in the unknowns; that no mode of a state enlarges them by more than sqrt(N + 1) on the
 * way to a moment is what full bands up to N = 40 show, not a theorem.
 *
 * @throws InputError where N differs, times do not ascend, a field is not finite, or a snapshot belongs to another problem;
 *   ResourceLimitError for a band above MAXIMUM_BALL_BAND; ConvergenceError from the integrator
 */
export function evolveBall(request: BallRequest): BallEvolution {
  const { model, initial, times, resume, keepStates = false } = request;
  requireTimes(times, resume);
  const field = requestedField(request);
  const { spins } = model;
  const growth = Math.sqrt(spins + 1);
  const tolerance = densityTolerance(spins, requireTolerance(request.tolerance ?? 1e-10)) / growth;
  const tolerancePerTime = tolerance / (times.at(-1)! || 1);
  const start =
    "kind" in initial ? initialBallState(spins, initial, request.band ?? ballEvolutionBand(spins)) : initial;
  const run = (state: BallState, name: string): Run =>
    startRun(state, ballPropagator(model, state, field, tolerancePerTime), name, resume?.snapshot);
  const fine = run(start, "fine");
  const coarse = start.band === start.spins ? null : run(withBallBand(start, comparisonBand(start.band)), "coarse");
  const states: BallState[] = [];
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
      const observables = observablesOfBall(state);
      const errorEstimate = errorsFromDensity(spins, growth * fine.propagator.error(), observables.purity);
      if (coarse === null) return { observables, errorEstimate };
      const { mean, square, cross, purity } = compareStates(observables, observablesOfBall(coarse.copy()));
      bandErrors[0] = Math.max(bandErrors[0]!, mean, square, cross);
      bandErrors[1] = Math.max(bandErrors[1]!, purity, purityBeyondBand(state));
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
  readonly copy: () => BallState;
  readonly snapshot: () => EvolutionSnapshot;
}

/** `name` tells the arrays of two runs in one snapshot apart. */
function startRun(
  start: BallState,
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
