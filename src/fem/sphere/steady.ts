import { once } from "../../core/once.ts";
import { planSolver } from "../../linalg/solver.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { SpinMoments } from "../../state/moments.ts";
import { momentFunctionals } from "../functionals.ts";
import { type DensityMoments, densityMoments } from "../moments.ts";
import { nullVector } from "../nullVector.ts";
import { changeOfPurity, momentRounding } from "../steadyRounding.ts";
import { enrichedTriangle } from "./element.ts";
import { assembleGenerator } from "./generator.ts";
import { purity } from "./purity.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";

/** Wall-clock seconds of the stages. */
export interface StageSeconds {
  readonly assembly: number;
  readonly analysis: number;
  readonly factorization: number;
  readonly solve: number;
}

/** The steady density on one space. */
export interface SteadyDensity {
  readonly space: FunctionSpace;
  /** Nodal values; int P = 1. */
  readonly density: () => Float64Array;
  /** Multipoles of rho up to the lesser of N and the band (layout of state/blocks/multipoles.ts); null without a band. */
  readonly multipoles: Float64Array | null;
  readonly moments: DensityMoments;
  readonly residual: number;
  /** Errors of the moments by rounding, from the condition of the equation. */
  readonly rounding: SpinMoments;
  /** tr rho^2, computed when first asked for. */
  readonly purity: () => number;
  /** Error of the purity by rounding. */
  readonly purityRounding: () => number;
  readonly seconds: StageSeconds;
}

/**
 * Steady state on a given mesh and degree.
 *
 * @param towards direction in which the density is expected to be large
 * @throws SingularMatrixError, ConvergenceError as `nullVector`
 */
export function solveSteady(model: SpinModel, mesh: Mesh, degree: number, towards: ArrayLike<number>): SteadyDensity {
  const start = performance.now();
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const generator = assembleGenerator(space, model);
  const functionals = momentFunctionals(space);
  const assembled = performance.now();
  const plan = planSolver(space.pattern);
  const analysed = performance.now();
  // Vertices are the first unknowns of every space, so a vertex number is an unknown.
  const pin = nearestVertex(mesh.points, towards);
  const found = nullVector(generator, plan, functionals.mass, pin, {
    entrySizes: generator.values,
  });
  const momentsOf = (density: Float64Array): SpinMoments => densityMoments(functionals, density, model.spins).moments;
  const purityOf = (density: Float64Array): number => purity(space, density, model.spins);
  const own = once(() => purityOf(found.vector));
  return {
    space,
    multipoles: null,
    density: () => found.vector,
    moments: densityMoments(functionals, found.vector, model.spins),
    residual: found.residual,
    rounding: momentRounding(model, momentsOf, found.changes),
    purity: own,
    purityRounding: once(() => changeOfPurity(own(), purityOf(found.changes[0]!))),
    seconds: {
      assembly: (assembled - start) / 1000,
      analysis: (analysed - assembled) / 1000,
      ...found.seconds,
    },
  };
}
