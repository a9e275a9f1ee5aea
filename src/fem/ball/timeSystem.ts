import { enclosingRegion } from "../../mesh/ball/region.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Vector3 } from "../../state/moments.ts";
import { momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { combinedTimeSystem, type Restriction, type TimeSystem } from "../timeSystem.ts";
import { type BallBand, ballBand, expandBallBand, reduceBallMatrix, reduceBallVector } from "./band.ts";
import { assembleBallGenerator, assembleDrivenBallGenerator } from "./generator.ts";
import { ballInitialLoad, bandInitialLoad } from "./initialLoad.ts";
import type { BallSpace } from "./space.ts";

/** The equation in the ball, ready for time steps. */
export type BallTimeSystem = TimeSystem<BallSpace, BallBand>;

/**
 * The equation on a space of the ball, whole or inside a band. The load of an initial state
 * has its exact moments, whether or not the polyhedron holds it.
 *
 * @param field the field as a function of time; the model's own, constant, where null
 */
export function ballTimeSystem(
  space: BallSpace,
  bandDegree: number | null,
  model: SpinModel,
  initial: InitialState,
  field: ((time: number) => Vector3) | null,
): BallTimeSystem {
  const restriction =
    bandDegree === null ? null : restrictionTo(ballBand(space, bandDegree, enclosingRegion(space.mesh)));
  return combinedTimeSystem({
    space,
    restriction,
    mass: assembleMass(space),
    matrices: field === null ? [assembleBallGenerator(space, model)] : assembleDrivenBallGenerator(space, model),
    field,
    functionals: momentFunctionals(space),
    load:
      restriction === null
        ? ballInitialLoad(space, initial, model.spins)
        : bandInitialLoad(restriction.band, initial, model.spins),
  });
}

const restrictionTo = (band: BallBand): Restriction<BallBand> => ({
  band,
  matrix: (matrix) => reduceBallMatrix(band, matrix),
  vector: (vector) => reduceBallVector(band, vector),
  expand: (coefficients) => expandBallBand(band, coefficients),
});
