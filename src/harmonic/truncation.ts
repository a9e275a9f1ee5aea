import { ConvergenceError, SingularMatrixError } from "../core/errors.ts";

/**
 * What `solve` finds in a band, or null where its equations are singular: a hierarchy that is cut off below N need not be regular,
 * which says nothing about the model. Without a cut the error is passed on.
 */
export function solveCut<Solved>(spins: number, band: number, solve: (band: number) => Solved): Solved | null {
  try {
    return solve(band);
  } catch (error) {
    if (band < spins && error instanceof SingularMatrixError) return null;
    throw error;
  }
}

export const cutIsSingular = (spins: number, band: number): ConvergenceError =>
  new ConvergenceError({
    what: `the moments of degree up to ${band} of N = ${spins} do not determine a state: the equations that are left of the hierarchy are singular, which is no property of the model`,
    remedy: "choose another band, N where that is affordable",
    value: band,
    limit: spins,
  });

export const cutIsNoState = (spins: number, band: number, fault: string): ConvergenceError =>
  new ConvergenceError({
    what: `the moments of degree up to ${band} of N = ${spins} are not those of a steady state: ${fault}`,
    remedy: "give a higher band, or leave it out; finite elements and the density matrix do not cut moments off",
    value: band,
    limit: spins,
  });

export const bandTooLow = (spins: number, band: number, error: number, tolerance: number): ConvergenceError =>
  new ConvergenceError({
    what: `the highest band allowed, ${band} of N = ${spins}, leaves an error of ${error.toExponential(1)} (tolerance ${tolerance})`,
    remedy: "allow a higher band, loosen the tolerance, or give the band and read its error estimate",
    value: error,
    limit: tolerance,
  });
