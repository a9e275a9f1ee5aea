import { InputError } from "../core/errors.ts";
import { errorOfStart, type InitialState } from "../model/initialState.ts";
import { requireTolerance } from "../state/tolerance.ts";

/**
 * The tolerance of a run that may start from an earlier result: what that is off by is in every error estimate. A default gives way to
 * it; a tolerance that is asked for does not.
 *
 * @throws InputError for a tolerance out of range, or below the error of the start
 */
export function toleranceFrom(initial: InitialState, asked: number | undefined, usual: number): number {
  const error = errorOfStart(initial);
  // What the run adds has as much room.
  if (asked === undefined) return requireTolerance(Math.max(usual, Math.min(2 * error, LARGEST)));
  const tolerance = requireTolerance(asked);
  if (error < tolerance) return tolerance;
  throw new InputError({
    what: `the tolerance is ${tolerance}, and the earlier result that the run starts from is right to ${error.toExponential(1)} only`,
    remedy: "ask for a larger tolerance, or find the earlier result with a smaller error",
    value: tolerance,
    limit: error,
  });
}

/** Moments are of order 1. */
const LARGEST = 0.5;
