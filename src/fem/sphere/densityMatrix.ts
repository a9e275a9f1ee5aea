import { fromMultipoles, multipolesOfHarmonics, requireOrder } from "../../state/blocks/multipoles.ts";
import type { DensityMatrix } from "../../state/densityMatrix.ts";
import { harmonicCoefficients } from "./harmonicCoefficients.ts";
import { purityBand } from "./purity.ts";
import type { FunctionSpace } from "./space.ts";

/**
 * rho = int P alpha(r) in the symmetric subspace, P given by nodal values on the sphere and scaled to mass 1. Right as far as P
 * is: where it has errors, or gauge that was not filtered, small eigenvalues may be negative.
 *
 * @throws ResourceLimitError for more spins than a density matrix is made for
 */
export function densityMatrixOnSphere(space: FunctionSpace, density: Float64Array, spins: number): DensityMatrix {
  requireOrder(spins);
  return fromMultipoles(spins, sphereMultipoles(space, density, spins));
}

/** Multipoles of rho (layout of state/blocks/multipoles.ts), as far as a state of N spins can have any. */
export function sphereMultipoles(space: FunctionSpace, density: Float64Array, spins: number): Float64Array {
  const band = purityBand(spins);
  const { real, imaginary } = harmonicCoefficients(space, density, band);
  const mass = real[0]! * Math.sqrt(4 * Math.PI);
  return multipolesOfHarmonics(spins, band, real, imaginary).map((value) => value / mass);
}
