import { type BlockDensityMatrix, blockCountOf, emptyBlock } from "./blockDensity.ts";
import { requireBlockSpins } from "./blockMultipoles.ts";

/**
 * |j, m><j, m|, mixed evenly over the copies of total spin j among N spins: 1 in one place of one block.
 *
 * @throws ResourceLimitError for more spins than blocks are made for
 */
export function dickeBlocks(spins: number, j: number, m: number): BlockDensityMatrix {
  requireBlockSpins(spins);
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) => emptyBlock(spins - 2 * k));
  const { real } = blocks[spins / 2 - j]!;
  const row = j - m;
  real[row * (2 * j + 1) + row] = 1;
  return { spins, blocks };
}
