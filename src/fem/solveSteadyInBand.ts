import { logPurityWeights } from "../core/sphericalHarmonics.ts";
import { planSolver } from "../linalg/solver.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { bandPower, expandBand, harmonicBand, reduceMatrix, reduceVector } from "./band.ts";
import { enrichedTriangle } from "./element.ts";
import { momentFunctionals } from "./functionals.ts";
import { assembleGenerator } from "./generator.ts";
import { densityMoments } from "./moments.ts";
import { nullVector } from "./nullVector.ts";
import { once, type SteadyDensity } from "./solveSteady.ts";
import { functionSpace } from "./space.ts";

/**
 * Steady state within the harmonics l <= bandDegree of a finite-element space: the null vector of the generator restricted to
 * the band. It exists and is accurate where the equation is not parabolic, too.
 *
 * @throws ResourceLimitError for a band too large; SingularMatrixError, ConvergenceError as `nullVector`
 */
export function solveSteadyInBand(model: SpinModel, mesh: Mesh, degree: number, bandDegree: number): SteadyDensity {
  const start = performance.now();
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const generator = assembleGenerator(space, model);
  const functionals = momentFunctionals(space);
  const band = harmonicBand(space, bandDegree);
  const reduced = reduceMatrix(band, generator);
  const assembled = performance.now();
  const plan = planSolver(band.pattern);
  const analysed = performance.now();
  // The mean value l = 0 never vanishes, so it is the unknown to fix.
  const found = nullVector(reduced, plan, reduceVector(band, functionals.mass), 0, false);
  const density = expandBand(band, found.vector);
  return {
    space,
    density,
    moments: densityMoments(functionals, density, model.spins),
    residual: found.residual,
    purity: once(() => bandPurity(bandDegree, found.vector, model.spins)),
    seconds: { assembly: (assembled - start) / 1000, analysis: (analysed - assembled) / 1000, ...found.seconds },
  };
}

/** tr rho^2 = 4 pi sum_l g_l sum_m |p_lm|^2 from the coefficients in a band. */
export function bandPurity(bandDegree: number, coefficients: Float64Array, spins: number): number {
  const power = bandPower(bandDegree, coefficients);
  const weights = logPurityWeights(spins, bandDegree);
  return power.reduce((sum, value, l) => sum + 4 * Math.PI * Math.exp(weights[l]!) * value, 0);
}
