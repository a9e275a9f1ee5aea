/**
 * Count, means and central sums of products of several quantities: sum_i (q_i - mean)(q_i - mean)'. Two of them merge
 * without cancellation (T. F. Chan, G. H. Golub and R. J. LeVeque, doi:10.1080/00031305.1983.10483115). Merging is not associative
 * in the last bit, so that whoever wants the same bits merges in a fixed order.
 */
export interface CentralSums {
  readonly count: number;
  /** One number a quantity. */
  readonly mean: Float64Array;
  /** The lower triangle row by row: (a, b), b <= a, at a (a + 1)/2 + b. */
  readonly products: Float64Array;
}

/** No sample of `quantities` quantities. */
export function emptySums(quantities: number): CentralSums {
  return {
    count: 0,
    mean: new Float64Array(quantities),
    products: new Float64Array((quantities * (quantities + 1)) / 2),
  };
}

/** Sums of `count` samples; quantity q of sample i is values[q * count + i]. Subtracts the means from `values` in place. */
export function sumsOfSamples(values: Float64Array, quantities: number, count: number): CentralSums {
  const sums = { ...emptySums(quantities), count };
  if (count === 0) return sums;
  for (let q = 0; q < quantities; q++) {
    // Samples that are all equal have no spread, not even by rounding.
    const first = values[q * count]!;
    let total = 0;
    for (let i = q * count; i < (q + 1) * count; i++) total += values[i]! - first;
    const mean = first + total / count;
    for (let i = q * count; i < (q + 1) * count; i++) values[i]! -= mean;
    sums.mean[q] = mean;
  }
  for (let a = 0, at = 0; a < quantities; a++) {
    for (let b = 0; b <= a; b++, at++) {
      let total = 0;
      for (let i = 0; i < count; i++) total += values[a * count + i]! * values[b * count + i]!;
      sums.products[at] = total;
    }
  }
  return sums;
}

/** Sums of the samples of both; `left` comes first. */
export function mergeSums(left: CentralSums, right: CentralSums): CentralSums {
  if (left.count === 0) return right;
  if (right.count === 0) return left;
  const count = left.count + right.count;
  const share = right.count / count;
  const shift = right.mean.map((mean, q) => mean - left.mean[q]!);
  const mean = left.mean.map((value, q) => value + share * shift[q]!);
  const products = left.products.map((value, at) => value + right.products[at]!);
  for (let a = 0, at = 0; a < shift.length; a++) {
    for (let b = 0; b <= a; b++, at++) products[at]! += left.count * share * shift[a]! * shift[b]!;
  }
  return { count, mean, products };
}

/** Covariance of the *means* of quantities a and b <= a: the sample covariance divided by the count. Needs two samples. */
export function covarianceOfMeans({ count, products }: CentralSums, a: number, b: number): number {
  return products[(a * (a + 1)) / 2 + b]! / (count - 1) / count;
}

/** Standard error of the mean of quantity q. Needs two samples. */
export function standardError(sums: CentralSums, q: number): number {
  return Math.sqrt(covarianceOfMeans(sums, q, q));
}
