import { type Layers, layersOf, lineOf, openSides, type Side, tailBeyond } from "./cutErrors.ts";
import { type Box, firstColumn, type GridPoint, lastColumn, type PopulationGrid } from "./populationGrid.ts";

/** Probability that may be beyond a side of a window: with rates of 10,000 times the slowest relaxation it moves no moment by more than 1e-10. */
const NEGLIGIBLE = 1e-14;
/** By how much of its width a window grows at most on a side that cuts too much off. */
const MOST_GROWTH = 0.4;
const LEAST_GROWTH = 0.05;
/** Least width. */
const NARROWEST = 24;

/** Where populations are. */
export interface Extent {
  /** The smallest box that leaves no more than `NEGLIGIBLE` out on any side. */
  readonly box: Box;
  /** Mean row and column. */
  readonly row: number;
  readonly column: number;
}

export function extentOf(grid: PopulationGrid, populations: Float64Array): Extent {
  const { rows, columns } = layersOf(grid, populations);
  const [top, bottom] = spanOf(rows);
  const [left, right] = spanOf(columns);
  return {
    box: { top: grid.top + top, bottom: grid.top + bottom, left: grid.left + left, right: grid.left + right },
    row: grid.top + meanOf(rows),
    column: grid.left + meanOf(columns),
  };
}

const meanOf = (layers: Float64Array): number => layers.reduce((sum, share, k) => sum + k * share, 0);

function spanOf(layers: Float64Array): readonly [number, number] {
  let [first, before] = [0, 0];
  while (first < layers.length - 1 && before + layers[first]! <= NEGLIGIBLE) before += layers[first++]!;
  let [last, behind] = [layers.length - 1, 0];
  while (last > first && behind + layers[last]! <= NEGLIGIBLE) behind += layers[last--]!;
  return [first, last];
}

/** Extents that are known, of ascending N. */
export interface KnownExtent extends Extent {
  readonly spins: number;
}

/**
 * The box of a model with more spins, from those of fewer: its centre moves with N, its width grows as it did from one of those to the other, with the square root of N at least
 * and with N at most. Where that is not so the edges tell (`grownBox`).
 */
export function scaledBox(smaller: KnownExtent, { box, row, column, spins }: KnownExtent, to: number): Box {
  const ratio = to / spins;
  const growth = (low: "top" | "left", high: "bottom" | "right"): number => {
    const width = (of: Box): number => of[high] - of[low] + 1;
    const power = Math.log(width(box) / width(smaller.box)) / Math.log(spins / smaller.spins);
    return ratio ** Math.min(1, Math.max(0.5, power));
  };
  const moved = (centre: number, edge: number, by: number): number => {
    const distance = by * (edge - centre);
    return Math.round(ratio * centre + Math.sign(distance) * Math.max(NARROWEST, Math.abs(distance)));
  };
  const [rows, columns] = [growth("top", "bottom"), growth("left", "right")];
  return {
    top: moved(row, box.top, rows),
    bottom: moved(row, box.bottom, rows),
    left: moved(column, box.left, columns),
    right: moved(column, box.right, columns),
  };
}

/** The box made wider on sides that cut too much off; null where none does. */
export function grownBox(grid: PopulationGrid, populations: Float64Array): Box | null {
  const layers = layersOf(grid, populations);
  const wider = openSides(grid).map((side) => [side, layersToAdd(layers, side)] as const);
  if (wider.every(([, count]) => count === 0)) return null;
  const { top, bottom, left, right } = grid;
  // What one side cuts off hides what another does: rows with more columns on the way to the edge of the grid.
  const least = (width: number): number => Math.ceil(LEAST_GROWTH * width);
  const added = { top: 0, bottom: 0, left: 0, right: 0 };
  for (const [side, count] of wider) {
    added[side] = Math.max(count, least(lineOf(layers, side).length));
  }
  return {
    top: top - added.top,
    bottom: bottom + added.bottom,
    left: left - added.left,
    right: right + added.right,
  };
}

/**
 * Where layers fall at the rate r at a distance d from their mean as those of a Gaussian do, so that sigma^2 = d/r, what is beyond is smaller by e^-L
 * at sqrt(d^2 + 2 d L/r).
 */
function layersToAdd(layers: Layers, side: Side): number {
  const { rate, beyond } = tailBeyond(layers, side);
  if (beyond <= NEGLIGIBLE) return 0;
  const line = lineOf(layers, side);
  const mean = meanOf(line);
  const distance = side === "top" || side === "left" ? mean : line.length - 1 - mean;
  const most = Math.ceil(MOST_GROWTH * Math.max(NARROWEST, line.length));
  if (!(rate > 0)) return most;
  const needed = Math.sqrt(distance ** 2 + (2 * distance * Math.log(beyond / NEGLIGIBLE)) / rate) - distance;
  return Math.ceil(Math.min(most, Math.max(NARROWEST / 4, needed)));
}

/** N of the chain that shows where that of a model is, and of those between. */
export function ladderTo(spins: number, first: number): readonly number[] {
  const steps = Math.max(0, Math.floor(Math.log2(spins / first) / 2));
  return Array.from({ length: steps }, (_, k) => Math.round(spins / 4 ** (steps - k)));
}

/** The state at that place, or the nearest of the grid. */
export function nearestState(grid: PopulationGrid, { row, column }: GridPoint): GridPoint {
  const inside = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const at = inside(Math.round(row), grid.top, grid.bottom);
  return { row: at, column: inside(Math.round(column), firstColumn(at, grid), lastColumn(grid.spins, at, grid)) };
}
