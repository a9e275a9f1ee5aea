import { InputError } from "../../core/errors.ts";
import { type DensityMatrix, hermiticityDefect, isPositive, purity, requireShape, trace } from "../densityMatrix.ts";
import { logDegeneracies } from "./degeneracy.ts";

/**
 * A permutation-symmetric state of N spins one half: one matrix for each total spin j = N/2, N/2 - 1, ..., 0 or 1/2, in the
 * basis |j, m> with m = j first. Each is written as the density matrix of 2j spins in their symmetric subspace
 * (`spins` = 2j), and is the sum over the d_j copies of j: the traces add up to 1, and each copy holds 1/d_j of its matrix.
 */
export interface BlockDensityMatrix {
  readonly spins: number;
  readonly blocks: readonly DensityMatrix[];
}

/** Number of values that j takes for N spins. */
export const blockCountOf = (spins: number): number => Math.floor(spins / 2) + 1;

/** The probability of each total spin j = N/2, N/2 - 1, .... */
export const spinProbabilities = (density: BlockDensityMatrix): number[] => density.blocks.map(trace);

/** tr rho. */
export const blockTrace = (density: BlockDensityMatrix): number =>
  spinProbabilities(density).reduce((sum, probability) => sum + probability, 0);

/** tr rho^2 = sum_j tr(rho_j^2)/d_j. */
export function blockPurity(density: BlockDensityMatrix): number {
  const logs = logDegeneracies(density.spins);
  return density.blocks.reduce((sum, block, k) => sum + Math.exp(-logs[k]!) * purity(block), 0);
}

/** Largest |rho_ab - conj(rho_ba)| of all blocks. */
export const blockHermiticityDefect = (density: BlockDensityMatrix): number =>
  Math.max(...density.blocks.map(hermiticityDefect));

/** Whether every eigenvalue of every block is above -tolerance. */
export const isBlockPositive = (density: BlockDensityMatrix, tolerance: number): boolean =>
  density.blocks.every((block) => isPositive(block, tolerance));

/** The state of the symmetric subspace as one of all total spins: only j = N/2 is there. */
export function fromSymmetricSubspace(density: DensityMatrix): BlockDensityMatrix {
  requireShape(density);
  const { spins } = density;
  const others = Array.from({ length: blockCountOf(spins) - 1 }, (_, k) => emptyBlock(spins - 2 * (k + 1)));
  return { spins, blocks: [density, ...others] };
}

/** A matrix of zeros for total spin j. */
export function emptyBlock(twiceSpin: number): DensityMatrix {
  const size = (twiceSpin + 1) ** 2;
  return { spins: twiceSpin, real: new Float64Array(size), imaginary: new Float64Array(size) };
}

/** @throws InputError where there is not one matrix of the right size for each total spin */
export function requireBlockShape(density: BlockDensityMatrix): void {
  const { spins, blocks } = density;
  const expected = blockCountOf(spins);
  if (blocks.length !== expected) {
    throw new InputError({
      what: `a state of ${spins} spins has ${blocks.length} blocks, not ${expected}`,
      remedy: "give one matrix for each total spin j = N/2, N/2 - 1, ..., also where it is zero",
      value: blocks.length,
      limit: expected,
    });
  }
  for (const [k, block] of blocks.entries()) {
    requireShape(block);
    if (block.spins === spins - 2 * k) continue;
    throw new InputError({
      what: `block ${k} of a state of ${spins} spins belongs to 2j = ${block.spins}, not ${spins - 2 * k}`,
      remedy: "order the blocks by falling total spin",
      value: block.spins,
      limit: spins - 2 * k,
    });
  }
}
