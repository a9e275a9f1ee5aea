import { InputError } from "../core/errors.ts";
import { finished } from "../core/finished.ts";
import { norm } from "../linalg/vectorKernels.ts";
import { explicitIntegrator } from "../ode/explicit/integrator.ts";
import { meanFieldDomain, meanFieldLimit } from "./meanField.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import { drift } from "./secondOrder/kramersMoyal.ts";
import type { SpinModel } from "./spinModel.ts";

export interface TrajectoryOptions {
  /** Error of r that a unit of time adds, as estimated; default 1e-10. */
  readonly tolerance?: number;
  /** Steps, rejected ones included, after which to give up; default 1,000,000. */
  readonly maximumSteps?: number;
}

export interface Trajectory {
  /** x, y, z at each of the times: 3 numbers a time. */
  readonly positions: Float64Array;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/**
 * The mean-field path dr/dt = a(r), N -> infinity, from `start` at t = 0, at `times` (ascending, from 0 on). With collective
 * processes alone |r| is conserved, here to the tolerance of the integration, whose steps of order 8 end at each time; `start` must then lie on the unit sphere,
 * otherwise in the closed ball. Throws InputError for a start elsewhere or for bad times or tolerances, ConvergenceError
 * where the step underflows.
 */
export function meanFieldTrajectory(
  model: SpinModel,
  start: readonly [number, number, number],
  times: ArrayLike<number>,
  { tolerance = 1e-10, maximumSteps = 1_000_000 }: TrajectoryOptions = {},
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
  requireTrajectory(times, { tolerance, maximumSteps });
  const limit = coefficientsOf(meanFieldLimit(model));
  const integrator = explicitIntegrator(Float64Array.from(start), (_, r, out) => drift(limit, r, out), {
    tolerancePerTime: tolerance,
    norm,
    maximumSteps,
  });
  const positions = new Float64Array(3 * times.length);
  for (let k = 0; k < times.length; k++) {
    finished(integrator.advance(times[k]!));
    positions.set(integrator.at(times[k]!), 3 * k);
  }
  const { accepted, rejected } = integrator.steps();
  return { positions, acceptedSteps: accepted, rejectedSteps: rejected };
}

function requireTrajectory(times: ArrayLike<number>, options: Required<TrajectoryOptions>): void {
  let before = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k]!;
    if (!(time >= before && time < Number.POSITIVE_INFINITY)) {
      throw new InputError({
        what: `times[${k}] is ${time}, not a finite number >= ${before}, the time before it`,
        remedy: "give the times in ascending order from 0",
        value: time,
        limit: before,
      });
    }
    before = time;
  }
  for (const [name, value] of Object.entries(options)) {
    if (value > 0) continue;
    throw new InputError({
      what: `${name} is ${value}, not above 0`,
      remedy: "give a positive number",
      value,
      limit: 0,
    });
  }
}

/** Coordinates given with nine digits are accepted as they are. */
const START_TOLERANCE = 1e-8;
