import type { SpinMoments } from "../../state/moments.ts";
import type { SpinBlocks } from "./blocksOf.ts";

/**
 * First and second moments of a state from its matrices. In the block of total spin j, with m_a = j - a and c_a = <a - 1|J_+|a>:
 *
 *   <J_x + i J_y> = sum_a c_a rho_{a, a-1}     <{J_x + i J_y, J_z}> = sum_a c_a (2 m_a + 1) rho_{a, a-1}
 *   <J_x^2 - J_y^2> + i <{J_x, J_y}> = sum_a c_a c_{a-1} rho_{a, a-2}     <J_x^2 + J_y^2> = sum_a (j (j + 1) - m_a^2) rho_aa
 */
export function spinMoments({ spins, blocks }: SpinBlocks): SpinMoments {
  let [x, y, z, plane, zz, difference, xy, xz, yz] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { spins: twiceJ, real, imaginary } of blocks) {
    const n = twiceJ + 1;
    const ladder = (a: number): number => Math.sqrt(a * (n - a));
    for (let a = 0; a < n; a++) {
      const m = twiceJ / 2 - a;
      const population = real[a * n + a]!;
      z += m * population;
      zz += m * m * population;
      plane += ((twiceJ / 2) * (twiceJ / 2 + 1) - m * m) * population;
      if (a < 1) continue;
      const one = ladder(a);
      x += one * real[a * n + a - 1]!;
      y += one * imaginary[a * n + a - 1]!;
      xz += one * (2 * m + 1) * real[a * n + a - 1]!;
      yz += one * (2 * m + 1) * imaginary[a * n + a - 1]!;
      if (a < 2) continue;
      const two = one * ladder(a - 1);
      difference += two * real[a * n + a - 2]!;
      xy += two * imaginary[a * n + a - 2]!;
    }
  }
  const [first, second] = [2 / spins, 2 / spins ** 2];
  return {
    mean: [first * x, first * y, first * z],
    square: [second * (plane + difference), second * (plane - difference), 2 * second * zz],
    cross: [second * xy, second * xz, second * yz],
  };
}
