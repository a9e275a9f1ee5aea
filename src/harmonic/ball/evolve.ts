import { finished } from "../../core/finished.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import { type EvolutionStream, reshaped } from "../../state/evolution.ts";
import { type BandEvolution, type BandRequest, type BandRoad, followInBands } from "../evolveInBands.ts";
import { initialBallState } from "./initialState.ts";
import { observablesOfBall, purityBeyondBand } from "./moments.ts";
import { ballPropagator, sectorPropagator } from "./propagate.ts";
import { sectorCount } from "./sectorLayout.ts";
import {
  initialSectorState,
  keepsOrders,
  type SectorState,
  startsAroundZ,
  wholeState,
  withSectorBand,
} from "./sectorState.ts";
import { type BallState, withBallBand } from "./state.ts";

export type BallRequest = BandRequest<BallState>;
export type BallEvolution = BandEvolution<BallState>;

/** N up to 100 (180,000 unknowns), which leaves nothing out. A pure state has moments of size 1 of every degree. */
export const ballEvolutionBand = (spins: number): number => Math.min(spins, 100);

/** Up to this N all moments around an axis are taken at once: a second for a laser of 100, and its purity with it. */
const ALWAYS_WHOLE = 100;
export const MAXIMUM_SECTOR_BAND = 300;

/** Of moments around an axis: by these a laser of 100 to 300 spins is known to 1e-8 in time; by 4 sqrt(N) the hierarchy that is left may grow. */
export const sectorEvolutionBand = (spins: number): number =>
  spins <= ALWAYS_WHOLE ? spins : Math.min(spins, MAXIMUM_SECTOR_BAND, Math.ceil(7.5 * Math.sqrt(spins)));

/** Whether an evolution is that of the moments of order m = 0 alone: a state and a model that are the same all around z. */
export const isAroundZ = (model: SpinModel, moving: MovingModel | null, initial: InitialState): boolean =>
  keepsOrders(model, moving) && startsAroundZ(initial);

const road: BandRoad<BallState> = {
  inBall: true,
  initial: initialBallState,
  defaultBand: ballEvolutionBand,
  withBand: withBallBand,
  propagator: ballPropagator,
  observables: observablesOfBall,
  purityBeyond: purityBeyondBand,
  growth: (spins) => Math.sqrt(spins + 1),
  unknowns: solidCount,
};

const sectorRoad: BandRoad<SectorState> = {
  inBall: true,
  initial: initialSectorState,
  defaultBand: sectorEvolutionBand,
  withBand: withSectorBand,
  propagator: sectorPropagator,
  observables: (state) => observablesOfBall(wholeState(state)),
  purityBeyond: (state) => purityBeyondBand(wholeState(state)),
  growth: (spins) => Math.sqrt(spins + 1),
  unknowns: sectorCount,
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

/** The same, time by time. Around an axis the moments of order 0 are all that is followed. */
export function followBall(request: BallRequest): EvolutionStream<BallEvolution> {
  const { initial } = request;
  const { model, moving } = courseOf(request);
  return "kind" in initial && isAroundZ(model, moving, initial)
    ? followAroundZ({ ...request, initial })
    : followInBands(road, request);
}

function followAroundZ(request: BallRequest & { readonly initial: InitialState }): EvolutionStream<BallEvolution> {
  const { model, field } = request;
  // Nothing turns that is the same all around.
  const { interaction: _, ...still } = model;
  const asked = field === undefined ? { ...request, model: { ...still, field: [0, 0, 0] as const } } : request;
  return reshaped(followInBands(sectorRoad, asked), (found) => ({
    ...found,
    states: found.states?.map(wholeState) ?? null,
    final: wholeState(found.final),
  }));
}
