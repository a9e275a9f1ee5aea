import { ballHarmonicSolver } from "../../harmonic/ball/steady.ts";
import type { HarmonicState } from "../../harmonic/sphere/state.ts";
import { harmonicSolver } from "../../harmonic/sphere/steady.ts";
import type { BandSteadyOptions, HarmonicSolver } from "../../harmonic/steadyInBands.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { BallMoments } from "../../state/ballMoments.ts";

/** Makes the solver of the moments of a model, or finds one that models before it have left. */
export type HarmonicSolvers = (
  model: SpinModel,
  options: BandSteadyOptions,
) => HarmonicSolver<HarmonicState> | HarmonicSolver<BallMoments>;

/** A solver of its own for each model. */
export const newHarmonicSolver: HarmonicSolvers = (model, options) =>
  hasLocalRates(model) ? ballHarmonicSolver(model.spins, options) : harmonicSolver(model.spins, options);

/**
 * One solver for all models of one N, on the sphere or in the ball, that are asked for with the same options: hierarchy, pattern and elimination order
 * serve them all. What it answers does not depend on the models before, to the last bit. Another N takes its place: the factors of a wide band are large.
 */
export function sharedHarmonicSolvers(): HarmonicSolvers {
  const known = new Map<string, ReturnType<HarmonicSolvers>>();
  let latest: number | null = null;
  return (model, options) => {
    if (model.spins !== latest) known.clear();
    latest = model.spins;
    const { band = null, tolerance = null, maximumBand = null } = options;
    const key = JSON.stringify([hasLocalRates(model), band, tolerance, maximumBand]);
    const solver = known.get(key) ?? newHarmonicSolver(model, options);
    known.set(key, solver);
    return solver;
  };
}
