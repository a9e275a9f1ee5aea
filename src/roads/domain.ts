import { InputError } from "../core/errors.ts";
import type { BallSpace } from "../fem/ball/space.ts";
import type { FunctionSpace } from "../fem/sphere/space.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { type InitialState, livesInBall } from "../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";

/*
 * Sphere or ball. Local rates take the state out of the symmetric subspace, and P off the sphere into the ball. A collective model keeps to the
 * sphere, where it has far fewer unknowns, unless it starts inside the ball or the user gave tetrahedra.
 */

/** @inline */
export type AnySpace = FunctionSpace | BallSpace;

/** Whether P is sought in the ball. Throws InputError for a mesh of the sphere where P is in the ball. */
export function needsBall(model: SpinModel, mesh: Mesh | undefined, initial?: InitialState): boolean {
  const local = hasLocalRates(model);
  if (!local && initial !== undefined && livesInBall(model, initial)) {
    if (mesh === undefined || mesh.dimension === 3) return true;
    throw new InputError({
      what: "the mesh has triangles, and the initial state lies inside the ball",
      remedy: "give tetrahedra, as in --mesh ball:2, or leave --mesh out",
      value: mesh.dimension,
      limit: 3,
    });
  }
  if (mesh !== undefined && mesh.dimension === 2 && local) {
    const { dephasing, pump, decay } = model.local;
    throw new InputError({
      what: `the mesh has triangles, and local rates (dephasing ${dephasing}, pump ${pump}, decay ${decay}) take P off the sphere`,
      remedy: "give tetrahedra, as in --mesh ball:2, or leave --mesh out",
      value: mesh.dimension,
      limit: 3,
    });
  }
  return local || mesh?.dimension === 3;
}

export const isInBall = (space: AnySpace): space is BallSpace => space.mesh.dimension === 3;

/** Elements of the density matrix: with local rates, or a start inside the ball, those of all blocks of total spin N/2, N/2 - 1, ... */
export const densityElements = (model: SpinModel, inBall: boolean = hasLocalRates(model)): number => {
  const { spins } = model;
  return inBall ? ((spins + 1) * (spins + 2) * (spins + 3)) / 6 : (spins + 1) ** 2;
};

/** States |j, m> of those blocks; without local rates of the one with j = N/2. */
export const dickeStates = (model: SpinModel, inBall: boolean = hasLocalRates(model)): number =>
  inBall ? Math.floor((model.spins + 2) ** 2 / 4) : model.spins + 1;
