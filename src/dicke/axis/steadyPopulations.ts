import type { SpinModel } from "../../model/spinModel.ts";
import { notUniqueInPractice, steadyStateKind } from "../../model/uniqueness.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { defaultMemoryLimit, requireMemory } from "../memory.ts";
import { addTo, compensated, totalOf } from "./compensatedSum.ts";
import { chainBytes, isWindowed } from "./cost.ts";
import { type CutShares, cutShares } from "./cutErrors.ts";
import { dissect, longestPath } from "./dissection.ts";
import { eliminate } from "./eliminate.ts";
import { meanError } from "./populationErrors.ts";
import { type GridPoint, type PopulationGrid, populationGrid } from "./populationGrid.ts";
import { observablesOf, populationErrors } from "./populationObservables.ts";
import { neighbourOf, type PopulationRates, populationRates } from "./populationRates.ts";
import { extentOf, grownBox, type KnownExtent, ladderTo, nearestState, scaledBox } from "./populationWindow.ts";
import { stationary } from "./solvePopulations.ts";

export interface SteadyPopulations {
  /** Those of a window where all would be too many. */
  readonly grid: PopulationGrid;
  /** p(j, m), blocks of falling j one after another, m falling in each. */
  readonly populations: Float64Array;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** Largest net rate at which a population would change, over the largest at which it is fed and drained. */
  readonly residual: number;
}

/**
 * Steady populations of a model with local rates and a field along z, every one to a relative error of a few N roundings,
 * however far apart the rates are. For many spins those of a window of (j, m) alone, as wide as it takes: the chain is kept
 * inside, and the error has what that does.
 *
 * @throws NotUniqueError where two parts of the ladder are connected by rates below the range of doubles only
 * @throws ResourceLimitError where a window would exceed the memory limit
 */
export function steadyPopulations(model: SpinModel, memoryLimit: number = defaultMemoryLimit): SteadyPopulations {
  const kind = steadyStateKind(model);
  if (kind.kind === "point") return atPole(model.spins, kind.direction[2] > 0);
  return isWindowed(model.spins) ? populationsOfWindow(model, memoryLimit) : allPopulations(model);
}

export const allPopulations = (model: SpinModel): SteadyPopulations => finished(model, wholeChain(model));

/** Those of a window, which is looked for with fewer spins first. Errors as `steadyPopulations`. */
export function populationsOfWindow(
  model: SpinModel,
  memoryLimit: number = defaultMemoryLimit,
  first: number = FIRST_OF_LADDER,
): SteadyPopulations {
  const extentAt = (spins: number): KnownExtent => knownExtent(wholeChain({ ...model, spins }));
  let [smaller, larger] = [extentAt(Math.ceil(first / 2)), extentAt(first)];
  for (const spins of ladderTo(model.spins, first)) {
    const chain = windowedChain({ ...model, spins }, smaller, larger, memoryLimit);
    [smaller, larger] = [larger, knownExtent(chain)];
  }
  return finished(model, windowedChain(model, smaller, larger, memoryLimit));
}

const knownExtent = ({ rates: { grid }, populations }: SolvedChain): KnownExtent => ({
  ...extentOf(grid, populations),
  spins: grid.spins,
});

/** Those of a chain that is kept in a window, at whatever it cuts off. */
export const populationsIn = (model: SpinModel, grid: PopulationGrid, likely: GridPoint): SteadyPopulations =>
  finished(model, solvedChain(model, grid, nearestState(grid, likely)));

/** Spins whose populations are all solved for to see where those of more spins are. */
const FIRST_OF_LADDER = 300;

/** Populations of a chain with what they were solved by. */
interface SolvedChain {
  readonly rates: PopulationRates;
  readonly populations: Float64Array;
  readonly errorOf: (values: Float64Array, cut: CutShares) => number;
}

/** @param likely a state that is not much less probable than the most probable one */
function solvedChain(model: SpinModel, grid: PopulationGrid, likely: GridPoint): SolvedChain {
  const rates = populationRates(model, grid);
  const tree = dissect(grid, likely);
  const elimination = eliminate(rates, tree, () => nearlyDivided(model));
  const populations = stationary(elimination);
  normalise(populations);
  const path = longestPath(tree);
  return {
    rates,
    populations,
    errorOf: (values, cut) => meanError({ rates, elimination, path, populations }, values, cut),
  };
}

function wholeChain(model: SpinModel): SolvedChain {
  const grid = populationGrid(model.spins);
  return solvedChain(model, grid, likelyState(model, grid));
}

/** The chain of a window that is scaled from fewer spins, and grows until its edges cut nothing off that counts. */
function windowedChain(model: SpinModel, smaller: KnownExtent, larger: KnownExtent, memoryLimit: number): SolvedChain {
  const { spins } = model;
  const ratio = spins / larger.spins;
  const likely = { row: ratio * larger.row, column: ratio * larger.column };
  let grid = populationGrid(spins, scaledBox(smaller, larger, spins));
  for (;;) {
    requireMemory(
      `the window of ${grid.size} steady populations of ${spins} spins`,
      chainBytes(grid.size),
      memoryLimit,
      "raise memoryLimit",
    );
    const chain = solvedChain(model, grid, nearestState(grid, likely));
    const wider = grownBox(grid, chain.populations);
    if (wider === null) return chain;
    grid = populationGrid(spins, wider);
  }
}

function finished(model: SpinModel, { rates, populations, errorOf }: SolvedChain): SteadyPopulations {
  const { grid } = rates;
  const cut = cutShares(rates, populations);
  const errorEstimate = populationErrors(grid, populations, (values) => errorOf(values, cut));
  if (!Number.isFinite(errorEstimate.mean[2] + errorEstimate.square[0] + errorEstimate.square[2])) {
    throw notUniqueInPractice(model, "error of the moments", errorEstimate.mean[2], 2);
  }
  return {
    grid,
    populations,
    observables: observablesOf(grid, populations),
    errorEstimate,
    residual: imbalance(rates, populations),
  };
}

/** Spins that show where the populations of more spins are, to a standard deviation or so. */
const fewSpins = 100;

/**
 * A state that is not much less probable than the most probable one. It is kept to the end, since potentials are measured
 * from there: from a state that is hardly ever visited they would be large, and their differences rounding.
 */
function likelyState(model: SpinModel, grid: PopulationGrid): GridPoint {
  const { spins } = model;
  if (spins <= fewSpins) return mostProbable(model, grid);
  const { row, column } = mostProbable({ ...model, spins: fewSpins }, populationGrid(fewSpins));
  return nearestState(grid, { row: (row * spins) / fewSpins, column: (column * spins) / fewSpins });
}

function mostProbable(model: SpinModel, grid: PopulationGrid): GridPoint {
  const rates = populationRates(model, grid);
  const tree = dissect(grid, { row: 0, column: Math.floor(model.spins / 2) });
  const weights = stationary(eliminate(rates, tree, () => nearlyDivided(model)));
  const state = weights.reduce((best, weight, k) => (weight > weights[best]! ? k : best), 0);
  const row = rates.rows[state]!;
  return { row, column: state - grid.offsets[row]! };
}

const nearlyDivided = (model: SpinModel): Error =>
  notUniqueInPractice(model, "rate between two parts of the ladder, relative to the largest,", 0, 1e-280);

/** All spins up or all down. */
function atPole(spins: number, up: boolean): SteadyPopulations {
  const grid = populationGrid(spins);
  const populations = new Float64Array(grid.size);
  populations[up ? 0 : spins] = 1;
  const errorEstimate = populationErrors(grid, populations, () => 0);
  return { grid, populations, observables: observablesOf(grid, populations), errorEstimate, residual: 0 };
}

function normalise(populations: Float64Array): void {
  // Two steps, since the sum of large weights may overflow.
  let largest = 0;
  for (const weight of populations) largest = Math.max(largest, weight);
  const total = compensated();
  for (let k = 0; k < populations.length; k++) {
    populations[k]! /= largest;
    addTo(total, populations[k]!);
  }
  const sum = totalOf(total);
  for (let k = 0; k < populations.length; k++) populations[k]! /= sum;
}

function imbalance(rates: PopulationRates, populations: Float64Array): number {
  const { size, outgoing } = rates;
  const change = new Float64Array(size);
  let largestFlow = 0;
  for (let state = 0; state < size; state++) {
    for (let direction = 0; direction < 9; direction++) {
      const flow = outgoing[direction]![state]! * populations[state]!;
      if (flow === 0) continue;
      change[state]! -= flow;
      change[neighbourOf(rates, state, direction)]! += flow;
      largestFlow = Math.max(largestFlow, flow);
    }
  }
  let largestChange = 0;
  for (const value of change) largestChange = Math.max(largestChange, Math.abs(value));
  return largestFlow === 0 ? 0 : largestChange / largestFlow;
}
