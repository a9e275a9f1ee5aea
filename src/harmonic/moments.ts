import { momentsFromIntegrals } from "../state/integrals.ts";
import type { Observables, SpinMoments, Vector3 } from "../state/moments.ts";
import { observables } from "../state/observables.ts";
import type { SymmetricMatrix3 } from "../state/squeezing.ts";
import { type HarmonicState, unknownScales } from "./harmonicState.ts";

/** int P r_k and int P r_k r_l, from the harmonics l <= 2. For N = 1, which has no second moments, as if p_2m were 0. */
export function integralsOfHarmonics(state: HarmonicState): {
  readonly mean: Vector3;
  readonly second: SymmetricMatrix3;
} {
  const u = state.unknowns;
  const scales = unknownScales(state.spins, Math.min(2, state.band));
  // Y_10 = sqrt(3/4pi) z, Y_11 = -sqrt(3/8pi)(x + iy)
  const first = 1 / (scales[1]! * Math.sqrt(3 / (4 * Math.PI)));
  const mean: Vector3 = [-u[2]! * first, -u[3]! * first, u[1]! * first];
  if (state.band < 2) return { mean, second: { square: [1 / 3, 1 / 3, 1 / 3], cross: [0, 0, 0] } };
  // Y_20 = sqrt(5/16pi)(3z^2 - 1), Y_21 = -sqrt(15/8pi)(x + iy)z, Y_22 = sqrt(15/32pi)(x + iy)^2
  const axial = u[4]! / (scales[2]! * Math.sqrt(5 / (16 * Math.PI)));
  const planar = 1 / (scales[2]! * Math.sqrt(15 / (16 * Math.PI)));
  const zz = (1 + axial) / 3;
  const xz = (-u[5]! * planar) / 2;
  const yz = (-u[6]! * planar) / 2;
  const difference = u[7]! * planar;
  const xy = (u[8]! * planar) / 2;
  return {
    mean,
    second: {
      square: [(1 - zz + difference) / 2, (1 - zz - difference) / 2, zz],
      cross: [xy, xz, yz],
    },
  };
}

/** First and second spin moments. */
export function momentsOfHarmonics(state: HarmonicState): SpinMoments {
  const { mean, second } = integralsOfHarmonics(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/** tr rho^2 = 4 pi sum_l g_l sum_m |p_lm|^2; a band below N leaves out what lies above it. */
export function purityOfHarmonics(state: HarmonicState): number {
  let sum = 0;
  // From the small high degrees to the large low ones.
  for (let i = state.unknowns.length - 1; i >= 0; i--) sum += state.unknowns[i]! ** 2;
  return sum;
}

/** Moments, purity and squeezing. */
export function observablesOfHarmonics(state: HarmonicState): Observables {
  return observables(state.spins, momentsOfHarmonics(state), purityOfHarmonics(state));
}
