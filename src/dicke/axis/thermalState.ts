import { ResourceLimitError } from "../../core/errors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { chainPopulations, levelMoments, type ThermalChain, thermalChain, thermalLevels } from "./thermalChain.ts";

/** Levels that are summed before the sums take too long: some seconds. */
const mostLevels = 2 ** 28;

export interface ThermalSteadyState {
  /** null where they would exceed the memory limit, as for `populations`. */
  readonly density: DensityMatrix | null;
  readonly populations: Float64Array | null;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** Of the populations as a vector, in the Euclidean norm. */
  readonly relativeError: number;
}

/**
 * The steady state of collective processes alone with a field along z: thermal, at any N.
 *
 * @throws ResourceLimitError where there are more than 2^28 levels to sum
 */
export function thermalSteadyState(model: SpinModel, memoryLimit: number): ThermalSteadyState {
  const { spins } = model;
  const levels = thermalLevels(model);
  if (levels > mostLevels) {
    throw new ResourceLimitError({
      what: `the thermal state of ${spins} spins has ${levels} levels to sum, more than ${mostLevels}`,
      remedy: "take fewer spins, or make pump and decay more different",
      value: levels,
      limit: mostLevels,
    });
  }
  const chain = thermalChain(model);
  const populations = 8 * (spins + 1) > memoryLimit ? null : chainPopulations(chain);
  const fits = populations !== null && 16 * (spins + 1) ** 2 <= memoryLimit;
  return { density: fits ? diagonal(spins, populations) : null, populations, ...thermalObservables(chain) };
}

function diagonal(spins: number, populations: Float64Array): DensityMatrix {
  const n = spins + 1;
  const real = new Float64Array(n * n);
  for (let row = 0; row < n; row++) real[row * n + row] = populations[row]!;
  return { spins, real, imaginary: new Float64Array(n * n) };
}

/** m = +-(N/2 - k) at level k; J_x^2 + J_y^2 = N/2 + N k - k^2. */
function thermalObservables(chain: ThermalChain): Omit<ThermalSteadyState, "density" | "populations"> {
  const { spins, pole } = chain;
  const { first, second, purity, error, relativeError } = levelMoments(chain);
  const [level, square] = [(2 * first) / spins, (4 * second) / spins ** 2];
  const across = (1 + 2 * first - (2 * second) / spins) / spins;
  const moments: SpinMoments = {
    mean: [0, 0, pole * (1 - level)],
    square: [across, across, 1 - 2 * level + square],
    cross: [0, 0, 0],
  };
  // 1 - level ranges over 2, the squares over 1 and their errors add up.
  return {
    observables: observables(spins, moments, purity),
    errorEstimate: {
      mean: [0, 0, 2 * error],
      square: [4 * error, 4 * error, 8 * error],
      cross: [0, 0, 0],
      purity: 2 * error * purity,
    },
    relativeError,
  };
}
