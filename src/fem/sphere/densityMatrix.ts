import { husimiOfMultipoles } from "../../state/blocks/husimi.ts";
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

/** Husimi function Q(n) = int P ((1 + n.r)/2)^N in `directions` (3 numbers each) of a density on the sphere. */
export const husimiOnSphere = (
  space: FunctionSpace,
  density: Float64Array,
  spins: number,
  directions: Float64Array,
): Float64Array => husimiOfMultipoles(spins, sphereMultipoles(space, density, spins), directions);

function sphereMultipoles(space: FunctionSpace, density: Float64Array, spins: number): Float64Array {
  const band = purityBand(spins);
  const { real, imaginary } = harmonicCoefficients(space, density, band);
  const mass = real[0]! * Math.sqrt(4 * Math.PI);
  return multipolesOfHarmonics(spins, band, real, imaginary).map((value) => value / mass);
}
