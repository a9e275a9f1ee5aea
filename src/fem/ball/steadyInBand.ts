import { ConvergenceError } from "../../core/errors.ts";
import { partByPart } from "../../linalg/partByPart.ts";
import { roundingSamples } from "../../linalg/roundingSamples.ts";
import { planSolver } from "../../linalg/solver.ts";
import { enclosingRegion } from "../../mesh/ball/region.ts";
import { densityMoments } from "../moments.ts";
import { observedRounding, type SteadyDensity, type SteadySystem } from "../steadySystem.ts";
import { ballBand, expandBallBand, reduceBallMatrix, reduceBallVector, termSizes } from "./band.ts";
import type { BallSpace } from "./space.ts";

/** Backward error above which a null vector is not one. */
const RESIDUAL_LIMIT = 1e-10;

/**
 * Steady state within the polynomials of degree <= bandDegree: the null vector of the generator restricted to the band. It exists and is
 * accurate where the equation is not parabolic, too. Its moments are exact to rounding where N <= bandDegree <= the degree of the elements;
 * where the band goes beyond that degree, polynomials are interpolated.
 *
 * @throws ResourceLimitError for a band too large, SingularMatrixError where a second steady state exists, ConvergenceError
 * where the residual stays above rounding level, NotUniqueError as `momentRounding`
 */
export function solveBallSteadyInBand(system: SteadySystem<BallSpace>, bandDegree: number): SteadyDensity<BallSpace> {
  const { model, space, generator, functionals } = system;
  const start = performance.now();
  const band = ballBand(space, bandDegree, enclosingRegion(space.mesh));
  const reduced = reduceBallMatrix(band, generator);
  const fixed = { pattern: band.pattern, values: reduced.values.slice() };
  const scale = reduced.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  // The test function 1 leaves a row of zeros: the condition on the mass takes its place, at the size of the other rows.
  fixed.values.set(reduceBallVector(band, functionals.mass).map((value) => scale * value));
  const assembled = performance.now();
  const plan = planSolver(band.pattern);
  const analysed = performance.now();
  const solver = plan.factor(fixed.values);
  const factored = performance.now();
  const right = new Float64Array(band.size);
  right[0] = scale;
  const coefficients = new Float64Array(band.size);
  const { residual } = solver.solve(right, coefficients);
  if (!(residual < RESIDUAL_LIMIT)) {
    throw new ConvergenceError({
      what: `the steady state in the band leaves a relative residual of ${residual.toExponential(1)} (limit ${RESIDUAL_LIMIT})`,
      remedy: "use a smaller band, or compare the orders of magnitude of the rates",
      value: residual,
      limit: RESIDUAL_LIMIT,
    });
  }
  const density = expandBallBand(band, coefficients);
  // Errors of the entries on the mesh, as the band sees them: in the products with its polynomials, whose sum the density is. Where it is narrow they cancel.
  const respond = partByPart(density.length, (noise, change) => {
    const seen = reduceBallVector(band, noise);
    seen[0] = 0;
    solver.approximate(seen, seen);
    change.set(expandBallBand(band, seen));
  });
  const changes = roundingSamples(generator, termSizes(band, coefficients), respond);
  const end = performance.now();
  return {
    space,
    density: () => density,
    multipoles: null,
    moments: densityMoments(functionals, density, model.spins),
    band: bandDegree,
    residual,
    ...observedRounding(system, density, changes),
    seconds: {
      assembly: system.seconds + (assembled - start) / 1000,
      analysis: (analysed - assembled) / 1000,
      factorization: (factored - analysed) / 1000,
      solve: (end - factored) / 1000,
    },
  };
}
