import { aboutDuration } from "../core/duration.ts";
import { ResourceLimitError } from "../core/errors.ts";
import { hasRatesAlone } from "../model/ratesAlone.ts";
import { requireSeconds } from "../state/evolutionCost.ts";
import { chunkCount, type EnsembleSpec, legs } from "./spec.ts";

/** Processor time of a step of a trajectory, and of a look at it; the coarse ones are in both. More than rates and a field cost more. */
const SECONDS_PER_STEP = 6e-8;
const SECONDS_PER_CLASS_STEP = 2e-7;
const SECONDS_PER_LOOK = 2e-7;

/** What is taken without being asked. */
const MAXIMUM_BYTES = 2 ** 31;

/** Positions of a trajectory and its share of a coarse one, in the ensemble, in the snapshot and in a copy of it. */
const BYTES_PER_TRAJECTORY = 3 * 30;

/** Sums of one chunk at one look. */
const BYTES_PER_ROW = 2048;

/**
 * Refuses, before any work, an ensemble that is predicted to take too long or too much memory.
 *
 * @throws ResourceLimitError with the prediction and the limit; InputError for a limit that is not above 0
 */
export function requireAffordableEnsemble(spec: EnsembleSpec, maximumSeconds?: number): void {
  const limit = requireSeconds(maximumSeconds);
  const { trajectories, sampling } = spec;
  const looks = sampling.kind === "times" ? sampling.times.length : sampling.samples;
  const rows = sampling.kind === "times" ? looks : 1;
  const bytes = trajectories * BYTES_PER_TRAJECTORY + chunkCount(spec) * rows * BYTES_PER_ROW;
  if (bytes > MAXIMUM_BYTES) {
    throw new ResourceLimitError({
      what: `${trajectories} trajectories would take about ${gibibytes(bytes)} GiB of memory, above the limit of ${gibibytes(MAXIMUM_BYTES)} GiB`,
      remedy: "ask for fewer, and put together the means of several seeds",
      value: bytes,
      limit: MAXIMUM_BYTES,
    });
  }
  const steps = legs(spec).reduce((sum, found) => found.reduce((total, leg) => total + leg.steps, sum), 0);
  const perStep = hasRatesAlone(spec.model) ? SECONDS_PER_STEP : SECONDS_PER_CLASS_STEP;
  const seconds = trajectories * (steps * perStep + looks * SECONDS_PER_LOOK);
  if (seconds <= limit) return;
  throw new ResourceLimitError({
    what: `${trajectories} trajectories of ${steps.toPrecision(2)} steps would take ${aboutDuration(seconds)} of processor time, above the limit of ${limit} s`,
    remedy: "ask for fewer trajectories, longer steps or a shorter time, or raise maximumSeconds",
    value: seconds,
    limit,
  });
}

const gibibytes = (bytes: number): number => Number((bytes / 2 ** 30).toPrecision(2));
