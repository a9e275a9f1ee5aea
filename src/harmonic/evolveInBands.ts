import { ConvergenceError } from "../core/errors.ts";
import { norm } from "../linalg/vectorKernels.ts";
import { type InitialState, knownBand } from "../model/initialState.ts";
import type { MovingModel } from "../model/movingModel.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { joinedSnapshot, partOfSnapshot, snapshotArray } from "../ode/snapshot.ts";
import { compareStates } from "../state/comparison.ts";
import { courseOf } from "../state/course.ts";
import { densityTolerance, errorsFromDensity, leastPurity, raiseErrors } from "../state/errorEstimate.ts";
import {
  type Evolution,
  type EvolutionRequest,
  type EvolutionStream,
  type EvolvingState,
  followTimes,
} from "../state/evolution.ts";
import { requireAffordable } from "../state/evolutionCost.ts";
import type { Observables } from "../state/moments.ts";
import { requireTolerance } from "../state/tolerance.ts";
import { type BandState, comparisonBand } from "./band.ts";
import { bandMovement } from "./movement.ts";
import type { Propagator } from "./propagate.ts";

/** What tells sphere and ball apart. */
export interface BandRoad<State extends BandState> {
  readonly inBall: boolean;
  readonly initial: (spins: number, initial: InitialState, band: number) => State;
  readonly defaultBand: (spins: number) => number;
  readonly withBand: (state: State, band: number) => State;
  readonly propagator: (
    model: SpinModel,
    start: State,
    moving: MovingModel | null,
    tolerancePerTime: number,
  ) => Propagator;
  readonly observables: (state: State) => Observables;
  /** What the purity is estimated to have above the band. */
  readonly purityBeyond: (state: State) => number;
  /** By how much more than in the unknowns an error may show in the density matrix. */
  readonly growth: (spins: number) => number;
  /** Number of unknowns up to a band. */
  readonly unknowns: (band: number) => number;
}

export interface BandRequest<State extends BandState> extends Omit<EvolutionRequest, "initial"> {
  /** A state by its moments may take the place of a named one; its band is that of the evolution. */
  readonly initial: InitialState | State;
  /**
   * Highest degree of a named state, by default `evolutionBand(N)` on the sphere and `ballEvolutionBand(N)` in the ball. Errors
   * of a band below N are estimated by a second evolution with 4/5 of it.
   */
  readonly band?: number;
  /** Default 1e-10. */
  readonly tolerance?: number;
  /** Whether to keep the state at each time; default false. */
  readonly keepStates?: boolean;
}

export interface BandEvolution<State extends BandState> extends Evolution {
  readonly method: "harmonic";
  readonly band: number;
  /** At each of `times` where `keepStates` was asked for, otherwise null. */
  readonly states: readonly State[] | null;
  /** The state at the last time. */
  readonly final: State;
  /**
   * Largest difference of any moment or purity, at any time so far, from the evolution with the lower band, in the ball or what
   * the purity is estimated to have above the band where that is more; 0 for the full one.
   */
  readonly bandError: number;
  readonly steps: number;
}

/**
 * Follows a state in one band, and in a lower one where the band cuts something off. One function in spite of its length: what advances,
 * looks and stores shares the two runs and their largest difference so far.
 */
export function* followInBands<State extends BandState>(
  road: BandRoad<State>,
  request: BandRequest<State>,
): EvolutionStream<BandEvolution<State>> {
  const { initial, times, resume, keepStates = false } = request;
  const course = courseOf(request);
  const { model, moving } = course;
  const { spins } = model;
  const growth = road.growth(spins);
  const tolerance = densityTolerance(spins, requireTolerance(request.tolerance ?? 1e-10)) / growth;
  const tolerancePerTime = tolerance / (times.at(-1)! || 1);
  const band = "kind" in initial ? bandOf(road, request, initial) : initial.band;
  const movement = bandMovement({ spins, band, unknowns: road.unknowns(band), isDriven: moving !== null });
  requireAffordable({ ...request, model }, course, movement);
  const start = "kind" in initial ? road.initial(spins, initial, band) : initial;
  const run = (state: State, name: string): Run<State> => {
    const own = { state, ...road.propagator(model, state, moving, tolerancePerTime) };
    if (resume !== undefined) own.integrator.restore(partOfSnapshot(resume.snapshot, name));
    return own;
  };
  const fine = run(start, "fine");
  const coarse = start.band === start.spins ? null : run(road.withBand(start, comparisonBand(start.band)), "coarse");
  const states: State[] = [];
  // Of moments and of the purity, the largest so far: at a single time, and for a single moment, two bands may agree by chance.
  const bandErrors =
    resume === undefined || coarse === null ? new Float64Array(2) : snapshotArray(resume.snapshot, "bandErrors", 2);
  const state: EvolvingState = {
    *advance(_from, to) {
      for (const one of coarse === null ? [fine] : [fine, coarse])
        for (const time of one.integrator.advance(to)) {
          requireBounded(one, time);
          yield { kind: "move", time };
        }
    },
    look: () => {
      const state = copied(fine);
      if (keepStates) states.push(state);
      const observables = road.observables(state);
      const errorEstimate = errorsFromDensity(spins, growth * fine.error(), observables.purity);
      if (coarse === null) return { observables, errorEstimate };
      const { mean, square, cross, purity } = compareStates(observables, road.observables(copied(coarse)));
      bandErrors[0] = Math.max(bandErrors[0]!, mean, square, cross);
      bandErrors[1] = Math.max(bandErrors[1]!, purity, road.purityBeyond(state));
      const [ofMoments, ofPurity] = [unlessLost(bandErrors[0]!, 2), unlessLost(bandErrors[1]!, 1)];
      return { observables, errorEstimate: raiseErrors(errorEstimate, ofMoments, ofPurity) };
    },
    leastPurity: leastPurity(spins, road.inBall),
    snapshot: () => {
      const own = fine.integrator.pack(0);
      if (coarse === null) return joinedSnapshot({ fine: own });
      return { ...joinedSnapshot({ fine: own, coarse: coarse.integrator.pack(0) }), bandErrors: bandErrors.slice() };
    },
  };
  return yield* followTimes(request, course, state, (followed) => ({
    method: "harmonic",
    ...followed,
    band: start.band,
    states: keepStates ? [...states] : null,
    final: copied(fine),
    bandError: Math.max(...bandErrors),
    steps: fine.integrator.steps().accepted,
  }));
}

/**
 * Two bands that are this far apart are both lost: without damping of high degrees, as where an interaction twists a pure state, what runs into either
 * cut comes back, and the upper one may then miss more than they differ (N = 60: by up to three times). Below this it missed far less.
 */
const LOST = 0.02;

/** The difference of two bands as an estimate of the error of the upper one; where they are lost, the most that two values can differ by. */
const unlessLost = (difference: number, most: number): number =>
  difference > LOST ? Math.max(difference, most) : difference;

/** No state has unknowns of more than about this times the root of the number of degrees; growth beyond has no end, and its steps get ever shorter. */
const GROWN = 1e3;

/** @throws ConvergenceError where what a band leaves of the hierarchy grows */
function requireBounded<State extends BandState>(
  { state: { band, spins }, integrator }: Run<State>,
  time: number,
): void {
  if (band === spins) return;
  const size = norm(integrator.at(time));
  const limit = GROWN * Math.sqrt(band + 1);
  if (size <= limit) return;
  throw new ConvergenceError({
    what: `at t = ${time} the moments of degree up to ${band} of N = ${spins} have grown to ${size.toExponential(1)}: what is left of the hierarchy is unstable, which is no property of the model`,
    remedy: "choose a higher band, or another method",
    value: size,
    limit,
  });
}

/** Not above what is known of the start: zeros beyond it would hide the cut from the comparison. */
function bandOf<State extends BandState>(
  road: BandRoad<State>,
  request: BandRequest<State>,
  initial: InitialState,
): number {
  const { spins } = request.model;
  const band = request.band ?? road.defaultBand(spins);
  const known = knownBand(initial, spins);
  // A band that is out of range is for the road to refuse.
  return known < spins && band > known ? known : band;
}

/** The evolution of one band. */
interface Run<State> extends Propagator {
  /** At t = 0. */
  readonly state: State;
}

const copied = <State extends BandState>({ state, integrator }: Run<State>): State => ({
  ...state,
  unknowns: integrator.at(0).slice(),
});
