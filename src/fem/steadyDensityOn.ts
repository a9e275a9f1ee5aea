import { InputError } from "../core/errors.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { requireCollective, type SpinModel } from "../model/spinModel.ts";
import { requireUniqueInBall, requireUniqueSteadyState, steadyStateKind } from "../model/uniqueness.ts";
import { lagrangeTetrahedron } from "./ball/element.ts";
import type { BallSpace } from "./ball/space.ts";
import { ballStructure, ballSystem } from "./ball/steady.ts";
import { lagrangeTriangle } from "./sphere/element.ts";
import type { FunctionSpace } from "./sphere/space.ts";
import { sphereStructure, sphereSystem } from "./sphere/steady.ts";
import { type SteadyDensity, solveSteady } from "./steadySystem.ts";

// One solve on one mesh, of the sphere or of the ball: which of them says the mesh.

/**
 * Steady P of a model on one mesh and degree: one solve, without search for a mesh and without a second solution to tell the error of truncation.
 * `rounding` of the result is what floating point leaves in the moments; the purity is computed when it is asked for. No gauge filter: where the equation
 * is not parabolic few digits may be left, as `steadyState` says with an error estimate.
 *
 * @param degree 1 to 8 on triangles, 1 to 4 on tetrahedra
 * @throws as the function that `steadySolverOn` returns
 */
export const steadyDensityOn = (
  model: SpinModel,
  mesh: Mesh,
  degree: number,
): SteadyDensity<FunctionSpace> | SteadyDensity<BallSpace> => steadySolverOn(mesh, degree)(model);

/**
 * Returns a function from models to their steady P on one mesh and degree: space, functionals and symbolic analysis serve all models.
 *
 * The function throws InputError for local rates on a mesh of the sphere, and for a steady state that is a point and has no density; NotUniqueError where a
 * quantity is conserved; SingularMatrixError or ConvergenceError where the equation is too near to a singular one.
 *
 * @throws InputError for a degree that is not offered
 */
export function steadySolverOn(
  mesh: Mesh,
  degree: number,
): (model: SpinModel) => SteadyDensity<FunctionSpace> | SteadyDensity<BallSpace> {
  if (mesh.dimension === 3) {
    const structure = ballStructure(mesh, lagrangeTetrahedron(degree).degree);
    return (model) => {
      requireUniqueInBall(model);
      requireDensity(model);
      return solveSteady(ballSystem(model, structure));
    };
  }
  const structure = sphereStructure(mesh, lagrangeTriangle(degree).degree);
  return (model) => {
    requireCollective(model);
    requireUniqueSteadyState(model);
    requireDensity(model);
    return solveSteady(sphereSystem(model, structure, mesh.grading?.centre));
  };
}

function requireDensity(model: SpinModel): void {
  const kind = steadyStateKind(model);
  if (kind.kind !== "point") return;
  throw new InputError({
    what: `P of the steady state is a delta at (${kind.direction.join(", ")}), which no mesh resolves`,
    remedy: "use steady, which knows such states",
    value: kind.direction,
  });
}
