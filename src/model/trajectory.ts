import { InputError } from "../core/errors.ts";
import { type Integration, type IntegratorOptions, integrate } from "../ode/explicit/dormandPrince5.ts";
import { drift } from "./kramersMoyal.ts";
import { meanFieldDomain, meanFieldLimit } from "./meanField.ts";
import type { SpinModel } from "./spinModel.ts";

export interface Trajectory extends Omit<Integration, "states"> {
  /** x, y, z at each of the times: 3 numbers a time. */
  readonly positions: Float64Array;
}

/**
 * The mean-field path dr/dt = a(r), N -> infinity, from `start` at t = 0, at `times` (ascending, from 0 on). With collective
 * processes alone |r| is conserved, here to the tolerance of the integration; `start` must then lie on the unit sphere,
 * otherwise in the closed ball. Throws InputError for a start elsewhere or for bad times or tolerances, ConvergenceError
 * where the step underflows.
 */
export function meanFieldTrajectory(
  model: SpinModel,
  start: readonly [number, number, number],
  times: ArrayLike<number>,
  options: IntegratorOptions = {},
): Trajectory {
  const domain = meanFieldDomain(model);
  const radius = Math.hypot(...start);
  const off = domain === "sphere" ? Math.abs(radius - 1) : radius - 1;
  if (!(off <= START_TOLERANCE)) {
    throw new InputError({
      what: `the start has |r| = ${radius}, ${domain === "sphere" ? "not 1 to" : "above 1 by more than"} ${START_TOLERANCE}`,
      remedy:
        domain === "sphere"
          ? "give a unit vector: without local rates P stays on the sphere"
          : "give a point of the ball",
      value: radius,
      limit: 1,
    });
  }
  const limit = meanFieldLimit(model);
  const { states, ...steps } = integrate((r, out) => drift(limit, r, out), start, times, options);
  return { positions: states, ...steps };
}

/** Coordinates given with nine digits are accepted as they are. */
const START_TOLERANCE = 1e-8;
