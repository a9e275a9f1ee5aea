/**
 * Where the matrix elements of a permutation-symmetric state lie in one real vector.
 *
 * The state is a sum over blocks l = 0, 1, ..., one for each total spin j = N/2 - l, of matrices rho_l of order
 * 2j + 1 in the basis |j, m>, m = j - a with row a = 0 .. 2j. Of each Hermitian block the lower triangle is kept:
 * element (b + q, b), q >= 0 the coherence, b = 0 .. 2j - q. Order: by q, then by block, then by b. The vector holds all
 * real parts first and then the imaginary parts for q >= 1, in the same order.
 *
 * Dissipation couples elements of one q only and a field along z does so too; a transverse field couples q to q +- 1.
 */
export interface BlockLayout {
  readonly spins: number;
  /** 1 for the symmetric subspace j = N/2 alone, otherwise floor(N/2) + 1. */
  readonly blockCount: number;
  /** Elements with q above it are left out (they are zero). */
  readonly highestCoherence: number;
  /** Place of element (q, 0) of block l at [q * blockCount + l]; one entry more at the end. */
  readonly starts: Int32Array;
  /** Number of real parts. */
  readonly realCount: number;
  /** Number of real parts with q = 0, which have no imaginary part. */
  readonly diagonalCount: number;
  /** Length of the vector: 2 realCount - diagonalCount. */
  readonly size: number;
}

/** 2j + 1 of block l. */
export const blockOrder = (spins: number, block: number): number => spins + 1 - 2 * block;

/** Number of total spins that N spins one half can have. */
export const fullBlockCount = (spins: number): number => Math.floor(spins / 2) + 1;

export function blockLayout(
  spins: number,
  blockCount = fullBlockCount(spins),
  highestCoherence = spins,
): BlockLayout {
  const starts = new Int32Array((highestCoherence + 1) * blockCount + 1);
  let place = 0;
  for (let q = 0; q <= highestCoherence; q++) {
    for (let block = 0; block < blockCount; block++) {
      starts[q * blockCount + block] = place;
      place += Math.max(0, blockOrder(spins, block) - q);
    }
  }
  starts[starts.length - 1] = place;
  const diagonalCount = starts[blockCount]!;
  return {
    spins,
    blockCount,
    highestCoherence,
    starts,
    realCount: place,
    diagonalCount,
    size: 2 * place - diagonalCount,
  };
}

/** Place of Re rho_(b + q, b) of a block at b = 0. */
export const realStart = (layout: BlockLayout, q: number, block: number): number =>
  layout.starts[q * layout.blockCount + block]!;

/** Place of Im rho_(b + q, b) of a block at b = 0; q >= 1. */
export const imaginaryStart = (layout: BlockLayout, q: number, block: number): number =>
  layout.realCount - layout.diagonalCount + realStart(layout, q, block);

/** Number of real unknowns of all blocks, (N + 1)(N + 2)(N + 3)/6, or (N + 1)^2 of the first alone. */
export const unknownCount = (spins: number, blockCount: number): number =>
  blockCount === 1 ? (spins + 1) ** 2 : ((spins + 1) * (spins + 2) * (spins + 3)) / 6;
