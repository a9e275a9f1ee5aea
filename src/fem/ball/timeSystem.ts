import { enclosingRegion } from "../../mesh/ball/region.ts";
import type { InitialState } from "../../model/initialState.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { momentFunctionals } from "../functionals.ts";
import { assembleMass } from "../mass.ts";
import { combinedTimeSystem, type Restriction, type TimeSystem } from "../timeSystem.ts";
import { type BallBand, ballBand, expandBallBand, reduceBallMatrix, reduceBallVector } from "./band.ts";
import { assembleBallGenerator, assembleMovingBallGenerator } from "./generator.ts";
import { ballInitialLoad, bandInitialLoad } from "./initialLoad.ts";
import type { BallSpace } from "./space.ts";

/** The equation in the ball, ready for time steps. */
export type BallTimeSystem = TimeSystem<BallSpace, BallBand>;

/**
 * The equation on a space of the ball, whole or inside a band. The load of an initial state
 * has its exact moments, whether or not the polyhedron holds it.
 *
 * @param moving what depends on time; the model is constant where null
 */
export function ballTimeSystem(
  space: BallSpace,
  bandDegree: number | null,
  model: SpinModel,
  initial: InitialState,
  moving: MovingModel | null,
): BallTimeSystem {
  const restriction =
    bandDegree === null ? null : restrictionTo(ballBand(space, bandDegree, enclosingRegion(space.mesh)));
  return combinedTimeSystem({
    space,
    restriction,
    mass: assembleMass(space),
    matrices: moving === null ? [assembleBallGenerator(space, model)] : assembleMovingBallGenerator(space, moving),
    moving,
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
