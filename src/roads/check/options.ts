import { AbortedError, InputError } from "../../core/errors.ts";
import { createRandomStream } from "../../core/random.ts";
import type { Drive } from "../../model/drive.ts";
import type { ParameterDrive } from "../../model/parameterDrive.ts";
import type { InitialInput } from "../../model/startInput.ts";
import type { EnsemblePool } from "../ensemblePool.ts";
import type { Named } from "../selectRoads.ts";

/** Times are in the inverse unit of field and rates. */
export interface CheckOptions {
  /** State at t = 0, `{ coherent: [1, 0, 0] }` and the like, as in a model file. Without it the steady state alone is compared. */
  readonly initial?: InitialInput;
  /** B(t) in place of the model's constant field, or a drive of any coefficients; there is no steady state then. */
  readonly field?: Drive | ParameterDrive;
  /** Ascending times to compare at, besides the steady state; default 0.25, 1, 3. They need an initial state. */
  readonly times?: readonly number[];
  /** The same, as the command line calls it. */
  readonly at?: readonly number[];
  /** No time step is longer, by any method; default as the field and the tolerance allow. */
  readonly maximumStep?: number;
  /** A run in time that is predicted to take more processor time is left out; default 3600. */
  readonly maximumSeconds?: number;
  /** How many, at least 1000, which is what their tests rely on; default 10000. */
  readonly trajectories?: number;
  /** Of their random numbers, a whole number from 0 to 2^53 - 1; default 1. The same seed gives the same bits, with a pool or without. */
  readonly seed?: number;
  /** Threads for the trajectories of the steady state; without them all runs in this one. */
  readonly pool?: EnsemblePool;
  /** Hears what is being computed. */
  readonly onProgress?: (step: string) => void;
  /** Looked at with every step that is reported; where it is aborted, `check` throws AbortedError. */
  readonly signal?: { readonly aborted: boolean };
}

/** Times without `at`, in the unit of the rates. */
const DEFAULT_TIMES: readonly number[] = [0.25, 1, 3];

const DEFAULT_TRAJECTORIES = 10_000;
const DEFAULT_SEED = 1;

/** Below this, means over trajectories are not normal enough for the level of the tests. */
const LEAST_TRAJECTORIES = 1000;

/** With everything that has a default. */
export interface CheckRequest extends CheckOptions {
  readonly at: readonly number[];
  readonly trajectories: number;
  readonly seed: number;
  readonly onProgress: (step: string) => void;
}

/** @throws InputError for too few trajectories, a seed out of range, times that are given twice, and times without an initial state */
export function checkRequest(options: CheckOptions, named: Named): CheckRequest {
  const { trajectories = DEFAULT_TRAJECTORIES, seed = DEFAULT_SEED, initial } = options;
  if (options.at !== undefined && options.times !== undefined) {
    throw new InputError({
      what: `${named("times")} and ${named("at")} are given, which are the same`,
      remedy: `leave ${named("at")} out`,
      value: [options.times, options.at],
    });
  }
  const at = options.times ?? options.at ?? DEFAULT_TIMES;
  if (!(Number.isInteger(trajectories) && trajectories >= LEAST_TRAJECTORIES)) {
    throw new InputError({
      what: `${named("trajectories")} is ${trajectories}, not a whole number of at least ${LEAST_TRAJECTORIES}`,
      remedy: "fewer have no normal distribution, which the tests rely on; 10000 is the default",
      value: trajectories,
      limit: LEAST_TRAJECTORIES,
    });
  }
  if (at !== DEFAULT_TIMES && initial === undefined) {
    const name = named(options.times === undefined ? "at" : "times");
    throw new InputError({
      what: `${name} names times, and there is no initial state to start from`,
      remedy: `give ${named("initial")}, or leave ${name} out`,
      value: at,
    });
  }
  // Throws for a seed that is none: not after minutes of other methods.
  createRandomStream(seed, 0);
  const { onProgress, signal } = options;
  const report = (step: string): void => {
    onProgress?.(step);
    if (signal?.aborted === true) throw stopped(step);
  };
  return { ...options, at, trajectories, seed, onProgress: report };
}

const stopped = (step: string): AbortedError =>
  new AbortedError({
    what: `the check was stopped at "${step}"`,
    remedy: "call check anew with a signal that is not aborted: what was found before is not kept",
    value: step,
  });
