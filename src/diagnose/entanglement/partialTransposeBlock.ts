import type { SpinBlocks } from "./blocksOf.ts";
import type { Coupling } from "./coupling.ts";
import type { Hermitian } from "./hermitianSpectrum.ts";

/**
 * The partial transpose of a permutation-symmetric state across A | B, in one of its blocks: spins jA of A and jB of B. rho commutes with
 * the permutations within A and within B, so it is the same matrix on each of the d_jA d_jB copies of |jA, mA>|jB, mB>,
 *
 *     sum_j C_j^T (rho_j / d_j) C_j,       C_j the Clebsch-Gordan coefficients of jA and jB to j,
 *
 * as the copies of j in N spins hold each pair of copies of jA and jB at most once. The matrix depends on jA and jB, not on how many
 * spins A and B are; the cut decides which blocks occur, and how often.
 *
 * Row a (2 jB + 1) + b stands for mA = jA - a, mB = jB - b; B is transposed. The matrix is that of one copy times exp(`logUnit`).
 */
export interface PartialTransposeBlock {
  readonly matrix: Hermitian;
  readonly logUnit: number;
}

export function partialTransposeBlock(
  { spins, blocks, logDegeneracies }: SpinBlocks,
  { twiceA, twiceB, tables }: Coupling,
  isReal: boolean,
): PartialTransposeBlock {
  const width = twiceB + 1;
  const order = (twiceA + 1) * width;
  const real = new Float64Array(order * order);
  const imaginary = isReal ? null : new Float64Array(order * order);
  // j = jA + jB - k is block `first` + k.
  const first = (spins - twiceA - twiceB) / 2;
  const logUnit = Math.min(...tables.map((_, k) => logDegeneracies[first + k]!));
  for (const [k, table] of tables.entries()) {
    const block = blocks[first + k]!;
    const size = block.spins + 1;
    const weight = Math.exp(logUnit - logDegeneracies[first + k]!);
    for (let a = 0; a <= twiceA; a++) {
      for (let bOther = 0; bOther <= twiceB; bOther++) {
        const left = weight * table[a * width + bOther]!;
        if (left === 0) continue;
        const source = (a + bOther - k) * size - k;
        for (let aOther = 0; aOther <= twiceA; aOther++) {
          for (let b = 0; b <= twiceB; b++) {
            const factor = left * table[aOther * width + b]!;
            if (factor === 0) continue;
            const target = (a * width + b) * order + aOther * width + bOther;
            real[target]! += factor * block.real[source + aOther + b]!;
            if (imaginary !== null) imaginary[target]! += factor * block.imaginary[source + aOther + b]!;
          }
        }
      }
    }
  }
  return { matrix: { order, real, imaginary }, logUnit };
}
