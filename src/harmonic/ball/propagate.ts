import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { fieldWriter, movingWriter } from "../hierarchy.ts";
import { constantField, movingGenerator, type Propagator } from "../propagate.ts";
import { termsOf, termsOfMoving } from "../terms.ts";
import { ballGenerator, ballHierarchy } from "./hierarchy.ts";
import type { BallState } from "./state.ts";

/**
 * Propagator for states of the band and N of `start`: exponentials for the constant field of the model, explicit
 * Runge-Kutta steps of order 8 where anything depends on time.
 *
 * @throws InputError where N differs; ResourceLimitError as `ballHierarchy` does
 */
export function ballPropagator(
  model: SpinModel,
  start: BallState,
  moving: MovingModel | null,
  tolerancePerTime: number,
): Propagator {
  const terms = moving === null ? termsOf(model) : termsOfMoving(moving);
  const hierarchy = ballHierarchy(start.spins, start.band, terms);
  const matrix = ballGenerator(hierarchy, model);
  const longest = Math.sqrt(start.band / 2 + 1);
  return moving === null
    ? constantField(matrix, start, longest, tolerancePerTime, model, fieldWriter(hierarchy, model, matrix.values))
    : movingGenerator(matrix, start, longest, tolerancePerTime, movingWriter(hierarchy, moving, matrix.values));
}
