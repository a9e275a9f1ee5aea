/** Probabilities of a Poisson distribution from `first` on, which add up to 1 but for what is left out on both sides. */
export interface PoissonWeights {
  readonly first: number;
  readonly weights: Float64Array;
  /** At least what they are off by in sum: what is left out, and what makes up for it. */
  readonly leftOut: number;
}

/**
 * e^-mean mean^k / k!, by ratios from the largest on: nothing underflows. Sum and all are right to their number of roundings.
 *
 * @param least what is left out on each side is about as much as that
 */
export function poissonWeights(mean: number, least: number): PoissonWeights {
  const mode = Math.floor(mean);
  const below: number[] = [];
  const above: number[] = [1];
  // Behind k, ratios of neighbours are below mean/(k + 1), and before it below k/mean.
  for (let k = mode, weight = 1; k > 0; k--) {
    weight *= k / mean;
    below.push(weight);
    const ratio = (k - 1) / mean;
    if (weight * ratio <= least * (1 - ratio)) break;
  }
  for (let k = mode + 1, weight = 1; ; k++) {
    weight *= mean / k;
    above.push(weight);
    const ratio = mean / (k + 1);
    if (weight * ratio <= least * (1 - ratio)) break;
  }
  const all = Float64Array.from([...below.toReversed(), ...above]);
  const sum = all.reduce((total, weight) => total + weight, 0);
  return { first: mode - below.length, weights: all.map((weight) => weight / sum), leftOut: (4 * least) / sum };
}
