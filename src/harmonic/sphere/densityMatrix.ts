import { husimiOfMultipoles } from "../../state/blocks/husimi.ts";
import { fromMultipoles, multipolesOf } from "../../state/blocks/multipoles.ts";
import { type DensityMatrix, trace } from "../../state/densityMatrix.ts";
import { requireTrace } from "../requireTrace.ts";
import type { HarmonicState } from "./state.ts";

/**
 * rho of the harmonics of its P-function, for any N: the unknowns are its components in multipole operators. A band below N
 * leaves out what lies above it; the square of that is what the purity lacks.
 *
 * @throws ResourceLimitError for more spins than a density matrix is made for
 */
export const densityMatrixOfHarmonics = ({ spins, unknowns }: HarmonicState): DensityMatrix =>
  fromMultipoles(spins, unknowns);

/**
 * The harmonics l <= N of the P-function of a state of the symmetric subspace.
 *
 * @throws InputError where the trace is not 1 within 1e-10, ResourceLimitError for too many spins
 */
export function harmonicsOfDensityMatrix(density: DensityMatrix): HarmonicState {
  requireTrace(trace(density));
  return { spins: density.spins, band: density.spins, unknowns: multipolesOf(density) };
}

/** Husimi function of `directions` (3 numbers each). Throws InputError for a direction of length 0 or not finite. */
export const husimiOfHarmonics = ({ spins, unknowns }: HarmonicState, directions: Float64Array): Float64Array =>
  husimiOfMultipoles(spins, unknowns, directions);
