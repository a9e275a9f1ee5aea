/** Slope of log(error) against log(size) by least squares: the convergence rate. */
export function fittedRate(sizes: readonly number[], errors: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = errors.map(Math.log);
  const meanX = x.reduce((a, b) => a + b) / x.length;
  const meanY = y.reduce((a, b) => a + b) / y.length;
  let covariance = 0;
  let variance = 0;
  for (let k = 0; k < x.length; k++) {
    covariance += (x[k]! - meanX) * (y[k]! - meanY);
    variance += (x[k]! - meanX) ** 2;
  }
  return covariance / variance;
}

/** Largest absolute difference of two arrays of equal length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length} differ`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** Largest absolute value. */
export const largestOf = (a: ArrayLike<number>): number => largestDifference(a, new Float64Array(a.length));
