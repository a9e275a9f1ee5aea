import type { Field } from "../../model/drive.ts";
import { equivalentField } from "../../model/freeTurn.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import { constantField, movingField, type Propagator } from "../propagate.ts";
import type { BallState } from "./ballState.ts";
import { ballCoefficients, ballGenerator, ballHierarchy, combineBallTerms } from "./hierarchy.ts";

/**
 * Propagator for states of the band and N of `start`: Krylov exponentials for the constant field of the model, explicit
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
  const hierarchy = ballHierarchy(start.spins, start.band);
  const matrix = ballGenerator(hierarchy, model);
  const longest = Math.sqrt(start.band / 2 + 1);
  return field === undefined
    ? constantField(matrix, longest, tolerancePerTime, (span) =>
        combineBallTerms(hierarchy, ballCoefficients(model, equivalentField(model, span)), matrix.values),
      )
    : movingField(matrix, longest, tolerancePerTime, (time) =>
        combineBallTerms(hierarchy, ballCoefficients(model, field(time)), matrix.values),
      );
}
