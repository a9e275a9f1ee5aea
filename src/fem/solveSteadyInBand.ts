import { logPurityWeights } from "../core/sphericalHarmonics.ts";
import { planSolver } from "../linalg/solver.ts";
import type { Mesh } from "../mesh/mesh.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { bandFunctionals, bandGenerator, bandPower, expandBand, harmonicBand } from "./band.ts";
import { enrichedTriangle } from "./element.ts";
import { densityMoments } from "./moments.ts";
import { nodePoints } from "./nodePoints.ts";
import { nullVector } from "./nullVector.ts";
import { once, type SteadyDensity } from "./solveSteady.ts";
import { functionSpace } from "./space.ts";

/**
 * Steady state within the harmonics l <= bandDegree: the null vector of the generator restricted to the band. It exists and is accurate where the
 * equation is not parabolic, too. Moments and purity come from the coefficients; the mesh only carries the values of P.
 *
 * @throws ResourceLimitError for a band too large; SingularMatrixError, ConvergenceError as `nullVector`
 */
export function solveSteadyInBand(model: SpinModel, mesh: Mesh, degree: number, bandDegree: number): SteadyDensity {
  const start = performance.now();
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const band = harmonicBand(bandDegree);
  const generator = bandGenerator(band, model);
  const functionals = bandFunctionals(band);
  const assembled = performance.now();
  const plan = planSolver(band.pattern);
  const analysed = performance.now();
  // The mean value l = 0 never vanishes, so it is the unknown to fix.
  const found = nullVector(generator, plan, functionals.mass, 0, false);
  return {
    space,
    density: expandBand(bandDegree, found.vector, nodePoints(space)),
    moments: densityMoments(functionals, found.vector, model.spins),
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
