import { InputError } from "../core/errors.ts";
import { ballCellMasses } from "../fem/ball/cellMasses.ts";
import { ballNodePoints } from "../fem/ball/geometry.ts";
import type { BallSpace } from "../fem/ball/space.ts";
import { type BallDensitySpectrum, slowestBallDensityModes } from "../fem/ball/spectrum.ts";
import { type BallSteadyState, ballSteadyState } from "../fem/ball/steadyState.ts";
import { cellMasses } from "../fem/sphere/cellMasses.ts";
import { nodePoints } from "../fem/sphere/nodePoints.ts";
import type { FunctionSpace } from "../fem/sphere/space.ts";
import { type DensitySpectrum, slowestDensityModes } from "../fem/sphere/spectrum.ts";
import { type SteadyOptions, type SteadyState, steadyState } from "../fem/sphere/steadyState.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { evolvesInBall, type InitialState } from "../model/initialState.ts";
import { hasLocalRates, type SpinModel } from "../model/spinModel.ts";
import type { SpectrumOptions } from "../state/spectrum.ts";

/*
 * Finite elements in two versions: P on the sphere, or in the ball where local rates take it there or the user gave tetrahedra.
 */

export type AnySpace = FunctionSpace | BallSpace;

/** Errors as `steadyState` of fem and `ballSteadyState`; InputError for a mesh of the sphere where P is in the ball. */
export const steadyByElements = (model: SpinModel, options: SteadyOptions = {}): SteadyState | BallSteadyState =>
  needsBall(model, options.mesh) ? ballSteadyState(model, options) : steadyState(model, options);

/** Errors as `slowestDensityModes` and `slowestBallDensityModes`. */
export const modesByElements = (model: SpinModel, options: SpectrumOptions): DensitySpectrum | BallDensitySpectrum =>
  hasLocalRates(model) ? slowestBallDensityModes(model, options) : slowestDensityModes(model, options);

/** Whether P is sought in the ball. Throws InputError for a mesh of the sphere where P is in the ball. */
export function needsBall(model: SpinModel, mesh: Mesh | undefined, initial?: InitialState): boolean {
  const local = hasLocalRates(model);
  if (!local && initial !== undefined && evolvesInBall(model, initial)) {
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

/** Position of every unknown's node: 3 numbers an unknown. */
export const nodePositions = (space: AnySpace): Float64Array =>
  isInBall(space) ? ballNodePoints(space) : nodePoints(space);

/** Integral of P over each cell. */
export const massesOf = (space: AnySpace, density: Float64Array): Float64Array =>
  isInBall(space) ? ballCellMasses(space, density) : cellMasses(space, density);
