import type { SpinModel } from "../../model/spinModel.ts";
import { fullBlockCount } from "../symmetric/layout.ts";
import { ratesOfBlock } from "../symmetric/rates.ts";
import { firstColumn, lastColumn, type PopulationGrid, populationGrid, populationIndex } from "./populationGrid.ts";

/**
 * The populations p(j, m) of N spins as the states of a Markov chain on a grid. A process changes row and column by at most one, so that a state has at most
 * eight neighbours.
 */
export interface PopulationRates {
  readonly grid: PopulationGrid;
  /** Number of states. */
  readonly size: number;
  /**
   * outgoing[d][k]: rate from state k to its neighbour in direction d = 3 (dl + 1) + (dc + 1), in units of `unit`. Entry 4
   * (no move) is zero.
   */
  readonly outgoing: readonly Float64Array[];
  /** The rate at which each state would leave a window, in units of `unit`: such moves are left out. */
  readonly cut: Float64Array;
  /** The largest rate. */
  readonly unit: number;
  /** l of each state. */
  readonly rows: Int32Array;
}

/** Roundings of a rate: two square roots of integers, squared, a weight of five operations, and the unit. */
export const rateRoundings = 12;

/**
 * Rates between the populations, from the same matrix elements as the whole Liouvillian (`ratesOfBlock`). The field is along
 * z or zero: then populations feed no coherence and no coherence feeds them.
 */
export function populationRates(model: SpinModel, grid: PopulationGrid = populationGrid(model.spins)): PopulationRates {
  const { spins } = model;
  const { size, top, bottom } = grid;
  const blockCount = fullBlockCount(spins);
  const outgoing = Array.from({ length: 9 }, () => new Float64Array(size));
  const cut = new Float64Array(size);
  let unit = 0;
  for (let block = Math.max(0, top - 1); block <= Math.min(blockCount - 1, bottom + 1); block++) {
    for (const { source, shift, weight, factors } of ratesOfBlock(model, block, blockCount).channels) {
      if (source < top || source > bottom) continue;
      const rowChange = block - source;
      const target = outgoing[3 * (rowChange + 1) + rowChange + shift + 1]!;
      const offset = grid.offsets[source - top]!;
      const last = lastColumn(spins, source, grid);
      for (let column = firstColumn(source, grid); column <= last; column++) {
        const a = column - source + shift;
        if (a < 0 || a >= factors.length) continue;
        const rate = weight * factors[a]! ** 2;
        const isLeft = populationIndex(grid, block, block + a) < 0;
        if (isLeft) cut[offset + column]! += rate;
        else target[offset + column]! += rate;
        unit = Math.max(unit, rate);
      }
    }
  }
  if (unit > 0) for (const rates of [...outgoing, cut]) for (let k = 0; k < size; k++) rates[k]! /= unit;
  const rows = new Int32Array(size);
  for (let row = top; row <= bottom; row++) {
    const offset = grid.offsets[row - top]!;
    rows.fill(row, offset + firstColumn(row, grid), offset + lastColumn(spins, row, grid) + 1);
  }
  return { grid, size, outgoing, cut, unit, rows };
}

/** The state in that direction, or -1 beyond the edge of the grid. */
export function neighbourOf({ grid, rows }: PopulationRates, state: number, direction: number): number {
  const from = rows[state]!;
  const column = state - grid.offsets[from - grid.top]!;
  return populationIndex(grid, from + Math.floor(direction / 3) - 1, column + (direction % 3) - 1);
}
