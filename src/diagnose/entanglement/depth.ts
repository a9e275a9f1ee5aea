/**
 * Entanglement depth that a quantum Fisher information about a collective rotation proves: states that are products, and mixtures of products, of groups
 * of at most k spins have F <= s k^2 + r^2, s = floor(N/k), r = N - s k. P. Hyllus et al., doi:10.1103/PhysRevA.85.022321; G. Toth,
 * doi:10.1103/PhysRevA.85.022322.
 *
 * @param fisher F, less what it may be off by
 * @returns k + 1 for the largest k < N whose bound it is above, 1 where it is above none
 */
export function provenDepth(spins: number, fisher: number): number {
  // The bound rises with k.
  let [low, high] = [0, spins];
  while (high - low > 1) {
    const k = Math.floor((low + high) / 2);
    if (fisher > producibleBound(spins, k)) low = k;
    else high = k;
  }
  return low + 1;
}

function producibleBound(spins: number, size: number): number {
  const groups = Math.floor(spins / size);
  return groups * size ** 2 + (spins - groups * size) ** 2;
}
