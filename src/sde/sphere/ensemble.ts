import type { PointLocator } from "../../mesh/sphere/locate.ts";
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
import type { SchemeName } from "../trajectories.ts";
import { prepareEnsemble } from "./prepare.ts";

interface SphereOptions {
  readonly scheme: SchemeName;
  /** Counts positions in the cells of this locator's mesh. */
  readonly locator?: PointLocator;
}

export interface EnsembleOptions extends RunOptions, TimesOptions, SphereOptions {}
export interface SteadyEnsembleOptions extends RunOptions, SteadySamplingOptions, SphereOptions {}

/**
 * Expectation values at `times` over independent trajectories of the Fokker-Planck equation on the sphere: an estimate for
 * each time, in the same order. The bits depend on the options alone, not on who computes the chunks or when; between engines
 * only the purity and thermal starts can differ in the last bit, by the engine's exp and log1p.
 *
 * @throws NotParabolicError where the diffusion has a negative eigenvalue on the sphere: no real process exists
 * @throws InputError for a model with local rates and for options out of range
 */
export function runEnsemble(model: SpinModel, options: EnsembleOptions): readonly EnsembleEstimate[] {
  return run(model, options, timesSampling(options));
}

/**
 * Steady expectation values: each trajectory is averaged over `samples` looks, `interval` apart, after `burnIn`; the errors
 * come from the spread of the independent trajectories and therefore include the correlation in time. Looks at one
 * trajectory are correlated, so that a chi-square test of the counts wants samples = 1. Throws as `runEnsemble` does.
 */
export function runSteadyEnsemble(model: SpinModel, options: SteadyEnsembleOptions): EnsembleEstimate {
  return run(model, options, steadySampling(options))[0]!;
}

function run(model: SpinModel, options: RunOptions & SphereOptions, sampling: Sampling): readonly EnsembleEstimate[] {
  const { initial, trajectories, step, seed, scheme, locator = null } = options;
  return runPrepared(prepareEnsemble({ model, initial, trajectories, step, seed, scheme, sampling }, locator), options);
}
