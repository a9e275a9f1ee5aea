import { type BlockDensityMatrix, blockCountOf, requireBlockShape } from "../../state/blocks/blockDensity.ts";
import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import { type DensityMatrix, requireShape } from "../../state/densityMatrix.ts";

/** A permutation-symmetric state, of the symmetric subspace alone or with a matrix for each total spin. */
export type AnyDensity = DensityMatrix | BlockDensityMatrix;

/** The matrices that are there, with ln of the number of copies that each of them stands for; those of zeros at the end are left out. */
export interface SpinBlocks {
  readonly spins: number;
  /** Block k belongs to j = N/2 - k. */
  readonly blocks: readonly DensityMatrix[];
  readonly logDegeneracies: Float64Array;
}

/** @throws InputError where the matrices do not fit N */
export function blocksOf(density: AnyDensity): SpinBlocks {
  const { spins } = density;
  const logs = logDegeneracies(spins);
  if (!("blocks" in density)) {
    requireShape(density);
    return { spins, blocks: [density], logDegeneracies: logs };
  }
  requireBlockShape(density);
  let count = blockCountOf(spins);
  while (count > 1 && isZero(density.blocks[count - 1]!)) count--;
  return { spins, blocks: density.blocks.slice(0, count), logDegeneracies: logs };
}

const isZero = ({ real, imaginary }: DensityMatrix): boolean =>
  real.every((value) => value === 0) && imaginary.every((value) => value === 0);
