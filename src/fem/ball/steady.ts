import { once } from "../../core/once.ts";
import { enclosingRegion } from "../../mesh/ball/region.ts";
import type { Mesh } from "../../mesh/mesh.ts";
import { nearestVertex } from "../../mesh/vectors.ts";
import { kossakowski } from "../../model/secondOrder/coefficients.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { type SteadyStructure, type SteadySystem, steadyStructure } from "../steadySystem.ts";
import { enrichedTetrahedron } from "./element.ts";
import { assembleBallGenerator } from "./generator.ts";
import { ballPurity } from "./purity.ts";
import { type BallSpace, ballSpace } from "./space.ts";

/** What the steady equations of all models on a mesh of the ball share. */
export function ballStructure(mesh: Mesh, degree: number): SteadyStructure<BallSpace> {
  const started = performance.now();
  const space = ballSpace(mesh, enrichedTetrahedron(degree));
  // Relative to the middle of the mesh, so that a narrow density keeps all digits of its width.
  return steadyStructure(started, space, momentFunctionals(space, enclosingRegion(mesh).centre));
}

/**
 * The steady equation of a model on a mesh of the ball. By plain Galerkin it is for models with k_+ = k_-: the moments of degree <= the degree of the
 * elements are exact to rounding where they close on their own, for k_+ = k_-, and where N <= degree.
 *
 * @param towards point near which the density is expected to be large; the middle of the mesh by default
 */
export function ballSystem(
  model: SpinModel,
  structure: SteadyStructure<BallSpace>,
  towards?: ArrayLike<number>,
): SteadySystem<BallSpace> {
  const start = performance.now();
  const { space, functionals } = structure;
  const purityOf = once(() => ballPurity(space, model.spins));
  return {
    ...structure,
    model,
    generator: assembleBallGenerator(space, model),
    pin: nearestVertex(space.mesh.points, towards ?? functionals.centre),
    shift: () => uniformDecay(space, model),
    purity: (density) => purityOf()(density),
    squareOfChange: (density, change) => squareOfChange((vector) => purityOf()(vector).purity, density, change),
    seconds: structure.seconds + (performance.now() - start) / 1000,
  };
}

/** Decay of everything at about twice the rate at which local processes damp: small beside what moves P round, and enough to keep factors from growing. */
function uniformDecay(space: BallSpace, model: SpinModel): Float64Array {
  const [xx, yy, zz] = kossakowski(model.local).symmetric;
  const rate = xx + yy + 2 * zz;
  return assembleMass(space).values.map((value) => -rate * value);
}

/** Of a quadratic functional, from its values for densities of mass 1: the change is taken as large as the density, so that nothing cancels. */
function squareOfChange(of: (vector: Float64Array) => number, density: Float64Array, change: Float64Array): number {
  const largest = (vector: Float64Array): number => vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const size = largest(change);
  if (size === 0) return 0;
  const share = largest(density) / size;
  const moved = (by: number): number => of(density.map((value, k) => value + by * change[k]!));
  return Math.max(0, (moved(share) + moved(-share) - 2 * of(density)) / (2 * share * share));
}
