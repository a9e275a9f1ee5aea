import type { SphereMoments } from "../../../src/diagnose/certificate/certificate.ts";
import { sphereMoments } from "../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import { spinModel } from "../../../src/model/spinModel.ts";

/** The steady state under k_- = 1, k_+ = 0, field (B, 0, 0) and dephasing k_z. */
export function steadyMoments(spins: number, field: number, dephasing: number): SphereMoments {
  const model = spinModel({ spins, field: [field, 0, 0], collective: { decay: 1, dephasing } });
  const { state, roundingError } = steadyHarmonics(model, { band: spins });
  return sphereMoments({ spins, band: spins, multipoles: state.unknowns }, roundingError);
}

export const never = (): boolean => false;
