import type { SpinModel } from "../../model/spinModel.ts";
import { notUniqueInPractice, steadyStateKind } from "../../model/uniqueness.ts";
import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { blockOrder, fullBlockCount } from "../symmetric/layout.ts";
import { addTo, compensated, totalOf } from "./compensatedSum.ts";
import { dissect, type GridPoint, longestPath } from "./dissection.ts";
import { eliminate } from "./eliminate.ts";
import { meanError } from "./populationErrors.ts";
import { neighbourOf, type PopulationRates, populationCount, populationRates } from "./populationRates.ts";
import { stationary } from "./solvePopulations.ts";

export interface SteadyPopulations {
  /** p(j, m), blocks of falling j one after another, m falling in each. */
  readonly populations: Float64Array;
  readonly errorEstimate: ErrorEstimate;
  /** Largest net rate at which a population would change, over the largest at which it is fed and drained. */
  readonly residual: number;
}

/**
 * Steady populations of a model with local rates and a field along z, every one to a relative error of a few N roundings,
 * however far apart the rates are.
 *
 * @throws NotUniqueError where two parts of the ladder are connected by rates below the range of doubles only
 */
export function steadyPopulations(model: SpinModel): SteadyPopulations {
  const kind = steadyStateKind(model);
  if (kind.kind === "point") return atPole(model.spins, kind.direction[2] > 0);
  const rates = populationRates(model);
  const tree = dissect(model.spins, likelyState(model));
  const elimination = eliminate(rates, tree, () => nearlyDivided(model));
  const populations = stationary(elimination);
  normalise(populations);
  const path = longestPath(tree);
  const errorOf = (values: Float64Array): number => meanError(rates, elimination, path, populations, values);
  const errorEstimate = estimate(model.spins, populations, errorOf);
  if (!Number.isFinite(errorEstimate.mean[2] + errorEstimate.square[0] + errorEstimate.square[2])) {
    throw notUniqueInPractice(model, "error of the moments", errorEstimate.mean[2], 2);
  }
  return { populations, errorEstimate, residual: imbalance(rates, populations) };
}

/** Spins that show where the populations of more spins are, to a standard deviation or so. */
const fewSpins = 100;

/**
 * A state that is not much less probable than the most probable one. It is kept to the end, since potentials are measured
 * from there: from a state that is hardly ever visited they would be large, and their differences rounding.
 */
function likelyState(model: SpinModel): GridPoint {
  const { spins } = model;
  if (spins <= fewSpins) return mostProbable(model);
  const { row, column } = mostProbable({ ...model, spins: fewSpins });
  const scaledRow = Math.round((row * spins) / fewSpins);
  const scaledColumn = Math.round((column * spins) / fewSpins);
  return { row: scaledRow, column: Math.min(Math.max(scaledColumn, scaledRow), spins - scaledRow) };
}

function mostProbable(model: SpinModel): GridPoint {
  const { spins } = model;
  const rates = populationRates(model);
  const tree = dissect(spins, { row: 0, column: Math.floor(spins / 2) });
  const weights = stationary(eliminate(rates, tree, () => nearlyDivided(model)));
  const state = weights.reduce((best, weight, k) => (weight > weights[best]! ? k : best), 0);
  const row = rates.rows[state]!;
  return { row, column: state - row * (spins + 1 - row) };
}

const nearlyDivided = (model: SpinModel): Error =>
  notUniqueInPractice(model, "rate between two parts of the ladder, relative to the largest,", 0, 1e-280);

/** All spins up or all down. */
function atPole(spins: number, up: boolean): SteadyPopulations {
  const populations = new Float64Array(populationCount(spins));
  populations[up ? 0 : spins] = 1;
  return { populations, errorEstimate: estimate(spins, populations, () => 0), residual: 0 };
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

/** Errors of the observables from those of three means over the populations, and of tr rho^2 = sum p^2/d_j. */
function estimate(spins: number, populations: Float64Array, errorOf: (values: Float64Array) => number): ErrorEstimate {
  const size = populations.length;
  const [along, square, across, probability] = [0, 1, 2, 3].map(() => new Float64Array(size));
  const logs = logDegeneracies(spins);
  let purity = 0;
  let purityRounding = 0;
  let state = 0;
  for (let block = 0; block < fullBlockCount(spins); block++) {
    const order = blockOrder(spins, block);
    const j = (order - 1) / 2;
    const share = Math.exp(-logs[block]!);
    for (let a = 0; a < order; a++, state++) {
      const m = j - a;
      along![state] = (2 * m) / spins;
      square![state] = ((2 * m) / spins) ** 2;
      across![state] = (2 * (j * (j + 1) - m * m)) / spins ** 2;
      probability![state] = 2 * share * populations[state]!;
      const part = share * populations[state]! ** 2;
      purity += part;
      // Few roundings for each factor of the degeneracy, and those of its logarithm.
      purityRounding += part * (4 * block + 2 * Math.abs(logs[block]!));
    }
  }
  // Sums of a block, then over blocks.
  const rounding = (2 * spins + 16) * Number.EPSILON;
  const [z, zz, xx] = [errorOf(along!) + rounding, errorOf(square!) + rounding, errorOf(across!) + rounding];
  return {
    mean: [0, 0, z],
    square: [xx, xx, zz],
    cross: [0, 0, 0],
    purity: errorOf(probability!) + rounding * purity + Number.EPSILON * purityRounding,
  };
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
