import type { SpinModel } from "../../model/spinModel.ts";
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
import { type CountedCells, prepareBallEnsemble } from "./prepare.ts";

export interface BallEnsembleOptions extends RunOptions, TimesOptions, CountedCells {}
export interface SteadyBallEnsembleOptions extends RunOptions, SteadySamplingOptions, CountedCells {}

/**
 * Expectation values at `times` over independent trajectories in the ball, for any local rates: an estimate for each time, in the
 * same order. The bits depend on the options alone, not on who computes the chunks or when; between engines only the purity and
 * thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where w != 0 or there is an interaction: no real process exists
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
