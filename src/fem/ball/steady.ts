import { once } from "../../core/once.ts";
import { planSolver } from "../../linalg/solver.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import { assembleMass } from "../mass.ts";
import { densityMoments } from "../moments.ts";
import { nullVector } from "../nullVector.ts";
import { type BallSteadyDensity, type BallSystem, ballRounding } from "./system.ts";

/**
 * Steady state of plain Galerkin: for models with k_+ = k_-. The moments of degree <= the degree of the elements are exact to rounding where
 * they close on their own: for k_+ = k_-, and where N <= degree.
 *
 * @param towards point near which the density is expected to be large; the middle of the mesh by default
 * @throws SingularMatrixError, ConvergenceError as `nullVector`; NotUniqueError as `momentRounding`
 */
export function solveBallSteady(
  system: BallSystem,
  towards: ArrayLike<number> = system.region.centre,
): BallSteadyDensity {
  const { model, space, generator, functionals } = system;
  const start = performance.now();
  const plan = planSolver(space.pattern);
  const analysis = (performance.now() - start) / 1000;
  // Vertices are the first unknowns of every space, so a vertex number is an unknown.
  const pin = nearestVertex(space.mesh.points, towards);
  const found = nullVector(generator, plan, functionals.mass, pin, {
    shift: () => uniformDecay(system),
    entrySizes: generator.values,
  });
  return {
    space,
    density: found.vector,
    moments: densityMoments(functionals, found.vector, model.spins),
    band: null,
    residual: found.residual,
    purity: once(() => system.purity(found.vector)),
    ...ballRounding(system, found.vector, found.changes),
    seconds: { assembly: system.seconds, analysis, ...found.seconds },
  };
}

/** Decay of everything at twice the rate at which local processes damp: small beside what moves P round, and enough to keep factors from growing. */
function uniformDecay({ model, space }: BallSystem): Float64Array {
  const { dephasing, pump, decay } = model.local;
  return assembleMass(space).values.map((value) => -2 * (dephasing + pump + decay) * value);
}
