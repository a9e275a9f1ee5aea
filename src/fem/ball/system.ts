import { once } from "../../core/once.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import { type BallRegion, enclosingRegion } from "../../mesh/ball/region.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SpinMoments } from "../../state/moments.ts";
import type { MomentFunctionals } from "../functionals.ts";
import { momentFunctionals } from "../functionals.ts";
import { type DensityMoments, densityMoments } from "../moments.ts";
import type { StageSeconds } from "../sphere/steady.ts";
import { changeOfPurity, momentRounding } from "../steadyRounding.ts";
import { enrichedTetrahedron } from "./element.ts";
import { assembleBallGenerator } from "./generator.ts";
import { type BallPurity, ballPurity } from "./purity.ts";
import { type BallSpace, ballSpace } from "./space.ts";

/** The steady equation of a model on one space: L P = 0, mass . P = 1. */
export interface BallSystem {
  readonly model: SpinModel;
  readonly space: BallSpace;
  readonly generator: SparseMatrix;
  readonly functionals: MomentFunctionals;
  /** A ball around the mesh. */
  readonly region: BallRegion;
  /** tr rho^2 of a density of mass 1. */
  readonly purity: (density: Float64Array) => BallPurity;
  /** Seconds it took to assemble. */
  readonly seconds: number;
}

/** The steady density on one space. */
export interface BallSteadyDensity {
  readonly space: BallSpace;
  /** Nodal values; int P = 1. */
  readonly density: Float64Array;
  readonly moments: DensityMoments;
  /** Degree of the band, null without one. */
  readonly band: number | null;
  /** Backward error of the null vector. */
  readonly residual: number;
  /** tr rho^2, computed when first asked for. */
  readonly purity: () => BallPurity;
  /** Errors of the moments by rounding, from the condition of the equation. */
  readonly rounding: SpinMoments;
  /** Error of the purity by rounding. */
  readonly purityRounding: () => number;
  readonly seconds: StageSeconds;
}

export function ballSystem(model: SpinModel, mesh: Mesh, degree: number): BallSystem {
  const start = performance.now();
  const space = ballSpace(mesh, enrichedTetrahedron(degree));
  const generator = assembleBallGenerator(space, model);
  const region = enclosingRegion(mesh);
  // Relative to the middle of the mesh, so that a narrow density keeps all digits of its width.
  const functionals = momentFunctionals(space, region.centre);
  const purityOf = once(() => ballPurity(space, model.spins));
  return {
    model,
    space,
    generator,
    functionals,
    region,
    purity: (density) => purityOf()(density),
    seconds: (performance.now() - start) / 1000,
  };
}

/**
 * Errors of what is observed in a steady density by rounding.
 *
 * @param changes samples of the change of the density, of mass 0
 * @throws NotUniqueError as `momentRounding`
 */
export function ballRounding(
  { model, functionals, purity }: BallSystem,
  density: Float64Array,
  changes: readonly Float64Array[],
): Pick<BallSteadyDensity, "rounding" | "purityRounding"> {
  const momentsOf = (vector: Float64Array): SpinMoments => densityMoments(functionals, vector, model.spins).moments;
  return {
    rounding: momentRounding(model, momentsOf, changes),
    purityRounding: once(() => {
      const at = (vector: Float64Array): number => purity(vector).purity;
      return changeOfPurity(at(density), squareOfChange(at, density, changes[0]!));
    }),
  };
}

/** Of a quadratic functional, from its values for densities of mass 1: the change is taken as large as the density, so that nothing cancels. */
function squareOfChange(of: (vector: Float64Array) => number, density: Float64Array, change: Float64Array): number {
  const largest = (vector: Float64Array): number => vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const size = largest(change);
  if (size === 0) return 0;
  const share = largest(density) / size;
  const moved = (by: number): number => of(density.map((value, k) => value + by * change[k]!));
  return Math.max(0, (moved(share) + moved(-share) - 2 * of(density)) / (2 * share * share));
}
