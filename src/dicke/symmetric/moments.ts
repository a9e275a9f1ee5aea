import { logDegeneracies } from "../../state/blocks/degeneracy.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { momentsOfSums } from "../momentsOfSums.ts";
import { type BlockLayout, blockOrder, imaginaryStart, lastCoherence, realStart } from "./layout.ts";
import { blockSquare } from "./packing.ts";

/**
 * Moments of a packed state, summed over the blocks: with m_a = j - a and c_a = <a - 1|J_+|a>
 *
 *   <J_x + iJ_y>                    = sum_a c_a rho_{a, a-1}
 *   <{J_x + iJ_y, J_z}>             = sum_a c_a (m_a + m_{a-1}) rho_{a, a-1}
 *   <J_x^2 - J_y^2> + i<{J_x, J_y}> = sum_a c_a c_{a-1} rho_{a, a-2}
 *   <J_x^2 + J_y^2>                 = sum_a (j(j + 1) - m_a^2) rho_aa
 */
export function packedMoments(layout: BlockLayout, packed: Float64Array): SpinMoments {
  const { spins } = layout;
  let [z, zz, transverse, x, y, xz, yz, difference, xy] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let block = 0; block < layout.blockCount; block++) {
    const order = blockOrder(spins, block);
    const spin = (order - 1) / 2;
    const last = lastCoherence(layout, block);
    const start = layout.blockStarts[block]!;
    for (let a = 0; a < order; a++) {
      const m = spin - a;
      const population = packed[start + a]!;
      z += m * population;
      zz += m * m * population;
      transverse += (spin * (spin + 1) - m * m) * population;
    }
    if (last < 1) continue;
    const realOne = realStart(layout, block, 1);
    const imaginaryOne = layout.imaginary ? imaginaryStart(layout, block, 1) : -1;
    for (let b = 0; b < order - 1; b++) {
      const ladder = Math.sqrt((b + 1) * (order - 1 - b));
      const weight = ladder * (2 * (spin - b) - 1);
      x += ladder * packed[realOne + b]!;
      xz += weight * packed[realOne + b]!;
      if (imaginaryOne < 0) continue;
      y += ladder * packed[imaginaryOne + b]!;
      yz += weight * packed[imaginaryOne + b]!;
    }
    if (last < 2) continue;
    const realTwo = realStart(layout, block, 2);
    const imaginaryTwo = layout.imaginary ? imaginaryStart(layout, block, 2) : -1;
    for (let b = 0; b < order - 2; b++) {
      const ladders = Math.sqrt((b + 1) * (order - 1 - b) * (b + 2) * (order - 2 - b));
      difference += ladders * packed[realTwo + b]!;
      if (imaginaryTwo >= 0) xy += ladders * packed[imaginaryTwo + b]!;
    }
  }
  return momentsOfSums(spins, {
    first: [x, y, z],
    squares: [zz, transverse, difference],
    anticommutators: [xy, xz, yz],
  });
}

/** tr rho^2: each of the d_j copies of a block holds 1/d_j of it. */
export function packedPurity(layout: BlockLayout, packed: Float64Array): number {
  const logs = logDegeneracies(layout.spins);
  let sum = 0;
  for (let block = 0; block < layout.blockCount; block++) {
    sum += Math.exp(-logs[block]!) * blockSquare(layout, block, packed);
  }
  return sum;
}

/** Moments, purity and squeezing of a packed state. */
export const packedObservables = (layout: BlockLayout, packed: Float64Array): Observables =>
  observables(layout.spins, packedMoments(layout, packed), packedPurity(layout, packed));
