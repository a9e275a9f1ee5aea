import { InputError, ResourceLimitError } from "../core/errors.ts";
import { turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Course, EvolutionRequest } from "./evolution.ts";

/** Default of `maximumSeconds`: an hour. */
export const MAXIMUM_SECONDS = 3600;

/** A step of order 8 is stable up to this, in units of the inverse of the largest rate; steps of exponentials are about as long. */
const STABLE_STEP = 6;

/** Derivatives of a step, and processor time of a multiplication and an addition with what they load. */
const STAGES = 12;
const SECONDS_PER_OPERATION = 2e-9;

/**
 * Refuses, before any work, an evolution that is predicted to take too long: steps over which nothing turns or decays by much more than
 * its size, in the time up to the last that is asked for.
 *
 * @param degree highest degree of moments, or coherence, that is followed: a field turns it that much faster than one spin
 * @param operations multiplications of one derivative
 * @throws ResourceLimitError with the prediction and the limit; InputError for a limit that is not above 0
 */
export function requireAffordable(
  request: Pick<EvolutionRequest, "model" | "times" | "field" | "maximumSeconds">,
  course: Pick<Course, "largestField" | "stops">,
  degree: number,
  operations: number,
): void {
  const { model, times, field, maximumSeconds = MAXIMUM_SECONDS } = request;
  if (!(maximumSeconds > 0)) {
    throw new InputError({
      what: `the largest cost is ${maximumSeconds} s, not above 0`,
      remedy: "give the processor time in seconds that the evolution may take",
      value: maximumSeconds,
      limit: 0,
    });
  }
  const end = times.at(-1)!;
  const largest = course.largestField();
  const turns = field === undefined && turnsFreely(model) ? Math.PI * times.length : largest * end;
  const steps = (degree * (turns + dissipation(model) * end)) / STABLE_STEP + course.stops.length + times.length;
  const seconds = steps * STAGES * operations * SECONDS_PER_OPERATION;
  if (seconds <= maximumSeconds) return;
  throw new ResourceLimitError({
    what: `to t = ${end} in a field of up to ${largest.toPrecision(2)} would take about ${steps.toPrecision(2)} steps and ${seconds.toPrecision(2)} s, above the limit of ${maximumSeconds} s`,
    remedy: "ask for a shorter time or a slower field, or allow a higher cost",
    value: seconds,
    limit: maximumSeconds,
  });
}

/** Fastest decay of a moment, in units of its degree. */
function dissipation({ collective, local }: SpinModel): number {
  const sum = ({ dephasing, pump, decay }: SpinModel["local"]): number => dephasing + pump + decay;
  return 2 * sum(collective) + 2 * sum(local);
}
