import { addTo, compensated, totalOf } from "./compensatedSum.ts";
import { firstColumn, lastColumn, type PopulationGrid } from "./populationGrid.ts";
import type { PopulationRates } from "./populationRates.ts";

/** What a window of the populations leaves out. */
export interface CutShares {
  /** Rate at which the chain would leave the window, in the unit of the rates. */
  readonly flow: number;
  /** Probability beyond the window, from how it falls towards the edges; infinite where it does not. */
  readonly beyond: number;
}

export const nothingCut: CutShares = { flow: 0, beyond: 0 };

export type Side = "top" | "bottom" | "left" | "right";

/** Layers over which the fall towards an edge is measured. */
const FALL_LAYERS = 8;

/** Probability of each row and each column. */
export interface Layers {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

export function layersOf(grid: PopulationGrid, populations: Float64Array): Layers {
  const rows = new Float64Array(grid.bottom - grid.top + 1);
  const columns = new Float64Array(grid.right - grid.left + 1);
  for (let row = grid.top; row <= grid.bottom; row++) {
    const offset = grid.offsets[row - grid.top]!;
    const last = lastColumn(grid.spins, row, grid);
    for (let column = firstColumn(row, grid); column <= last; column++) {
      const population = populations[offset + column]!;
      rows[row - grid.top]! += population;
      columns[column - grid.left]! += population;
    }
  }
  return { rows, columns };
}

/** Sides beyond which there are states. The lowest rows have few columns: where those of the window have no row below, columns further out are what is cut. */
export const openSides = ({ spins, top, bottom, left, right }: PopulationGrid): readonly Side[] => [
  ...(top > 0 ? (["top"] as const) : []),
  ...(bottom < Math.min(spins >> 1, right, spins - left) ? (["bottom"] as const) : []),
  ...(left > top ? (["left"] as const) : []),
  ...(right < spins - top ? (["right"] as const) : []),
];

/** The layers that end at a side. */
export const lineOf = ({ rows, columns }: Layers, side: Side): Float64Array =>
  side === "top" || side === "bottom" ? rows : columns;

/**
 * What lies beyond one side: layers are taken to fall at least as fast there as they do towards it.
 *
 * @returns the rate at which they fall, from one to the next by exp(-rate), and the probability beyond; infinite where they do not fall
 */
export function tailBeyond(layers: Layers, side: Side): { readonly rate: number; readonly beyond: number } {
  const line = lineOf(layers, side);
  const depth = Math.min(FALL_LAYERS, line.length - 1);
  const fromStart = side === "top" || side === "left";
  const edge = fromStart ? line[0]! : line[line.length - 1]!;
  const inside = fromStart ? line[depth]! : line[line.length - 1 - depth]!;
  if (edge === 0) return { rate: Number.POSITIVE_INFINITY, beyond: 0 };
  const rate = Math.log(inside / edge) / depth;
  return { rate, beyond: rate > 0 ? edge / Math.expm1(rate) : Number.POSITIVE_INFINITY };
}

/** @param populations those of the chain that never leaves the window: they add up to 1 */
export function cutShares({ grid, cut }: PopulationRates, populations: Float64Array): CutShares {
  const sides = openSides(grid);
  if (sides.length === 0) return nothingCut;
  const flow = compensated();
  for (let state = 0; state < populations.length; state++) addTo(flow, populations[state]! * cut[state]!);
  const layers = layersOf(grid, populations);
  return { flow: totalOf(flow), beyond: sides.reduce((sum, side) => sum + tailBeyond(layers, side).beyond, 0) };
}
