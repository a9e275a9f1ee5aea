import { NotParabolicError } from "../../core/errors.ts";
import { once } from "../../core/once.ts";
import { planSolver, type SolverPlan } from "../../linalg/solver.ts";
import type { SparseMatrix } from "../../linalg/sparse.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { isParabolicInBall, isParabolicOnSphere } from "../../model/kramersMoyal.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { leastDiffusion } from "../../model/secondOrder/parabolic/parabolic.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { lagrangeTetrahedron } from "../ball/element.ts";
import { assembleBallGenerator, assembleMovingBallGenerator } from "../ball/generator.ts";
import { ballPurity } from "../ball/purity.ts";
import { type BallSpace, ballSpace } from "../ball/space.ts";
import { type MomentFunctionals, momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { patternElements } from "../patternElements.ts";
import { lagrangeTriangle } from "../sphere/element.ts";
import { assembleGenerator, assembleMovingGenerator } from "../sphere/generator.ts";
import { spherePurity } from "../sphere/purity.ts";
import { type FunctionSpace, functionSpace } from "../sphere/space.ts";
import type { DensityPurity } from "../steadySystem.ts";
import { movingGenerator } from "../timeSystem.ts";
import { type EdgeGraph, edgeGraph } from "./edgeGraph.ts";
import { lumpedMass } from "./lowOrder.ts";

/** M dP/dt = L(t) P on elements of degree 1, with what flux correction needs of it. */
export interface PositiveSystem {
  readonly model: SpinModel;
  readonly space: FunctionSpace | BallSpace;
  readonly plan: SolverPlan;
  readonly graph: EdgeGraph;
  readonly mass: Float64Array;
  /** int phi_i: the mass of P is the sum of lumped_i P_i, with the lumped as with the consistent mass matrix. */
  readonly lumped: Float64Array;
  /** Writes the values of L at time t. */
  readonly generator: (time: number, values: Float64Array) => void;
  readonly autonomous: boolean;
  readonly functionals: MomentFunctionals;
  /** tr rho^2 of a density of mass 1, and what is left out of it. */
  readonly purity: (density: Float64Array) => DensityPurity;
}

/**
 * On a mesh of the sphere or of the ball.
 *
 * @param moving what depends on time, which is for others to check where that is more than the field; the model is constant where null
 * @throws NotParabolicError where D has a negative eigenvalue: see `requireParabolic`; InputError for local rates on a mesh of the sphere
 */
export function positiveSystem(model: SpinModel, mesh: Mesh, moving: MovingModel | null = null): PositiveSystem {
  if (moving === null || moving.isField) requireParabolic(model, mesh.dimension);
  const parts = mesh.dimension === 3 ? onBall(model, mesh, moving) : onSphere(model, mesh, moving);
  const { space, mass, matrices } = parts;
  return {
    model,
    space,
    plan: planSolver(space.pattern, { elements: patternElements(space) }),
    graph: edgeGraph(space.pattern),
    mass: mass.values,
    lumped: lumpedMass(mass),
    generator: movingGenerator(matrices, moving),
    autonomous: moving === null,
    functionals: parts.functionals,
    purity: parts.purity,
  };
}

type Parts = Pick<PositiveSystem, "space" | "functionals" | "purity"> & {
  readonly mass: SparseMatrix;
  /** The generator; of a model that moves that of what stands still and one for each coefficient that moves. */
  readonly matrices: readonly SparseMatrix[];
};

function onSphere(model: SpinModel, mesh: Mesh, moving: MovingModel | null): Parts {
  requireCollective(model);
  const space = functionSpace(mesh, lagrangeTriangle(1));
  return {
    space,
    mass: assembleMass(space),
    matrices: moving === null ? [assembleGenerator(space, model)] : assembleMovingGenerator(space, moving),
    functionals: momentFunctionals(space),
    purity: spherePurity(space, model.spins).of,
  };
}

function onBall(model: SpinModel, mesh: Mesh, moving: MovingModel | null): Parts {
  const space = ballSpace(mesh, lagrangeTetrahedron(1));
  // Prepared when first asked for.
  const purityOf = once(() => ballPurity(space, model.spins));
  return {
    space,
    mass: assembleMass(space),
    matrices: moving === null ? [assembleBallGenerator(space, model)] : assembleMovingBallGenerator(space, moving),
    functionals: momentFunctionals(space),
    purity: (density) => purityOf()(density),
  };
}

/**
 * Where the equation is not parabolic it does not keep P >= 0, and a non-negative P with the right moments need not exist. The low-order
 * scheme would still give one, by as much diffusion as it takes: of size 1/N however fine the mesh is, so that it is the answer to another
 * equation.
 */
export function requireParabolic(model: SpinModel, dimension: 2 | 3): void {
  if (dimension === 3 ? isParabolicInBall(model) : isParabolicOnSphere(model)) return;
  const remedy = "use the scheme galerkin in a band, where P may be negative, or leave the scheme out";
  const coefficients = coefficientsOf(model);
  if (dimension === 3) {
    const { skew } = coefficients.collective;
    throw new NotParabolicError({
      what: `in the ball the equation is parabolic only without an interaction and with w = 0 (w is ${skew.join(", ")}), as for equal collective pump and decay, and P >= 0 need not exist`,
      remedy,
      value: Math.hypot(...skew),
      limit: 0,
    });
  }
  const { value } = leastDiffusion(coefficients);
  throw new NotParabolicError({
    what: `on the sphere the equation is not parabolic (its diffusion has an eigenvalue ${value.toPrecision(3)}), and P >= 0 need not exist`,
    remedy,
    value,
    limit: 0,
  });
}
