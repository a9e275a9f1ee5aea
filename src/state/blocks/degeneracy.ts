import { requireSpins } from "../observables.ts";

/**
 * ln d_j for j = N/2 - k, k = 0, 1, ...: the number of ways in which N spins one half make up the total spin j,
 * d_j = C(N, k) - C(N, k - 1) = C(N, k) (N + 1 - 2k)/(N + 1 - k). Relative error of d_j: a few k roundings.
 */
export function logDegeneracies(spins: number): Float64Array {
  requireSpins(spins);
  const logs = new Float64Array(Math.floor(spins / 2) + 1);
  // The binomial itself while it is an ordinary number, for its few roundings; its logarithm beyond.
  let binomial = 1;
  let logOfScale = 0;
  for (let k = 0; k < logs.length; k++) {
    if (k > 0) binomial *= (spins + 1 - k) / k;
    if (binomial > 1e250) {
      logOfScale += Math.log(binomial);
      binomial = 1;
    }
    logs[k] = logOfScale + Math.log((binomial * (spins + 1 - 2 * k)) / (spins + 1 - k));
  }
  return logs;
}
