import { InputError } from "../core/errors.ts";
import { checkedInitialState, type InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { fieldToFollow, longestStep, longestStepAt } from "./longestStep.ts";
import type { SchemeName } from "./trajectories.ts";

/** When trajectories are looked at. Times in the model's time unit. */
export type Sampling =
  /** At each of these times, ascending, 0 included where wanted. */
  | { readonly kind: "times"; readonly times: readonly number[] }
  /** After `burnIn`, `samples` times in steps of `interval`; each trajectory counts by its average over them. */
  | { readonly kind: "steady"; readonly burnIn: number; readonly interval: number; readonly samples: number };

/** Everything that the numbers of an ensemble depend on; plain data, so that it can be sent to a worker. */
export interface EnsembleSpec {
  readonly model: SpinModel;
  readonly initial: InitialState;
  /** At least 4. */
  readonly trajectories: number;
  /**
   * Longest time step. Between two looks, or stops, the steps are equal, of an even number, and at most this long; nor are they
   * longer than the range in which two ensembles tell the error of the steps.
   */
  readonly step: number;
  /** Ascending times at which steps end besides, and between which the field wants at least STEPS_BETWEEN_STOPS of them. */
  readonly stops?: readonly number[];
  /** Of a field in time: the largest |B| up to each stop, and after the last. */
  readonly fields?: readonly number[];
  /** Where more than the field depends on time, in the place of these: the fastest rate up to each stop, and after the last. */
  readonly rates?: readonly number[];
  /** Non-negative integer below 2^53. */
  readonly seed: number;
  readonly scheme: SchemeName;
  readonly sampling: Sampling;
}

/** Trajectories that are computed together; fixed, because it decides in which order sums are formed, hence the last bits. */
export const chunkSize = 512;

/** Number of chunks of an ensemble. Chunk k holds the trajectories from chunkSize k on. */
export const chunkCount = (spec: EnsembleSpec): number => Math.ceil(spec.trajectories / chunkSize);

/** Trajectories of chunk number `chunk`: the last one may be shorter. */
export const chunkLength = (spec: EnsembleSpec, chunk: number): number =>
  Math.min(chunkSize, spec.trajectories - chunk * chunkSize);

/** Chunks with coarse trajectories beside the fine ones: so few already tell the small difference. */
const COARSE_EVERY = 4;

export const hasCoarse = (chunk: number): boolean => chunk % COARSE_EVERY === 0;

/** An even number of equal steps up to time `end`. */
export interface Leg {
  readonly steps: number;
  readonly step: number;
  readonly end: number;
}

/** Between two stops a field is made of a few polynomials: this many steps see them. */
const STEPS_BETWEEN_STOPS = 4;

/**
 * The legs that lead to the looks: those of number k end at look k. A duration that is a whole number of steps up to rounding is not
 * given one step more.
 */
export function legs(spec: EnsembleSpec): readonly (readonly Leg[])[] {
  const { model, scheme, sampling, stops, fields, rates } = spec;
  const last =
    sampling.kind === "times" ? sampling.times.at(-1)! : sampling.burnIn + sampling.interval * sampling.samples;
  const longestIn = (field: number): number => Math.min(spec.step, longestStep(model, scheme, field, last));
  const longestAt = (rate: number): number => Math.min(spec.step, longestStepAt(rate, scheme, last));
  const step = longestIn(fieldToFollow(model, scheme));
  const leg = (end: number, duration: number, longest = step): Leg => {
    const steps = 2 * Math.ceil((duration / longest / 2) * (1 - 1e-12));
    return { steps, step: steps === 0 ? longest : duration / steps, end };
  };
  if (sampling.kind === "steady") {
    const { burnIn, interval, samples } = sampling;
    const end = (k: number) => burnIn + k * interval;
    return Array.from({ length: samples }, (_, k) => [leg(end(k), k === 0 ? burnIn : interval)]);
  }
  const { times } = sampling;
  if (stops === undefined) return times.map((time, k) => [leg(time, time - (times[k - 1] ?? 0))]);
  const marks = [...stops, times.at(-1)!];
  let [time, before, next] = [0, 0, 0];
  return times.map((look) => {
    const found: Leg[] = [];
    for (;;) {
      const mark = marks[next] ?? look;
      const end = Math.min(mark, look);
      const longest =
        rates !== undefined
          ? longestAt(rates[next] ?? rates.at(-1)!)
          : fields === undefined
            ? step
            : longestIn(fields[next] ?? fields.at(-1)!);
      if (end > time) found.push(leg(end, end - time, Math.min(longest, (mark - before) / STEPS_BETWEEN_STOPS)));
      time = Math.max(time, end);
      if (mark > look || next === marks.length) return found;
      before = mark;
      next++;
    }
  });
}

/** @throws InputError for anything in the specification that is out of range; whether the model has a process is for sphere and ball to say */
export function requireEnsembleSpec(spec: EnsembleSpec): void {
  checkedInitialState(spec.initial, spec.model.spins);
  const { trajectories, step, sampling } = spec;
  if (!Number.isSafeInteger(trajectories) || trajectories < 4)
    refuse(
      `${trajectories} trajectories`,
      "give a whole number of at least 4: errors need pairs to compare",
      trajectories,
      4,
    );
  if (!(step > 0 && step < Number.POSITIVE_INFINITY))
    refuse(
      `the time step ${step} is not positive and finite`,
      "give a step well below the shortest time of the model",
      step,
      0,
    );
  if (sampling.kind === "times") requireTimes(sampling.times);
  else requireSteady(sampling);
}

function requireTimes(times: readonly number[]): void {
  if (times.length === 0) refuse("there are no times to look at", "give at least one time", 0, 1);
  times.forEach((time, k) => {
    const after = k === 0 ? 0 : times[k - 1]!;
    if (!Number.isFinite(time) || time < after || (k > 0 && time === after))
      refuse(
        `time ${time} at place ${k} does not follow ${after}`,
        "give finite times >= 0 in ascending order",
        time,
        after,
      );
  });
}

function requireSteady({ burnIn, interval, samples }: Extract<Sampling, { kind: "steady" }>): void {
  if (!(burnIn >= 0 && burnIn < Number.POSITIVE_INFINITY))
    refuse(`the burn-in ${burnIn} is not a time`, "give a finite time of several relaxation times", burnIn, 0);
  if (!(interval > 0 && interval < Number.POSITIVE_INFINITY))
    refuse(`the interval ${interval} between samples is not positive and finite`, "give a time > 0", interval, 0);
  if (!Number.isSafeInteger(samples) || samples < 1)
    refuse(`${samples} samples a trajectory`, "give a whole number of at least 1", samples, 1);
}

function refuse(what: string, remedy: string, value: unknown, limit: unknown): never {
  throw new InputError({ what, remedy, value, limit });
}
