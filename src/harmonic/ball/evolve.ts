import { finished } from "../../core/finished.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import { type BandEvolution, type BandRequest, type BandRoad, followInBands } from "../evolveInBands.ts";
import { initialBallState } from "./initialState.ts";
import { observablesOfBall, purityBeyondBand } from "./moments.ts";
import { ballPropagator } from "./propagate.ts";
import { type BallState, withBallBand } from "./state.ts";

export type BallRequest = BandRequest<BallState>;
export type BallEvolution = BandEvolution<BallState>;

/** N up to 100 (180,000 unknowns), which leaves nothing out. A pure state has moments of size 1 of every degree. */
export const ballEvolutionBand = (spins: number): number => Math.min(spins, 100);

const road: BandRoad<BallState> = {
  inBall: true,
  initial: initialBallState,
  defaultBand: ballEvolutionBand,
  withBand: withBallBand,
  propagator: ballPropagator,
  observables: observablesOfBall,
  purityBeyond: purityBeyondBand,
  growth: (spins) => Math.sqrt(spins + 1),
};

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
export const evolveBall = (request: BallRequest): BallEvolution => finished(followBall(request));

/** The same, time by time. */
export const followBall = (request: BallRequest): EvolutionStream<BallEvolution> => followInBands(road, request);
