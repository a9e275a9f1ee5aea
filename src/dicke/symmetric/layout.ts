/**
 * Where the matrix elements of a permutation-symmetric state lie in one real vector.
 *
 * The state is a sum over blocks l = 0, 1, ..., one for each total spin j = N/2 - l, of Hermitian matrices rho_l of order
 * 2j + 1 in the basis |j, m>, m = j - a with row a = 0 .. 2j. The vector holds block after block, so that dissipation
 * makes its generator block tridiagonal. Of a block it holds the lower triangle by coherence q: element (b + q, b),
 * b = 0 .. 2j - q, first the real parts for q = 0, 1, ..., then, unless they are left out, the imaginary parts for
 * q = 1, 2, .... Dissipation and a field along z couple elements of one q only, a transverse field couples q to q +- 1.
 */
export interface BlockLayout {
  readonly spins: number;
  /** 1 for the symmetric subspace j = N/2 alone, otherwise floor(N/2) + 1. */
  readonly blockCount: number;
  /** Elements with q above it are left out (they are zero). */
  readonly highestCoherence: number;
  /** Elements with q below it are left out. */
  readonly lowestCoherence: number;
  /** Whether there are imaginary parts. */
  readonly imaginary: boolean;
  /** First place of each block; one entry more at the end. */
  readonly blockStarts: Int32Array;
  /** Length of the vector. */
  readonly size: number;
}

export interface LayoutOptions {
  readonly blockCount?: number;
  readonly highestCoherence?: number;
  readonly lowestCoherence?: number;
  readonly imaginary?: boolean;
}

/** 2j + 1 of block l. */
export const blockOrder = (spins: number, block: number): number => spins + 1 - 2 * block;

/** Number of total spins that N spins one half can have. */
export const fullBlockCount = (spins: number): number => Math.floor(spins / 2) + 1;

export function blockLayout(spins: number, options: LayoutOptions = {}): BlockLayout {
  const { blockCount = fullBlockCount(spins), highestCoherence = spins, lowestCoherence = 0 } = options;
  const { imaginary = true } = options;
  const blockStarts = new Int32Array(blockCount + 1);
  for (let block = 0; block < blockCount; block++) {
    const order = blockOrder(spins, block);
    const end = realStartIn(order, Math.min(order, highestCoherence + 1));
    const countFrom = (lowest: number): number => end - realStartIn(order, Math.min(order, lowest));
    const count = countFrom(lowestCoherence);
    const imaginaries = imaginary ? countFrom(Math.max(1, lowestCoherence)) : 0;
    blockStarts[block + 1] = blockStarts[block]! + count + imaginaries;
  }
  return {
    spins,
    blockCount,
    highestCoherence,
    lowestCoherence,
    imaginary,
    blockStarts,
    size: blockStarts[blockCount]!,
  };
}

/** Number of elements with coherence below q in a block of that order. */
const realStartIn = (order: number, q: number): number => q * order - (q * (q - 1)) / 2;

/** The largest coherence kept in a block. */
export const lastCoherence = (layout: BlockLayout, block: number): number =>
  Math.min(layout.highestCoherence, blockOrder(layout.spins, block) - 1);

/** Place of Re rho_(b + q, b) of a block at b = 0. */
export function realStart(layout: BlockLayout, block: number, q: number): number {
  const order = blockOrder(layout.spins, block);
  return layout.blockStarts[block]! + realStartIn(order, q) - realStartIn(order, layout.lowestCoherence);
}

/** Place of Im rho_(b + q, b) of a block at b = 0; q >= 1. */
export function imaginaryStart(layout: BlockLayout, block: number, q: number): number {
  const order = blockOrder(layout.spins, block);
  const firstImaginary = realStartIn(order, Math.max(1, layout.lowestCoherence));
  return realStart(layout, block, lastCoherence(layout, block) + 1) + realStartIn(order, q) - firstImaginary;
}

/** Number of real unknowns of all blocks, (N + 1)(N + 2)(N + 3)/6, or (N + 1)^2 of the first alone. */
export const unknownCount = (spins: number, blockCount: number): number =>
  blockCount === 1 ? (spins + 1) ** 2 : ((spins + 1) * (spins + 2) * (spins + 3)) / 6;

/** Bytes of the matrices of all blocks: 16 for each of the sum of (2j + 1)^2 elements. */
export const densityBytes = (spins: number): number => (16 * ((spins + 1) * (spins + 2) * (spins + 3))) / 6;
