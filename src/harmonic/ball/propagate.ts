import type { MovingModel } from "../../model/movingModel.ts";
import type { SpinModel } from "../../model/spinModel.ts";
import type { BandState } from "../band.ts";
import { fieldWriter, movingWriter } from "../hierarchy.ts";
import { constantField, movingGenerator, type Propagator } from "../propagate.ts";
import { type TermSet, termsOf, termsOfMoving } from "../terms.ts";
import { type BallHierarchy, ballGenerator, ballHierarchy, sectorHierarchy } from "./hierarchy.ts";
import type { SectorState } from "./sectorState.ts";
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
  return propagatorOf(
    ballHierarchy(start.spins, start.band, termsToHold(model, moving)),
    model,
    start,
    moving,
    tolerancePerTime,
  );
}

/** The same for the moments of order m = 0 alone. */
export const sectorPropagator = (
  model: SpinModel,
  start: SectorState,
  moving: MovingModel | null,
  tolerancePerTime: number,
): Propagator =>
  propagatorOf(
    sectorHierarchy(start.spins, start.layout, termsToHold(model, moving)),
    model,
    start,
    moving,
    tolerancePerTime,
  );

const termsToHold = (model: SpinModel, moving: MovingModel | null): TermSet =>
  moving === null ? termsOf(model) : termsOfMoving(moving);

function propagatorOf(
  hierarchy: BallHierarchy,
  model: SpinModel,
  start: BandState,
  moving: MovingModel | null,
  tolerancePerTime: number,
): Propagator {
  const matrix = ballGenerator(hierarchy, model);
  const longest = Math.sqrt(start.band / 2 + 1);
  return moving === null
    ? constantField(matrix, start, longest, tolerancePerTime, model, fieldWriter(hierarchy, model, matrix.values))
    : movingGenerator(matrix, start, longest, tolerancePerTime, movingWriter(hierarchy, moving, matrix.values));
}
