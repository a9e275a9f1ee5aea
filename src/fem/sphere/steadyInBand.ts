import { once } from "../../core/once.ts";
import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { planSolver } from "../../linalg/solver.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { densityMoments } from "../moments.ts";
import { nodePoints } from "../nodePoints.ts";
import { nullVector } from "../nullVector.ts";
import { changeOfPurity, momentRounding } from "../steadyRounding.ts";
import type { SteadyDensity } from "../steadySystem.ts";
import { bandEntrySizes, bandFunctionals, bandGenerator, bandPower, expandBand, harmonicBand } from "./band.ts";
import { scaled, unknownScales } from "./bandScales.ts";
import { enrichedTriangle } from "./element.ts";
import { type FunctionSpace, functionSpace } from "./space.ts";

/**
 * Steady state within the harmonics l <= bandDegree: the null vector of the generator restricted to the band. It exists and is accurate where the
 * equation is not parabolic, too. Moments and purity come from the coefficients; the mesh only carries the values of P.
 *
 * Solved for are u_lm = sqrt(4 pi g_l) p_lm, which make up the purity and never exceed 1: p_lm itself grows without bound where P is not classical.
 *
 * @throws ResourceLimitError for a band too large; SingularMatrixError, ConvergenceError as `nullVector`; NotUniqueError as `momentRounding`
 */
export function solveSteadyInBand(
  model: SpinModel,
  mesh: Mesh,
  degree: number,
  bandDegree: number,
): SteadyDensity<FunctionSpace> {
  const { spins } = model;
  const start = performance.now();
  const band = harmonicBand(bandDegree);
  const scales = unknownScales(spins, bandDegree);
  const generator = scaled(bandGenerator(band, model), scales);
  const sizes = scaled(bandEntrySizes(band, model), scales);
  const functionals = bandFunctionals(band);
  const assembled = performance.now();
  const plan = planSolver(generator.pattern);
  const analysed = performance.now();
  const coefficients = (unknowns: Float64Array): Float64Array => unknowns.map((value, k) => value / scales[k]!);
  // The mean value l = 0 never vanishes, so it is the unknown to fix.
  const { vector, changes, residual, seconds } = nullVector(generator, plan, coefficients(functionals.mass), 0, {
    mayMove: false,
    entrySizes: sizes.values,
  });
  const momentsOf = (unknowns: Float64Array) => densityMoments(functionals, coefficients(unknowns), spins);
  // Degrees above N are gauge.
  const physical = (Math.min(spins, bandDegree) + 1) ** 2;
  const purityOf = (unknowns: Float64Array): number =>
    unknowns.subarray(0, physical).reduce((sum, value) => sum + value * value, 0);
  // The space carries the values of P alone, which of most solutions nobody asks for.
  const carrier = once(() => functionSpace(mesh, enrichedTriangle(degree)));
  return {
    get space() {
      return carrier();
    },
    multipoles: once(() => vector.slice(0, physical)),
    density: once(() => expandBand(bandDegree, coefficients(vector), nodePoints(carrier()))),
    moments: momentsOf(vector),
    residual,
    rounding: momentRounding(model, (change) => momentsOf(change).moments, changes),
    band: bandDegree,
    purity: once(() => ({ purity: purityOf(vector), error: 0 })),
    purityRounding: once(() => changeOfPurity(purityOf(vector), purityOf(changes[0]!))),
    seconds: { assembly: (assembled - start) / 1000, analysis: (analysed - assembled) / 1000, ...seconds },
  };
}

/** tr rho^2 = 4 pi sum_l g_l sum_m |p_lm|^2 from the coefficients in a band. */
export function bandPurity(bandDegree: number, coefficients: Float64Array, spins: number): number {
  const power = bandPower(bandDegree, coefficients);
  const weights = logPurityWeights(spins, bandDegree);
  return power.reduce((sum, value, l) => sum + 4 * Math.PI * Math.exp(weights[l]!) * value, 0);
}
