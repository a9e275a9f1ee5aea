import type { SpinModel } from "../../model/spinModel.ts";
import { blockOrder, fullBlockCount } from "../symmetric/layout.ts";
import { blockRates } from "../symmetric/rates.ts";

/**
 * The populations p(j, m) of N spins as the states of a Markov chain on a grid: row l = N/2 - j = 0 .. floor(N/2), column
 * c = N/2 - m = l .. N - l. A process changes both by at most one, so that a state has at most eight neighbours.
 */
export interface PopulationRates {
  readonly spins: number;
  /** Number of states, floor((N + 2)^2 / 4). */
  readonly size: number;
  /**
   * outgoing[d][k]: rate from state k to its neighbour in direction d = 3 (dl + 1) + (dc + 1), in units of `unit`. Entry 4
   * (no move) is zero.
   */
  readonly outgoing: readonly Float64Array[];
  /** The largest rate. */
  readonly unit: number;
  /** l of each state. */
  readonly rows: Int16Array;
}

/** Place of the state of row l and column c. */
export const populationIndex = (spins: number, row: number, column: number): number => row * (spins + 1 - row) + column;

export const populationCount = (spins: number): number => Math.floor((spins + 2) ** 2 / 4);

/** Roundings of a rate: two square roots of integers, squared, a weight of five operations, and the unit. */
export const rateRoundings = 12;

/**
 * Rates between the populations, from the same matrix elements as the whole Liouvillian (`blockRates`). The field is along
 * z or zero: then populations feed no coherence and no coherence feeds them.
 */
export function populationRates(model: SpinModel): PopulationRates {
  const { spins } = model;
  const size = populationCount(spins);
  const outgoing = Array.from({ length: 9 }, () => new Float64Array(size));
  let unit = 0;
  for (const { block, order, channels } of blockRates(model, fullBlockCount(spins))) {
    for (const { source, shift, weight, factors } of channels) {
      const rowChange = block - source;
      const target = outgoing[3 * (rowChange + 1) + rowChange + shift + 1]!;
      const sourceStart = populationIndex(spins, source, source);
      const sourceOrder = blockOrder(spins, source);
      for (let a = 0; a < order; a++) {
        const sourceRow = a - shift;
        if (sourceRow < 0 || sourceRow >= sourceOrder) continue;
        const rate = weight * factors[a]! ** 2;
        target[sourceStart + sourceRow]! += rate;
        unit = Math.max(unit, rate);
      }
    }
  }
  if (unit > 0) for (const rates of outgoing) for (let k = 0; k < size; k++) rates[k]! /= unit;
  const rows = new Int16Array(size);
  for (let row = 0; row <= spins / 2; row++) {
    rows.fill(row, populationIndex(spins, row, row), populationIndex(spins, row, spins - row) + 1);
  }
  return { spins, size, outgoing, unit, rows };
}

/** The state in that direction, or -1 beyond the edge of the grid. */
export function neighbourOf({ spins, rows }: PopulationRates, state: number, direction: number): number {
  const from = rows[state]!;
  const row = from + Math.floor(direction / 3) - 1;
  const column = state - from * (spins + 1 - from) + (direction % 3) - 1;
  return row < 0 || column < row || column > spins - row ? -1 : populationIndex(spins, row, column);
}
