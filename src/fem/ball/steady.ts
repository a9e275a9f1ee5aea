import { planSolver } from "../../linalg/solver.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { densityMoments } from "../moments.ts";
import { nullVector } from "../nullVector.ts";
import { type BallSteadyDensity, type BallSystem, roundingOf } from "./system.ts";

/**
 * Steady state of plain Galerkin: for models with k_+ = k_-. The moments of degree <= the degree of the elements are exact to rounding where
 * they close on their own: for k_+ = k_-, and where N <= degree.
 *
 * @param towards point near which the density is expected to be large
 * @throws SingularMatrixError, ConvergenceError as `nullVector`
 */
export function solveBallSteady(system: BallSystem, towards: ArrayLike<number> = [0, 0, 0]): BallSteadyDensity {
  const { model, space, generator, functionals } = system;
  const start = performance.now();
  const plan = planSolver(space.pattern);
  const analysis = (performance.now() - start) / 1000;
  const found = nullVector(generator, plan, functionals.mass, nearestVertex(space.mesh, towards));
  return {
    space,
    density: found.vector,
    moments: densityMoments(functionals, found.vector, model.spins),
    residual: found.residual,
    rounding: roundingOf(generator, found.vector),
    seconds: { assembly: system.seconds, analysis, ...found.seconds },
  };
}

/** Vertices are the first unknowns of every space, so a vertex number is an unknown. */
function nearestVertex({ points }: Mesh, place: ArrayLike<number>): number {
  let best = 0;
  let shortest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < points.length; at += 3) {
    const length = Math.hypot(points[at]! - place[0]!, points[at + 1]! - place[1]!, points[at + 2]! - place[2]!);
    if (length < shortest) {
      shortest = length;
      best = at / 3;
    }
  }
  return best;
}
