import type { Observables } from "./moments.ts";

/** Largest standard deviation of P along the axes; null for one spin, whose second moments say nothing of P. */
export function spreadOf(spins: number, { mean, square }: Observables): number | null {
  if (spins < 2) return null;
  // 4 <J_k^2> / N^2 = 1 / N + (1 - 1 / N) int P r_k^2.
  const variances = square.map((value, k) => (value - 1 / spins) / (1 - 1 / spins) - mean[k]! ** 2);
  // Where a variance is not positive P is no density there, and the noise of a coherent state is a length to look at.
  return Math.sqrt(Math.max(...variances, 1 / (4 * spins)));
}
