import { type DensityMatrix, purity, requireShape } from "../../state/densityMatrix.ts";
import type { Observables, SpinMoments } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import { momentsOfSums } from "../momentsOfSums.ts";
import { ladderElements, magneticNumber } from "../spinOperators.ts";

/**
 * Moments of a state of the symmetric subspace from its matrix elements: with row i at m = N/2 - i and
 * c_i = <i - 1|J_+|i>,
 *
 *   <J_x + iJ_y>                = sum_i c_i rho_{i, i-1}
 *   <{J_x + iJ_y, J_z}>         = sum_i c_i (m_i + m_{i-1}) rho_{i, i-1}
 *   <J_x^2 - J_y^2> + i<{J_x, J_y}> = sum_i c_i c_{i-1} rho_{i, i-2}
 *   <J_x^2 + J_y^2>             = N/2 (N/2 + 1) - <J_z^2>
 */
export function collectiveMoments(density: DensityMatrix): SpinMoments {
  requireShape(density);
  const { spins, real, imaginary } = density;
  const n = spins + 1;
  const ladder = ladderElements(spins);
  let z = 0;
  let zz = 0;
  let x = 0;
  let y = 0;
  let xz = 0;
  let yz = 0;
  let difference = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const m = magneticNumber(spins, i);
    const population = real[i * n + i]!;
    z += m * population;
    zz += m * m * population;
    if (i === 0) continue;
    const first = i * n + i - 1;
    x += ladder[i]! * real[first]!;
    y += ladder[i]! * imaginary[first]!;
    xz += ladder[i]! * (2 * m + 1) * real[first]!;
    yz += ladder[i]! * (2 * m + 1) * imaginary[first]!;
    if (i === 1) continue;
    const second = i * n + i - 2;
    difference += ladder[i]! * ladder[i - 1]! * real[second]!;
    xy += ladder[i]! * ladder[i - 1]! * imaginary[second]!;
  }
  const transverse = (spins / 2) * (spins / 2 + 1) - zz;
  return momentsOfSums(spins, {
    first: [x, y, z],
    squares: [zz, transverse, difference],
    anticommutators: [xy, xz, yz],
  });
}

/** Moments, purity and squeezing of a state of the symmetric subspace. */
export function collectiveObservables(density: DensityMatrix): Observables {
  return observables(density.spins, collectiveMoments(density), purity(density));
}
