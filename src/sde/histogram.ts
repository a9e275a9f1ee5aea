import { InputError } from "../core/errors.ts";
import { upperIncompleteGamma } from "../core/gamma.ts";

export interface ChiSquareResult {
  /** sum (observed - expected)^2 / expected over the groups. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Probability of a statistic at least this large where the probabilities are right. */
  readonly pValue: number;
  /** Groups that were compared: cells, or several sparse cells together. */
  readonly groups: number;
}

/** How far the probabilities may be from summing to 1: a density from a solver with a sloppy tolerance is not one. */
const massTolerance = 1e-6;

/**
 * Pearson's test of counts of *independent* samples against cell probabilities (one each; a density from finite elements may
 * give slightly negative ones, which are pooled like other sparse cells). Cells in which fewer than `minimumExpected`
 * samples are expected join the next ones of their kind until the group has enough; 5 is the rule of Cochran,
 * doi:10.2307/3001616.
 *
 * @throws InputError where lengths differ, there are no counts, the probabilities do not sum to 1 (to 1e-6), or fewer than two
 * groups are left
 */
export function chiSquare(
  counts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  minimumExpected = 5,
): ChiSquareResult {
  const samples = requireCounts(counts, probabilities);
  if (!(minimumExpected > 0)) {
    throw new InputError({
      what: `the smallest expected count is ${minimumExpected}`,
      remedy: "give a positive number; 5 is usual",
      value: minimumExpected,
      limit: 0,
    });
  }
  const expected: number[] = [];
  const observed: number[] = [];
  let pooledExpected = 0;
  let pooledObserved = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const share = samples * probabilities[cell]!;
    if (share >= minimumExpected) {
      expected.push(share);
      observed.push(counts[cell]!);
      continue;
    }
    pooledExpected += share;
    pooledObserved += counts[cell]!;
    if (pooledExpected < minimumExpected) continue;
    expected.push(pooledExpected);
    observed.push(pooledObserved);
    pooledExpected = 0;
    pooledObserved = 0;
  }
  if (expected.length > 0) {
    expected[expected.length - 1]! += pooledExpected;
    observed[observed.length - 1]! += pooledObserved;
  }
  if (expected.length < 2) {
    throw new InputError({
      what: `${samples} samples leave ${expected.length} groups with an expected count of at least ${minimumExpected}`,
      remedy: "take more samples, or a mesh that resolves the density",
      value: expected.length,
      limit: 2,
    });
  }
  const statistic = expected.reduce((sum, share, group) => sum + (observed[group]! - share) ** 2 / share, 0);
  const degreesOfFreedom = expected.length - 1;
  return {
    statistic,
    degreesOfFreedom,
    pValue: upperIncompleteGamma(degreesOfFreedom / 2, statistic / 2),
    groups: expected.length,
  };
}

export interface VariationDistance {
  /** 1/2 sum |counts/n - p|: the largest difference of the two probabilities of any union of cells. */
  readonly distance: number;
  /** What the distance is on average where the probabilities are right: 1/2 sum sqrt(2 p (1 - p) / (pi n)), many counts a cell. */
  readonly expectedFromSampling: number;
}

/** Total-variation distance of a histogram from cell probabilities. Throws InputError as `chiSquare` does. */
export function totalVariation(counts: ArrayLike<number>, probabilities: ArrayLike<number>): VariationDistance {
  const samples = requireCounts(counts, probabilities);
  let distance = 0;
  let noise = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const p = probabilities[cell]!;
    distance += Math.abs(counts[cell]! / samples - p);
    noise += Math.sqrt((2 * Math.max(0, p * (1 - p))) / (Math.PI * samples));
  }
  return { distance: distance / 2, expectedFromSampling: noise / 2 };
}

/** Number of samples. */
function requireCounts(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  if (counts.length !== probabilities.length) {
    throw new InputError({
      what: `there are ${counts.length} counts and ${probabilities.length} probabilities`,
      remedy: "give one of each a cell, on the same mesh",
      value: counts.length,
      limit: probabilities.length,
    });
  }
  let samples = 0;
  let mass = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    samples += counts[cell]!;
    mass += probabilities[cell]!;
  }
  if (!(samples > 0)) {
    throw new InputError({
      what: "the histogram is empty",
      remedy: "count some positions first",
      value: samples,
      limit: 1,
    });
  }
  if (!(Math.abs(mass - 1) <= massTolerance)) {
    throw new InputError({
      what: `the probabilities of the cells sum to ${mass}, not to 1 within ${massTolerance}`,
      remedy: "integrate the density over every cell with enough quadrature points",
      value: mass,
      limit: massTolerance,
    });
  }
  return samples;
}
