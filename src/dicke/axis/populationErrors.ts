import { addTo, compensated, totalOf } from "./compensatedSum.ts";
import type { CutShares } from "./cutErrors.ts";
import type { Elimination } from "./eliminate.ts";
import { neighbourOf, type PopulationRates, rateRoundings } from "./populationRates.ts";
import { potentials } from "./solvePopulations.ts";

/** Roundings that an elimination step may leave in a rate: share, four products, their sum. */
const stepRoundings = 8;
/** Of a population in terms of later ones: a product and a compensated sum. */
const backRoundings = 4;

/** No mean that is asked for ranges over more. */
const RANGE = 2;

/** A chain, solved: what its means are wrong by follows. */
export interface SolvedMeans {
  readonly rates: PopulationRates;
  readonly elimination: Elimination;
  /** Largest number of pivots on a way from a leaf of the dissection to its root. */
  readonly path: number;
  readonly populations: Float64Array;
}

/**
 * Bound, to first order in the rounding unit, of the error of the mean of an observable with these values at the states.
 *
 * A change of the rates by delta_ij q_ij changes the mean by sum_ij p_i delta_ij q_ij (w_j - w_i), w the potentials. So
 * |delta| <= e costs at most e F, F = sum_ij p_i q_ij |w_j - w_i|. Taking states out of the chain keeps the w of the others
 * and never enlarges F (triangle inequality), and steps that are taken in different branches of the dissection touch
 * different rates: the roundings of the whole elimination are bounded by those of one step, times the longest path, times F.
 *
 * A window changes rates as well: the true chain, watched while it is inside, comes back from outside to states of the
 * window at the rate at which it leaves, wherever these are; and the mean lacks what is outside.
 */
export function meanError(
  { rates, elimination, path, populations }: SolvedMeans,
  values: Float64Array,
  cut: CutShares,
): number {
  const { size, outgoing } = rates;
  const mean = weightedMean(populations, values);
  const deviation = values.map((value) => value - mean);
  const potential = potentials(elimination, deviation);
  let flow = 0;
  let spread = 0;
  let [least, most] = [0, 0];
  for (let state = 0; state < size; state++) {
    const population = populations[state]!;
    if (population === 0) continue;
    let change = 0;
    for (let direction = 0; direction < 9; direction++) {
      const rate = outgoing[direction]![state]!;
      if (rate > 0) change += rate * Math.abs(potential[neighbourOf(rates, state, direction)]! - potential[state]!);
    }
    least = Math.min(least, potential[state]!);
    most = Math.max(most, potential[state]!);
    flow += population * change;
    spread += population * Math.abs(deviation[state]!);
  }
  const outside = cut.flow * (most - least) + cut.beyond * RANGE;
  return (
    outside + Number.EPSILON * ((stepRoundings * path + rateRoundings) * flow + (backRoundings * path + 4) * spread)
  );
}

function weightedMean(populations: Float64Array, values: Float64Array): number {
  const total = compensated();
  for (let k = 0; k < values.length; k++) addTo(total, populations[k]! * values[k]!);
  return totalOf(total);
}
