import { solidIndex } from "../../core/solidHarmonics.ts";
import { correlationStrengths, purityBeyondStrengths, purityOfStrengths } from "../../state/ballMoments.ts";
import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import type { SymmetricMatrix3 } from "../../state/squeezing.ts";
import { unknownScales } from "../harmonicState.ts";
import type { BallState } from "./ballState.ts";

/** int P r_k and int P r_k r_l, from n <= 2. For N = 1, which has no second moments, as if P were uniform on the sphere. */
export function integralsOfBall(state: BallState): { readonly mean: Vector3; readonly second: SymmetricMatrix3 } {
  const u = state.unknowns;
  const scales = unknownScales(state.spins, Math.min(2, state.band));
  // r Y_10 = sqrt(3/4pi) z, r Y_11 = -sqrt(3/8pi)(x + iy)
  const first = 1 / (scales[1]! * Math.sqrt(3 / (4 * Math.PI)));
  const linear = solidIndex(1, 1, 0);
  const mean: Vector3 = [-u[linear + 1]! * first, -u[linear + 2]! * first, u[linear]! * first];
  if (state.band < 2) return { mean, second: { square: [1 / 3, 1 / 3, 1 / 3], cross: [0, 0, 0] } };
  // r^2 Y_00 = sqrt(1/4pi) r^2, r^2 Y_20 = sqrt(5/16pi)(3z^2 - r^2), Y_21 = -sqrt(15/8pi)(x + iy)z, Y_22 = sqrt(15/32pi)(x + iy)^2
  const radial = (u[solidIndex(2, 0, 0)]! / scales[0]!) * Math.sqrt(4 * Math.PI);
  const at = solidIndex(2, 2, 0);
  const axial = u[at]! / (scales[2]! * Math.sqrt(5 / (16 * Math.PI)));
  const planar = 1 / (scales[2]! * Math.sqrt(15 / (16 * Math.PI)));
  const zz = (radial + axial) / 3;
  const difference = u[at + 3]! * planar;
  return {
    mean,
    second: {
      square: [(radial - zz + difference) / 2, (radial - zz - difference) / 2, zz],
      cross: [(u[at + 4]! * planar) / 2, (-u[at + 1]! * planar) / 2, (-u[at + 2]! * planar) / 2],
    },
  };
}

/** First and second spin moments. */
export function momentsOfBall(state: BallState): SpinMoments {
  const { mean, second } = integralsOfBall(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/** tr rho^2; a band below N leaves out what lies above it, which may be nearly everything. */
export const purityOfBall = (state: BallState): number => purityOfStrengths(state.spins, correlationStrengths(state));

/** Estimate of what a band below N leaves out of the purity; 0 for the full band. */
export const purityBeyondBand = (state: BallState): number =>
  purityBeyondStrengths(state.spins, correlationStrengths(state));

/** Moments, purity and squeezing. */
export const observablesOfBall = (state: BallState): Observables =>
  observables(state.spins, momentsOfBall(state), purityOfBall(state));
