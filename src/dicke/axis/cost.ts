import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { populationModel } from "./axis.ts";
import { populationCount } from "./populationGrid.ts";
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
/** Above this N a window of the populations is solved for. */
const mostWhole = 1200;
/** States of a window over N, and solves of that size that finding it takes: measured for lasers above and below threshold. */
const statesPerSpin = 100;
const windowSolves = 1.5;
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
  const { spins } = model;
  if (isWindowed(spins)) {
    const unknowns = Math.min(populationCount(spins), statesPerSpin * spins);
    return { unknowns, seconds: windowSolves * chainSeconds(unknowns), bytes: chainBytes(unknowns) };
  }
  const unknowns = populationCount(spins);
  return { unknowns, seconds: chainSeconds(unknowns), bytes: chainBytes(unknowns) };
}

/** Whether a window of the populations is solved for: all would take long. */
export const isWindowed = (spins: number): boolean => spins > mostWhole;

const chainSeconds = (states: number): number => secondsPerOperation * states ** 1.5 + secondsPerState * states;

/** Of the populations of so many states, and what they are solved by. */
export const chainBytes = (states: number): number => (bytesPerState + 8 * factorValues * Math.log2(states)) * states;
