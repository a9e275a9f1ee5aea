import type { SpinMoments } from "../state/moments.ts";

/** Sums over matrix elements, from which the moments of any permutation-symmetric state follow. */
export interface MomentSums {
  /** <J_x>, <J_y>, <J_z>. */
  readonly first: readonly [number, number, number];
  /** <J_z^2>, <J_x^2 + J_y^2>, <J_x^2 - J_y^2>. */
  readonly squares: readonly [number, number, number];
  /** <{J_x, J_y}>, <{J_x, J_z}>, <{J_y, J_z}>. */
  readonly anticommutators: readonly [number, number, number];
}

/** Moments as they are reported, 2<J>/N and 4<J^2>/N^2. */
export function momentsOfSums(spins: number, { first, squares, anticommutators }: MomentSums): SpinMoments {
  const toMean = 2 / spins;
  const toSquare = 4 / spins ** 2;
  const toCross = 2 / spins ** 2;
  const [x, y, z] = first;
  const [zz, transverse, difference] = squares;
  const [xy, xz, yz] = anticommutators;
  return {
    mean: [toMean * x, toMean * y, toMean * z],
    square: [(toSquare * (transverse + difference)) / 2, (toSquare * (transverse - difference)) / 2, toSquare * zz],
    cross: [toCross * xy, toCross * xz, toCross * yz],
  };
}
