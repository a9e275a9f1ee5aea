import type { DensityMatrix } from "../../state/densityMatrix.ts";

/**
 * A Hermitian (N + 1) x (N + 1) matrix as (N + 1)^2 real numbers, ordered by coherence q = i - j >= 0 (i, j: row and
 * column, i the one with more spins down): for q = 0 the populations; for q > 0 first Re rho_{j+q, j}, then
 * Im rho_{j+q, j}, for j = 0 .. N - q. Collective dissipation couples entries of one q only, and lies in them
 * contiguously; the transverse field couples q to q +- 1.
 */
export type PackedDensity = Float64Array;

/** Number of entries of coherence q: the length of its real part and, for q > 0, of its imaginary part. */
export const coherenceLength = (spins: number, q: number): number => spins + 1 - q;

/** Where Re rho_{q, 0} lies. */
export function realStart(spins: number, q: number): number {
  const n = spins + 1;
  return q === 0 ? 0 : n * (2 * q - 1) - q * (q - 1);
}

/** Where Im rho_{q, 0} lies, q > 0. */
export const imaginaryStart = (spins: number, q: number): number => realStart(spins, q) + coherenceLength(spins, q);

/** Lower triangle of a density matrix, packed; the upper one is its mirror image and is not read. */
export function pack(density: DensityMatrix): PackedDensity {
  const n = density.spins + 1;
  const packed = new Float64Array(n * n);
  for (let q = 0; q < n; q++) {
    const real = realStart(density.spins, q);
    for (let j = 0; j < n - q; j++) packed[real + j] = density.real[(j + q) * n + j]!;
    if (q === 0) continue;
    const imaginary = imaginaryStart(density.spins, q);
    for (let j = 0; j < n - q; j++) packed[imaginary + j] = density.imaginary[(j + q) * n + j]!;
  }
  return packed;
}

/** The full matrix of a packed one. */
export function unpack(spins: number, packed: PackedDensity): DensityMatrix {
  const n = spins + 1;
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  for (let j = 0; j < n; j++) real[j * n + j] = packed[j]!;
  for (let q = 1; q < n; q++) {
    const realAt = realStart(spins, q);
    const imaginaryAt = imaginaryStart(spins, q);
    for (let j = 0; j < n - q; j++) {
      const i = j + q;
      real[i * n + j] = real[j * n + i] = packed[realAt + j]!;
      imaginary[i * n + j] = packed[imaginaryAt + j]!;
      imaginary[j * n + i] = -packed[imaginaryAt + j]!;
    }
  }
  return { spins, real, imaginary };
}

/** tr rho of a packed matrix. */
export function packedTrace(spins: number, packed: PackedDensity): number {
  let sum = 0;
  for (let j = 0; j <= spins; j++) sum += packed[j]!;
  return sum;
}

/** Frobenius norm: sqrt(tr rho^2). Off-diagonal entries stand for two of the matrix. */
export function frobeniusNorm(spins: number, packed: PackedDensity): number {
  let diagonal = 0;
  let rest = 0;
  for (let j = 0; j <= spins; j++) diagonal += packed[j]! * packed[j]!;
  for (let k = spins + 1; k < packed.length; k++) rest += packed[k]! * packed[k]!;
  return Math.sqrt(diagonal + 2 * rest);
}
