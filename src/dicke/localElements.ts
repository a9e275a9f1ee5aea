import type { LADDER } from "./processMatrix.ts";

type Process = (typeof LADDER)[number];

/** What each does to m. */
export const magneticChange = { dephasing: 0, pump: 1, decay: -1 } as const;

/**
 * What one spin's sigma_z, sigma_+ or sigma_- does to |j, m>, up to a factor that depends on j alone. From
 *
 *   |j, m> = sqrt((j + m)/(2j)) |j - 1/2, m - 1/2>|up> + sqrt((j - m)/(2j)) |j - 1/2, m + 1/2>|down>
 *   |j, m> = -sqrt((j + 1 - m)/(2j + 2)) |j + 1/2, m - 1/2>|up> + sqrt((j + 1 + m)/(2j + 2)) |j + 1/2, m + 1/2>|down>,
 *
 * the couplings of the last spin with N - 1 others of total spin j - 1/2 or j + 1/2, one reads off the matrix elements to
 * j' = j, j +- 1. Squares are products of integers.
 */
function localElement(kind: Process, twiceSpin: number, twiceM: number, change: -1 | 0 | 1): number {
  if (kind === "dephasing") {
    if (change === 0) return twiceM / 2;
    const top = twiceSpin + (change > 0 ? 2 : 0);
    return Math.sqrt(((top + twiceM) / 2) * ((top - twiceM) / 2));
  }
  // Pump is decay with all spins turned over, which changes the sign of one of the two where j changes.
  const up = (kind === "decay" ? twiceSpin + twiceM : twiceSpin - twiceM) / 2;
  const down = twiceSpin - up;
  if (change === 0) return Math.sqrt(up * (down + 1));
  if (change < 0) return (kind === "decay" ? -1 : 1) * Math.sqrt(up * (up - 1));
  return (kind === "pump" ? -1 : 1) * Math.sqrt((down + 1) * (down + 2));
}

/**
 * The factor that goes with it, squared, averaged over the copies of j and summed over the N spins, in units of the local
 * rate gamma (the master equation's gamma/2 with s_+- = 2 sigma_+-; the same for all three processes, and for products of two).
 *
 * Of the copies of j a share (2j/(2j + 1)) (N/2 + j + 1)/N comes from N - 1 spins with j - 1/2, and
 * ((2j + 2)/(2j + 1)) (N/2 - j)/N from those with j + 1/2: the ratio of the numbers of copies for N - 1 and N.
 */
export function localWeight(spins: number, spin: number, change: -1 | 0 | 1): number {
  if (change < 0) return (spins / 2 + spin + 1) / (spin * (2 * spin + 1));
  if (change > 0) return (spins / 2 - spin) / ((spin + 1) * (2 * spin + 1));
  return spin === 0 ? 0 : (spins / 2 + 1) / (spin * (spin + 1));
}

/**
 * N - (N + 2) m_a m_b / (j (j + 1)), from integers: the difference of what every spin loses and of `localWeight` times the elements of sigma_z. Where rates
 * of flips are far below that of dephasing, a rounding error of the two would stand for such a rate.
 */
export function dephasingShare(spins: number, twiceSpin: number, a: number, b: number): number {
  if (twiceSpin === 0) return spins;
  const square = twiceSpin * (twiceSpin + 2);
  return (spins * square - (spins + 2) * (twiceSpin - 2 * a) * (twiceSpin - 2 * b)) / square;
}

/**
 * Elements that lead to the rows a of a block with `order` rows, from row a - shift of a block with total spin `sourceSpin`; 0 where that is no row. The spin
 * changes by `change` on the way.
 */
export function elementsOf(kind: Process, order: number, sourceSpin: number, change: -1 | 0 | 1): Float64Array {
  const shift = change - magneticChange[kind];
  const factors = new Float64Array(order);
  for (let a = 0; a < order; a++) {
    const sourceRow = a - shift;
    if (sourceRow < 0 || sourceRow > 2 * sourceSpin) continue;
    factors[a] = localElement(kind, 2 * sourceSpin, 2 * (sourceSpin - sourceRow), change);
  }
  return factors;
}
