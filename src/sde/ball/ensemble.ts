import type { SpinModel } from "../../model/spinModel.ts";
import { courseOf } from "../../state/course.ts";
import type { CellCounter } from "../chunk.ts";
import type { EnsembleEstimate } from "../estimate.ts";
import type { Sampling } from "../spec.ts";
import { type EnsembleOptions, runPrepared, type SteadyEnsembleOptions } from "../sphere/ensemble.ts";
import { ensembleOf, followEnsemble, type TrajectoryEvolution, type TrajectoryRequest } from "../sphere/evolve.ts";
import { prepareBallEnsemble } from "./chunk.ts";

interface CountedCells {
  /** Counts positions in the cells of a mesh of the ball. */
  readonly cells?: CellCounter;
}

export type BallEnsembleOptions = Omit<EnsembleOptions, "scheme" | "locator"> & CountedCells;
export type SteadyBallEnsembleOptions = Omit<SteadyEnsembleOptions, "scheme" | "locator"> & CountedCells;
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
  return run(model, options, { kind: "times", times: options.times });
}

/** Steady expectation values, averaged over time as in `runSteadyEnsemble`. Throws as `runBallEnsemble` does. */
export function runSteadyBallEnsemble(model: SpinModel, options: SteadyBallEnsembleOptions): EnsembleEstimate {
  const { burnIn, interval, samples } = options;
  return run(model, options, { kind: "steady", burnIn, interval, samples })[0]!;
}

type RunOptions = Omit<BallEnsembleOptions, "times">;

function run(model: SpinModel, options: RunOptions, sampling: Sampling): readonly EnsembleEstimate[] {
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
export function evolveBallTrajectories(request: BallTrajectoryRequest): TrajectoryEvolution {
  const { cells = null } = request;
  const course = courseOf(request);
  const { scheme: _, ...spec } = ensembleOf({ ...request, scheme: "moebiusWalk" }, course);
  return followEnsemble(request, course.turnError, () => prepareBallEnsemble(spec, cells, course.field));
}
