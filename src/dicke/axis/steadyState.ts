import { livesInBall } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { fromSymmetricSubspace } from "../../state/blocks/blockDensity.ts";
import { requireMemory } from "../memory.ts";
import { blockLayout, blockOrder, densityBytes } from "../symmetric/layout.ts";
import { unpackBlocks } from "../symmetric/packing.ts";
import type { SymmetricSteadyState } from "../symmetric/steadyResult.ts";
import { populationModel } from "./axis.ts";
import { populationCost } from "./cost.ts";
import { populationCount } from "./populationGrid.ts";
import { steadyPopulations } from "./steadyPopulations.ts";
import { thermalSteadyState } from "./thermalState.ts";

/**
 * The steady state of a model about z (`hasAxis`), from its populations: they decouple from all coherences,
 * which decay.
 *
 * @throws ResourceLimitError where the predicted memory exceeds the limit, or there are too many levels to sum
 * @throws NotUniqueError where two parts of the ladder are connected by rates below the range of doubles only
 */
export function axisSteadyState(model: SpinModel, memoryLimit: number): SymmetricSteadyState {
  const rates = populationModel(model)!;
  return livesInBall(rates) ? withLocalRates(rates, memoryLimit) : inOneBlock(rates, memoryLimit);
}

function withLocalRates(model: SpinModel, memoryLimit: number): SymmetricSteadyState {
  const { spins } = model;
  const { bytes, unknowns } = populationCost(model)!;
  requireMemory(
    `the vector of ${unknowns} steady populations of ${spins} spins with local processes`,
    bytes,
    memoryLimit,
    "raise memoryLimit",
  );
  const { grid, populations, observables, errorEstimate, residual } = steadyPopulations(model, memoryLimit);
  const isWhole = grid.size === populationCount(spins);
  const layout = blockLayout(spins, { highestCoherence: 0, imaginary: false });
  return {
    density: !isWhole || densityBytes(spins) > memoryLimit ? null : unpackBlocks(layout, populations),
    populations: isWhole
      ? Array.from({ length: layout.blockCount }, (_, block) => {
          const start = layout.blockStarts[block]!;
          return populations.subarray(start, start + blockOrder(spins, block));
        })
      : null,
    observables,
    errorEstimate,
    method: "populations",
    unknowns: grid.size,
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
