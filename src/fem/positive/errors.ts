import { type ErrorEstimate, leastPurity, withinPurities } from "../../state/errorEstimate.ts";
import type { SpinMoments, Vector3 } from "../../state/moments.ts";
import { estimateMoments, largerOf, roundingFloor } from "../errorEstimate.ts";
import { type DensityMoments, densityMoments } from "../moments.ts";
import type { PositiveSystem } from "./system.ts";

/** A density on its system. */
export interface Solution {
  readonly system: PositiveSystem;
  readonly density: Float64Array;
}

export interface SolutionObservables {
  readonly moments: DensityMoments;
  readonly purity: number;
  readonly errorEstimate: ErrorEstimate;
}

/**
 * Moments and purity of the finer solution, with errors: twice the difference from the limited solution on the coarser mesh, or from plain
 * Galerkin's there where that is more. At order q the finer error is 1/(2^q - 1) of the former difference, all of it at order 1; but meshes
 * that do not resolve P yet may agree on what limiting does to it. Plain Galerkin's moments know nothing of limiting, and are the more
 * accurate ones.
 *
 * Where P contracts below a cell plain Galerkin's values grow without bound, and overflow in the end. No estimate is larger than the
 * distance to the values farthest off that a state may have.
 *
 * The purity converges more slowly as long as the meshes do not resolve a width of 1/sqrt(N): four times the difference stands for order
 * 0.3. A difference of half the purity says that P is narrower than that, and that any purity up to 1 is possible. Where neither mesh sees
 * a peak, this says little.
 */
export function solutionObservables(
  { system, density }: Solution,
  limited: Solution,
  galerkin: Solution | null,
): SolutionObservables {
  const { spins } = system.model;
  const floor = roundingFloor(system.space.mesh, spins);
  const momentsOf = (one: Solution): DensityMoments => densityMoments(one.system.functionals, one.density, spins);
  const moments = momentsOf({ system, density });
  const { purity, error } = system.purity(density);
  const references = galerkin === null ? [limited] : [limited, galerkin];
  const estimates = references.map((one) => estimateMoments(momentsOf(one).moments, moments.moments, floor, true));
  const differences = references.map((one) => Math.abs(purity - one.system.purity(one.density).purity));
  const change = Math.max(...differences);
  const farthest = Math.max(purity, 1 - purity);
  // A change that is not a number is not below either.
  const purityError = change < purity / 2 ? Math.min(farthest, 4 * change + error + floor) : farthest;
  const within = withinPurities(purity, purityError, leastPurity(spins, system.space.mesh.dimension === 3));
  return {
    moments,
    purity: within.purity,
    errorEstimate: { ...withinReach(moments.moments, estimates.reduce(largerOf)), purity: within.error },
  };
}

/** Estimates of at most 1 + |value|, as no moment is beyond -1 or 1. */
function withinReach(moments: SpinMoments, estimates: SpinMoments): SpinMoments {
  const within = (group: "mean" | "square" | "cross"): Vector3 => {
    const at = (k: 0 | 1 | 2): number => {
      const reach = 1 + Math.abs(moments[group][k]);
      return estimates[group][k] < reach ? estimates[group][k] : reach;
    };
    return [at(0), at(1), at(2)];
  };
  return { mean: within("mean"), square: within("square"), cross: within("cross") };
}
