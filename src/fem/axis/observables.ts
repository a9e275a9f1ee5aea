import type { ErrorEstimate, withinPurities } from "../../state/errorEstimate.ts";
import type { Observables, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import type { Moments } from "./frame.ts";
import type { MomentErrors } from "./solve.ts";

/** Observables of the spins (docs/physics.md, section 5) from moments of P around z. */
export function axisObservables(
  spins: number,
  { u, z, zz }: Moments,
  [uError, zError, zzError]: MomentErrors,
  { purity, error }: ReturnType<typeof withinPurities>,
): { readonly observables: Observables; readonly errorEstimate: ErrorEstimate } {
  const share = 1 / spins;
  const many = 1 - share;
  const across = share + (many * u) / 2;
  const along = share + many * (zz + z * z);
  const mean: Vector3 = [0, 0, z];
  const square: Vector3 = [across, across, along];
  const cross: Vector3 = [0, 0, 0];
  const covariance = { square: [across, across, share * (1 - z * z) + many * zz] as const, cross };
  return {
    observables: observables(spins, { mean, square, cross }, purity, covariance),
    errorEstimate: {
      mean: [0, 0, zError],
      square: [uError / 2, uError / 2, zzError],
      cross: [0, 0, 0],
      purity: error,
    },
  };
}
