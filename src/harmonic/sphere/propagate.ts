import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { fieldWriter, movingWriter } from "../hierarchy.ts";
import { constantField, movingGenerator, type Propagator } from "../propagate.ts";
import { termsOf, termsOfMoving } from "../terms.ts";
import { harmonicGenerator, harmonicHierarchy } from "./hierarchy.ts";
import type { HarmonicState } from "./state.ts";

/**
 * Propagator for states of the band and N of `start`: exponentials for the constant field of the model, by Chebyshev sums where it is fast and else
 * in Krylov spaces, explicit Runge-Kutta steps of order 8 where anything depends on time.
 *
 * @throws InputError where local rates are set or N differs
 */
export function propagator(
  model: SpinModel,
  start: HarmonicState,
  moving: MovingModel | null,
  tolerancePerTime: number,
): Propagator {
  const terms = moving === null ? termsOf(model) : termsOfMoving(moving);
  const hierarchy = harmonicHierarchy(start.spins, start.band, terms);
  // Checks model and hierarchy, and gives values to write over.
  const matrix = harmonicGenerator(hierarchy, model);
  return moving === null
    ? constantField(matrix, start, 1, tolerancePerTime, model, fieldWriter(hierarchy, model, matrix.values))
    : movingGenerator(matrix, start, 1, tolerancePerTime, movingWriter(hierarchy, moving, matrix.values));
}
