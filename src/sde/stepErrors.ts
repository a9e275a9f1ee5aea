import { type CentralSums, standardError } from "./centralSums.ts";
import type { SampleSums } from "./samples.ts";

/**
 * What trajectories in steps of twice the length differ by from the same in single steps. A scheme of weak order p has a bias of
 * C h^p, so that the difference D of two means is (2^p - 1) C h^p to leading order, and the bias D/(2^p - 1): three times that
 * and two standard errors of D, which is small since both have the same random numbers, bound it.
 */
export interface StepSums {
  readonly sums: SampleSums;
  /** Steps that each trajectory took: each may add a few roundings. */
  readonly count: number;
  readonly weakOrder: number;
}

const SAFETY = 3;

/** Roundings of a step: three sums of four products, a root and a quotient, in units of the last place of 1. */
const ROUNDINGS = 8;

/**
 * Bound of the bias of one mean; infinite where fewer than two differences are known.
 *
 * @param power of the positions: their roundings count so many times
 */
export function differenceBound(
  { count, weakOrder }: StepSums,
  difference: number,
  sums: CentralSums,
  quantity: number,
  power = 2,
): number {
  if (sums.count < 2) return Number.POSITIVE_INFINITY;
  const rounding = power * ROUNDINGS * Number.EPSILON * (count + 1);
  return (SAFETY * Math.abs(difference)) / (2 ** weakOrder - 1) + 2 * standardError(sums, quantity) + rounding;
}
