import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import type { Observables } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { addTo, compensated, totalOf } from "./compensatedSum.ts";
import { firstColumn, lastColumn, type PopulationGrid } from "./populationGrid.ts";

/** Calls `visit` for each state with its place, total spin j and m. */
function forEachState(grid: PopulationGrid, visit: (state: number, j: number, m: number, row: number) => void): void {
  const { spins } = grid;
  for (let row = grid.top; row <= grid.bottom; row++) {
    const offset = grid.offsets[row - grid.top]!;
    const last = lastColumn(spins, row, grid);
    for (let column = firstColumn(row, grid); column <= last; column++) {
      visit(offset + column, spins / 2 - row, spins / 2 - column, row);
    }
  }
}

/** Moments and purity of populations: <J_x^2> = <J_y^2> = <j(j + 1) - m^2>/2, and tr rho^2 = sum p^2/d_j. */
export function observablesOf(grid: PopulationGrid, populations: Float64Array): Observables {
  const { spins } = grid;
  const [z, square, across, purity] = [compensated(), compensated(), compensated(), compensated()] as const;
  const shares = logDegeneracies(spins).map((log) => Math.exp(-log));
  forEachState(grid, (state, j, m, row) => {
    const population = populations[state]!;
    addTo(z, population * m);
    addTo(square, population * m * m);
    addTo(across, population * (j * (j + 1) - m * m));
    addTo(purity, shares[row]! * population ** 2);
  });
  const perpendicular = (2 * totalOf(across)) / spins ** 2;
  const moments = {
    mean: [0, 0, (2 * totalOf(z)) / spins],
    square: [perpendicular, perpendicular, (4 * totalOf(square)) / spins ** 2],
    cross: [0, 0, 0],
  } as const;
  return observables(spins, moments, totalOf(purity));
}

/** Errors of the observables from those of three means over the populations, and of tr rho^2 = sum p^2/d_j. */
export function populationErrors(
  grid: PopulationGrid,
  populations: Float64Array,
  errorOf: (values: Float64Array) => number,
): ErrorEstimate {
  const { spins, size } = grid;
  const [along, square, across, probability] = [0, 1, 2, 3].map(() => new Float64Array(size));
  const logs = logDegeneracies(spins);
  let purity = 0;
  let purityRounding = 0;
  forEachState(grid, (state, j, m, row) => {
    const share = Math.exp(-logs[row]!);
    along![state] = (2 * m) / spins;
    square![state] = ((2 * m) / spins) ** 2;
    across![state] = (2 * (j * (j + 1) - m * m)) / spins ** 2;
    probability![state] = 2 * share * populations[state]!;
    const part = share * populations[state]! ** 2;
    purity += part;
    // Few roundings for each factor of the degeneracy, and those of its logarithm.
    purityRounding += part * (4 * row + 2 * Math.abs(logs[row]!));
  });
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
