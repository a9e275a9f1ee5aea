import { multiply, type SparseMatrix } from "../../linalg/sparse.ts";
import { type BallRegion, enclosingRegion } from "../../mesh/ballRegion.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { MomentFunctionals } from "../functionals.ts";
import type { DensityMoments } from "../moments.ts";
import { once, type StageSeconds } from "../solveSteady.ts";
import { enrichedTetrahedron } from "./element.ts";
import { ballMomentFunctionals } from "./functionals.ts";
import { assembleBallGenerator, type BallAssemblyOptions } from "./generator.ts";
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
  /** What rounding may leave in a moment equation, in units of the rates: eps times the sum of |L| |P|. */
  readonly rounding: number;
  readonly seconds: StageSeconds;
}

export function ballSystem(model: SpinModel, mesh: Mesh, degree: number, options?: BallAssemblyOptions): BallSystem {
  const start = performance.now();
  const space = ballSpace(mesh, enrichedTetrahedron(degree));
  const generator = assembleBallGenerator(space, model, options);
  const region = enclosingRegion(mesh);
  // Relative to the middle of the mesh, so that a narrow density keeps all digits of its width.
  const functionals = ballMomentFunctionals(space, region.centre);
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

/** eps times the sum of |A| |x|. */
export function roundingOf({ pattern, values }: SparseMatrix, vector: Float64Array): number {
  const image = new Float64Array(pattern.rows);
  multiply({ pattern, values: values.map(Math.abs) }, vector.map(Math.abs), image);
  return Number.EPSILON * image.reduce((sum, value) => sum + value, 0);
}
