import { ResourceLimitError } from "../../core/errors.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { fromSymmetricSubspace } from "../../state/blocks/blockDensity.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { blockLayout, blockOrder, densityBytes } from "../symmetric/layout.ts";
import { packedObservables } from "../symmetric/moments.ts";
import { unpackBlocks } from "../symmetric/packing.ts";
import type { SymmetricSteadyState } from "../symmetric/steadyResult.ts";
import { populationCost } from "./cost.ts";
import { steadyPopulations } from "./steadyPopulations.ts";
import { chainPopulations, levelMoments, type ThermalChain, thermalChain, thermalLevels } from "./thermalChain.ts";

/** Levels that are summed before the sums take too long: some seconds. */
const mostLevels = 2 ** 28;

/**
 * The steady state of a model whose field is along z (`hasAxis`), from its populations: they decouple from all coherences,
 * which decay.
 *
 * @throws ResourceLimitError where the predicted memory exceeds the limit, or there are too many levels to sum
 * @throws NotUniqueError where two parts of the ladder are connected by rates below the range of doubles only
 */
export function axisSteadyState(model: SpinModel, memoryLimit: number): SymmetricSteadyState {
  return hasLocalRates(model) ? withLocalRates(model, memoryLimit) : inOneBlock(model, memoryLimit);
}

function withLocalRates(model: SpinModel, memoryLimit: number): SymmetricSteadyState {
  const { spins } = model;
  const { bytes, unknowns } = populationCost(model)!;
  if (bytes > memoryLimit) {
    throw new ResourceLimitError({
      what: `the ${unknowns} steady populations of ${spins} spins with local processes need about ${Math.ceil(bytes / 2 ** 20)} MiB, above the limit of ${Math.floor(memoryLimit / 2 ** 20)} MiB`,
      remedy: "raise memoryLimit",
      value: bytes,
      limit: memoryLimit,
    });
  }
  const { populations, errorEstimate, residual } = steadyPopulations(model);
  const layout = blockLayout(spins, { highestCoherence: 0, imaginary: false });
  return {
    density: densityBytes(spins) > memoryLimit ? null : unpackBlocks(layout, populations),
    populations: Array.from({ length: layout.blockCount }, (_, block) => {
      const start = layout.blockStarts[block]!;
      return populations.subarray(start, start + blockOrder(spins, block));
    }),
    observables: packedObservables(layout, populations),
    errorEstimate,
    method: "populations",
    unknowns,
    residual,
    iterations: 0,
  };
}

function inOneBlock(model: SpinModel, memoryLimit: number): SymmetricSteadyState {
  const { spins } = model;
  const state = thermalSteadyState(model, memoryLimit);
  return {
    density: densityBytes(spins) > memoryLimit || state.density === null ? null : fromSymmetricSubspace(state.density),
    populations: state.populations === null ? null : [state.populations],
    observables: state.observables,
    errorEstimate: state.errorEstimate,
    method: "populations",
    unknowns: spins + 1,
    residual: 0,
    iterations: 0,
  };
}

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
