import { finished } from "../../core/finished.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import type { EvolutionStream } from "../../state/evolution.ts";
import type { CellCounter } from "../chunk.ts";
import {
  type RunOptions,
  runPrepared,
  type SteadySamplingOptions,
  steadySampling,
  type TimesOptions,
  timesSampling,
} from "../ensemble.ts";
import type { EnsembleEstimate } from "../estimate.ts";
import type { Sampling } from "../spec.ts";
import { ensembleOf, followEnsemble, type TrajectoryEvolution, type TrajectoryRequest } from "../sphere/evolve.ts";
import { prepareBallEnsemble } from "./prepare.ts";

interface CountedCells {
  /** Counts positions in the cells of a mesh of the ball. */
  readonly cells?: CellCounter;
}

export interface BallEnsembleOptions extends RunOptions, TimesOptions, CountedCells {}
export interface SteadyBallEnsembleOptions extends RunOptions, SteadySamplingOptions, CountedCells {}
export type BallTrajectoryRequest = Omit<TrajectoryRequest, "scheme" | "locator"> & CountedCells;

/**
 * Expectation values at `times` over independent trajectories in the ball, for any local rates: an estimate for each time, in the
 * same order. The bits depend on the options alone, not on who computes the chunks or when; between engines only the purity and
 * thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where k_+ != k_-: no real process exists
 * @throws InputError for options out of range
 */
export function runBallEnsemble(model: SpinModel, options: BallEnsembleOptions): readonly EnsembleEstimate[] {
  return run(model, options, timesSampling(options));
}

/** Steady expectation values, averaged over time as in `runSteadyEnsemble`. Throws as `runBallEnsemble` does. */
export function runSteadyBallEnsemble(model: SpinModel, options: SteadyBallEnsembleOptions): EnsembleEstimate {
  return run(model, options, steadySampling(options))[0]!;
}

function run(model: SpinModel, options: RunOptions & CountedCells, sampling: Sampling): readonly EnsembleEstimate[] {
  const { initial, trajectories, step, seed, cells = null } = options;
  return runPrepared(prepareBallEnsemble({ model, initial, trajectories, step, seed, sampling }, cells), options);
}

/**
 * Expectation values over independent trajectories in the ball, in a field that may depend on time. `errorEstimate`
 * is one standard error plus the bound of what the length of the steps adds.
 *
 * @throws NotParabolicError where k_+ != k_-
 * @throws InputError for anything in the request that is out of range, for a field that is not finite, and for a snapshot of
 *   another problem
 */
export const evolveBallTrajectories = (request: BallTrajectoryRequest): TrajectoryEvolution =>
  finished(followBallTrajectories(request));

/** The same, time by time. */
export function followBallTrajectories(request: BallTrajectoryRequest): EvolutionStream<TrajectoryEvolution> {
  const { cells = null } = request;
  const course = courseOf(request);
  const { scheme: _, ...spec } = ensembleOf({ ...request, scheme: "moebiusWalk" }, course);
  return followEnsemble(request, course.turnError, () => prepareBallEnsemble(spec, cells, course.field));
}
