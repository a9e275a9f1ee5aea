import type { SpinModel } from "../../model/spinModel.ts";
import { addTo, type CompensatedSum, compensated, totalOf } from "./compensatedSum.ts";

/**
 * Steady populations of collective pump and decay with a field along z: a chain m = -N/2 .. N/2 in detailed balance, since
 * J_+ leads up as often as J_- leads down. So p falls by the smaller over the larger rate with each level k = 0, 1, ...
 * away from the preferred pole, p_k = e^(-slope k)/Z: known to a few roundings at any N.
 */
export interface ThermalChain {
  readonly spins: number;
  /** m/j of level 0. */
  readonly pole: 1 | -1;
  /** |ln(pump/decay)|, to two roundings; Infinity where one of the two is zero. */
  readonly slope: number;
  /** Levels above the smallest double. */
  readonly levels: number;
}

/** ln of the largest over the smallest normal double. */
const longestFall = 745;

export function thermalChain({ spins, collective: { pump, decay } }: SpinModel): ThermalChain {
  const [small, large] = pump > decay ? [decay, pump] : [pump, decay];
  // Where the two are close their difference is exact.
  const slope = small > large / 2 ? Math.log1p((large - small) / small) : Math.log(large / small);
  const levels = Math.min(spins + 1, Math.floor(longestFall / slope) + 1);
  return { spins, pole: pump > decay ? 1 : -1, slope, levels };
}

/** The number of levels that there are to sum; 1 where all are alike, since their sums are known. */
export function thermalLevels(model: SpinModel): number {
  const { slope, levels } = thermalChain(model);
  return slope === 0 ? 1 : levels;
}

/** Means over the levels, and what their roundings may come to. */
export interface LevelMoments {
  readonly first: number;
  readonly second: number;
  readonly purity: number;
  /** Bound of the error of the mean of a function of k with values from 0 to 1. */
  readonly error: number;
  /** Bound of the relative error of the populations as a vector, in the Euclidean norm. */
  readonly relativeError: number;
}

/** Exponent and exponential: relative error of a weight e^-x. */
const weightError = (exponent: number): number => (3 * exponent + 4) * Number.EPSILON;

export function levelMoments({ spins, slope, levels }: ThermalChain): LevelMoments {
  if (slope === 0) {
    const rounding = 8 * Number.EPSILON;
    const [first, second] = [spins / 2, (spins * (2 * spins + 1)) / 6];
    return { first, second, purity: 1 / (spins + 1), error: rounding, relativeError: rounding };
  }
  const [total, first, second, squares, error, squaredErrors]: CompensatedSum[] = Array.from(
    { length: 6 },
    compensated,
  );
  for (let k = 0; k < levels; k++) {
    // Infinity times 0 levels is no number.
    const exponent = k === 0 ? 0 : k * slope;
    const weight = Math.exp(-exponent);
    addTo(total!, weight);
    addTo(first!, weight * k);
    addTo(second!, weight * k * k);
    addTo(squares!, weight * weight);
    addTo(error!, weight * weightError(exponent));
    addTo(squaredErrors!, (weight * weightError(exponent)) ** 2);
  }
  const sum = totalOf(total!);
  return {
    first: totalOf(first!) / sum,
    second: totalOf(second!) / sum,
    purity: totalOf(squares!) / sum ** 2,
    // Numerator and denominator.
    error: (2 * totalOf(error!)) / sum + 8 * Number.EPSILON,
    relativeError: Math.sqrt(totalOf(squaredErrors!) / totalOf(squares!)) + totalOf(error!) / sum + 8 * Number.EPSILON,
  };
}

/** Populations of m = N/2, N/2 - 1, ..., -N/2. */
export function chainPopulations(chain: ThermalChain): Float64Array {
  const { spins, pole, slope, levels } = chain;
  const populations = new Float64Array(spins + 1);
  const total = compensated();
  for (let k = 0; k < levels; k++) {
    const weight = k === 0 ? 1 : Math.exp(-k * slope);
    populations[pole > 0 ? k : spins - k] = weight;
    addTo(total, weight);
  }
  const sum = totalOf(total);
  for (let k = 0; k <= spins; k++) populations[k]! /= sum;
  return populations;
}

/**
 * Order of magnitude of the slowest relaxation of the populations: exact for equal rates, 2 (k_- + k_+)/N, and where one of
 * them is zero, 2 k; near the pole an excitation decays at 2 |k_- - k_+|.
 */
export const slowestChainRate = ({ spins, collective: { pump, decay } }: SpinModel): number =>
  2 * Math.abs(decay - pump) + (4 * Math.min(pump, decay)) / spins;
