import type { PointLocator } from "../mesh/sphere/locate.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { EnsembleEstimate } from "../sde/estimate.ts";
import type { EnsembleSpec } from "../sde/spec.ts";

/** Computes an ensemble of trajectories on the sphere elsewhere: an estimate for each look, with the bits of `runEnsemble`. */
export type EnsemblePool = (
  model: SpinModel,
  spec: Omit<EnsembleSpec, "model">,
  options: {
    readonly locator?: PointLocator;
    readonly onProgress?: (done: number, total: number) => void;
    readonly maximumSeconds?: number;
  },
) => Promise<readonly EnsembleEstimate[]>;
