import type { Field } from "../../model/drive.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { fieldWriter } from "../hierarchy.ts";
import { constantField, movingField, type Propagator } from "../propagate.ts";
import { termsOf } from "../terms.ts";
import { harmonicGenerator, harmonicHierarchy } from "./hierarchy.ts";
import type { HarmonicState } from "./state.ts";

/**
 * Propagator for states of the band and N of `start`: exponentials for the constant field of the model, by Chebyshev sums where it is fast and else
 * in Krylov spaces, explicit Runge-Kutta steps of order 8 for a field in time.
 *
 * @throws InputError where local rates are set or N differs
 */
export function propagator(
  model: SpinModel,
  start: HarmonicState,
  field: Field | undefined,
  tolerancePerTime: number,
): Propagator {
  const hierarchy = harmonicHierarchy(start.spins, start.band, termsOf(model));
  // Checks model and hierarchy, and gives values to write over.
  const matrix = harmonicGenerator(hierarchy, model);
  const write = fieldWriter(hierarchy, model, matrix.values);
  return field === undefined
    ? constantField(matrix, start, 1, tolerancePerTime, model, write)
    : movingField(matrix, start, 1, tolerancePerTime, (time) => write(field(time)));
}
