import type { Field } from "../../model/drive.ts";
import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { Movement } from "../trajectories.ts";
import { remembered, walkInField, walkMovement } from "../walk.ts";
import { blochDynamics } from "./dynamics.ts";
import { blochWalkPairs, blochWalkTables } from "./walk.ts";

/**
 * Steps of length `step` > 0 of the walk of Bloch maps, in the field of the model or in one that depends on time.
 *
 * @throws NotParabolicError where w != 0 (k_+ != k_-) or there is an interaction
 */
export function prepareBallStep(model: SpinModel, step: number, field?: Field, moving?: MovingModel): Movement {
  if (moving !== undefined) return movingStep(step, moving);
  const { drift, noise } = blochDynamics(model);
  return walkInField(model, step, field, {
    of: (rotation) => ({ ...drift, rotation }),
    tables: blochWalkTables(noise, step),
    pairs: blochWalkPairs(noise, step),
  });
}

/** Each step with the drift and the noise at its middle. */
function movingStep(step: number, { at }: MovingModel): Movement {
  return walkMovement(
    step,
    remembered((middle) => {
      const { drift, noise } = blochDynamics(at(middle));
      return blochWalkTables(noise, step)(drift);
    }),
    remembered((middle) => {
      const { drift, noise } = blochDynamics(at(middle));
      return blochWalkPairs(noise, step)(drift);
    }),
  );
}
