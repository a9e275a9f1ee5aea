import type { Field } from "../../model/drive.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { fieldWriter } from "../hierarchy.ts";
import { constantField, movingField, type Propagator } from "../propagate.ts";
import { termsOf } from "../terms.ts";
import { ballGenerator, ballHierarchy } from "./hierarchy.ts";
import type { BallState } from "./state.ts";

/**
 * Propagator for states of the band and N of `start`: exponentials for the constant field of the model, explicit
 * Runge-Kutta steps of order 8 for a field in time.
 *
 * @throws InputError where N differs; ResourceLimitError as `ballHierarchy` does
 */
export function ballPropagator(
  model: SpinModel,
  start: BallState,
  field: Field | undefined,
  tolerancePerTime: number,
): Propagator {
  const hierarchy = ballHierarchy(start.spins, start.band, termsOf(model));
  const matrix = ballGenerator(hierarchy, model);
  const longest = Math.sqrt(start.band / 2 + 1);
  const write = fieldWriter(hierarchy, model, matrix.values);
  return field === undefined
    ? constantField(matrix, start, longest, tolerancePerTime, model, write)
    : movingField(matrix, start, longest, tolerancePerTime, (time) => write(field(time)));
}
