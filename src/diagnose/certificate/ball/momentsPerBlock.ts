import { solidCount, solidIndex } from "../../../core/solidHarmonics.ts";
import { blockMultipoleStart, blocksFromMultipoles } from "../../../state/blocks/blockMultipoles.ts";
import { momentsOfBlocks } from "../../../state/blocks/momentBlocks.ts";

/** For each l the matrix that takes multipoles of the blocks k to moments of degree l + 2i, row by row: the same for all m. */
export function momentsPerBlock(spins: number): Float64Array[] {
  const matrices = Array.from(
    { length: spins + 1 },
    (_, l) => new Float64Array((Math.floor((spins - l) / 2) + 1) ** 2),
  );
  for (let k = 0; 2 * k <= spins; k++) {
    const unit = new Float64Array(solidCount(spins));
    for (let l = 0; l <= spins - 2 * k; l++) unit[blockMultipoleStart(spins, k) + l * l] = 1;
    const { unknowns } = momentsOfBlocks(blocksFromMultipoles(spins, unit));
    for (let l = 0; l <= spins - 2 * k; l++) {
      const count = Math.floor((spins - l) / 2) + 1;
      for (let i = 0; i < count; i++) matrices[l]![i * count + k] = unknowns[solidIndex(l + 2 * i, l, 0)]!;
    }
  }
  return matrices;
}
