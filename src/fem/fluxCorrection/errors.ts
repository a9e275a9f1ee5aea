import type { ErrorEstimate } from "../../state/errorEstimate.ts";
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
 * The purity converges more slowly as long as the meshes do not resolve a width of 1/sqrt(N): four times the difference stands for order
 * 0.3, and 1 for the most that two purities can differ by. Where P is that narrow and neither mesh sees it, this says little.
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
  return {
    moments,
    purity,
    errorEstimate: { ...estimates.reduce(largerOf), purity: Math.min(1, 4 * Math.max(...differences) + error + floor) },
  };
}
