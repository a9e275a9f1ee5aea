import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { populationModel } from "./axis.ts";
import { populationCount } from "./populationRates.ts";
import { thermalLevels } from "./thermalChain.ts";

/** What the steady populations of a model with an axis are predicted to take. */
export interface PopulationCost {
  readonly unknowns: number;
  /** Processor time on one core. */
  readonly seconds: number;
  readonly bytes: number;
}

/** Bytes an unknown, besides factors: rates in eight directions and what makes them, indices, potentials, the result. */
const bytesPerState = 300;
/** Values of the factors over n log2 n: 7 to 8 for N = 100 to 1000. */
const factorValues = 8.5;
/** Seconds over n^(3/2), measured for N = 300 and 1000, with a third more. */
const secondsPerOperation = 5e-8;
const secondsPerState = 4e-6;
/** An exponential and five compensated sums. */
const secondsPerLevel = 4e-8;

/**
 * Cost of the steady state of a model about z (`hasAxis`), from populations alone; null where the model is not.
 * Without local rates populations are known in closed form and only summed.
 */
export function populationCost(whole: SpinModel): PopulationCost | null {
  const model = populationModel(whole);
  if (model === null) return null;
  if (!livesInBall(model)) {
    const unknowns = thermalLevels(model);
    return { unknowns, seconds: secondsPerLevel * unknowns, bytes: 0 };
  }
  const unknowns = populationCount(model.spins);
  return {
    unknowns,
    seconds: secondsPerOperation * unknowns ** 1.5 + secondsPerState * unknowns,
    bytes: (bytesPerState + 8 * factorValues * Math.log2(unknowns)) * unknowns,
  };
}
