import { InputError } from "../core/errors.ts";
import type { Drive, Field } from "../model/drive.ts";
import { errorOfStart, type InitialState } from "../model/initialState.ts";
import type { MovingModel } from "../model/movingModel.ts";
import type { ParameterDrive } from "../model/parameterDrive.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { Snapshot } from "../ode/snapshot.ts";
import { type ErrorEstimate, errorsFromTraceNorm, raiseErrors, sumOfErrors, withinStates } from "./errorEstimate.ts";
import type { Observables } from "./moments.ts";

/** All that a road needs to go on from a requested time. */
export type EvolutionSnapshot = Snapshot;

/** Where a run that was stopped goes on: behind requested time number `index`, with the snapshot that was taken there. */
export interface ResumePoint {
  readonly index: number;
  readonly snapshot: EvolutionSnapshot;
}

/** What every road is asked for in time. */
export interface EvolutionRequest {
  readonly model: SpinModel;
  /** State at t = 0. */
  readonly initial: InitialState;
  /**
   * B(t) in place of the model's constant field, or a drive of any coefficients in place of those of the model. A drive knows where it changes,
   * however narrow that is; a function is sampled, and what is narrower than a thousandth of the interval should be named in `breaks`.
   */
  readonly field?: Field | Drive | ParameterDrive;
  /** Ascending times at which steps end besides those that the field asks for. */
  readonly breaks?: readonly number[];
  /** No step is longer, whatever the tolerance would allow. */
  readonly maximumStep?: number;
  /** An evolution that is predicted to take more processor time is refused before the work; default 3600. */
  readonly maximumSeconds?: number;
  /** Ascending, the first may be 0. */
  readonly times: readonly number[];
  /** Largest error of moments and purity that the steps in time may cause, as estimated. Each road has its own default. */
  readonly tolerance?: number;
  /**
   * A later run of the same request that resumes from a snapshot goes on to the same bits as a run that was not stopped. The result then holds the
   * times behind this point only.
   */
  readonly resume?: ResumePoint;
}

/** What every road returns: one entry a time. */
export interface Evolution {
  readonly method: "fem" | "harmonic" | "dicke" | "sde";
  readonly times: readonly number[];
  readonly observables: readonly Observables[];
  /** Of trajectories: one standard error plus the bound of the error of the steps. */
  readonly errorEstimate: readonly ErrorEstimate[];
}

/** Where an evolution has to stop on its way, and the field that it meets: the same for every road. `courseOf` makes it. */
export interface Course {
  /**
   * The model of the request with every coefficient but the field at its largest absolute value on the way, where it depends on time: it says which
   * processes there are, where P lives and what a run may cost, and nothing is computed with it.
   */
  readonly model: SpinModel;
  /** What depends on time; null where nothing does. As `field` at a jump. */
  readonly moving: MovingModel | null;
  /**
   * Whether something that does not depend on the field, and holds between two models for which it holds, is so at all times, as far as that is looked
   * at: for all values that are met together, or else at times between all stops.
   */
  readonly always: (holds: (model: SpinModel, time?: number) => boolean) => boolean;
  /** B(t), checked to be finite; undefined where nothing depends on time. At a jump it has the value of the side that was entered. */
  readonly field: Field | undefined;
  /** Ascending: where the field changes so much that a step might pass over it. They depend on the last time alone. */
  readonly stops: readonly number[];
  /** Ends of the intervals that lead from one time to a later one; nothing where they are equal. */
  readonly between: (from: number, to: number) => readonly number[];
  /** The constant field of the model, or the slowest one that does the same in the interval that was entered: see `equivalentField`. */
  readonly constantField: Field;
  /** The largest |B| that is met on the way, looked at between all stops. */
  readonly largestField: () => number;
  /** What rounding of a time adds to the error of every moment there: see `turnError`. */
  readonly turnError: (time: number) => number;
  /** The first stop at a time or behind it, or the last time of all: no step goes further. */
  readonly next: (time: number) => number;
  /** To be called before the field is asked for between two times that no stop divides. */
  readonly enter: (from: number, to: number) => void;
}

/** On the way to a requested time: a step that a road has taken, where whoever pulls may stop. */
export interface EvolutionMove {
  readonly kind: "move";
  /** Where the step has ended; of trajectories the time that is worked for. */
  readonly time: number;
  /** Elements: the space that moves. */
  readonly mesh?: string;
  readonly degree?: number;
  /** Trajectories: how much of all the work is done, from 0 to 1. */
  readonly share?: number;
}

/** The state at a requested time. */
export interface EvolutionPoint<Space = never, Whole = unknown> {
  readonly kind: "point";
  /** Of the time among the requested ones. */
  readonly index: number;
  readonly time: number;
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  /** P, of elements. */
  readonly density: PointDensity<Space> | null;
  /** What is needed to go on from here; a copy, to be had until the road is pulled on. */
  readonly snapshot: () => EvolutionSnapshot;
  /** What the road would return if this time were the last one; to be had until the road is pulled on, and no part of what goes on. */
  readonly whole: () => Whole;
}

/** P at a requested time, to be had until the road is pulled on. */
export interface PointDensity<Space> {
  readonly space: Space;
  /** At the node of every unknown. */
  readonly values: () => Float64Array;
}

/**
 * A road on its way: points in the order of the requested times, each as soon as it is known, and the moves in between; then the whole. Work is done
 * where it is pulled. What was given stays true, also where a road has to start over.
 */
export type EvolutionStream<Result, Space = never> = Generator<
  EvolutionMove | EvolutionPoint<Space, Result>,
  Result,
  void
>;

/** The same road with another form of what it returns. */
export function* reshaped<From, To, Space>(
  road: EvolutionStream<From, Space>,
  reshape: (whole: From) => To,
): EvolutionStream<To, Space> {
  let next = road.next();
  for (; next.done !== true; next = road.next()) {
    const event = next.value;
    yield event.kind === "move" ? event : { ...event, whole: () => reshape(event.whole()) };
  }
  return reshape(next.value);
}

/** What a road shows at a time. */
export interface Look<Space = never> {
  readonly observables: Observables;
  readonly errorEstimate: ErrorEstimate;
  readonly density?: PointDensity<Space>;
}

/** How a road moves and what it shows: state is kept inside. */
export interface EvolvingState<Space = never> {
  /** From where it stands, `from`, to a later time. */
  readonly advance: (from: number, to: number) => Generator<EvolutionMove, void>;
  /** What is left to do at a requested time before it can be looked at. */
  readonly complete?: () => Generator<EvolutionMove, void>;
  readonly look: () => Look<Space>;
  /** A copy. */
  readonly snapshot: () => EvolutionSnapshot;
  /** Purity of the fully mixed state: see `withinPurities`. Absent where the purity is an unbiased estimate, which bounds would bias. */
  readonly leastPurity?: number;
}

/**
 * Takes a state through the requested times, along a course of the same request. Everything that a road knows besides its snapshot has to
 * be the same for a run that is resumed; steps therefore end at each requested time. `whole` makes what the road returns of what was seen so far.
 *
 * @throws whatever the road throws
 */
export function* followTimes<Whole, Space = never>(
  request: Pick<EvolutionRequest, "times" | "resume"> & { readonly initial?: unknown },
  course: Pick<Course, "between" | "enter" | "turnError">,
  state: EvolvingState<Space>,
  whole: (followed: Omit<Evolution, "method">) => Whole,
): EvolutionStream<Whole, Space> {
  const { times, resume } = request;
  const first = resume === undefined ? 0 : resume.index + 1;
  let time = resume === undefined ? 0 : times[resume.index]!;
  const observables: Observables[] = [];
  const errorEstimate: ErrorEstimate[] = [];
  const startError = isNamed(request.initial) ? errorOfStart(request.initial) : 0;
  const followed = (): Omit<Evolution, "method"> => ({
    times: times.slice(first, first + observables.length),
    observables: [...observables],
    errorEstimate: [...errorEstimate],
  });
  for (let index = first; index < times.length; index++) {
    for (const stop of course.between(time, times[index]!)) {
      course.enter(time, stop);
      yield* state.advance(time, stop);
      time = stop;
    }
    if (state.complete !== undefined) yield* state.complete();
    const looked = state.look();
    const raised = startError === 0 ? looked : { ...looked, errorEstimate: raisedByStart(looked, startError) };
    const seen = state.leastPurity === undefined ? raised : withinStates(raised, state.leastPurity);
    const error = raiseErrors(seen.errorEstimate, course.turnError(times[index]!), 0);
    observables.push(seen.observables);
    errorEstimate.push(error);
    const density = looked.density ?? null;
    const { snapshot } = state;
    yield {
      kind: "point",
      index,
      time: times[index]!,
      observables: seen.observables,
      errorEstimate: error,
      density,
      snapshot,
      whole: () => whole(followed()),
    };
  }
  return whole(followed());
}

/** A state that is named, rather than given by a density matrix or its moments. */
const isNamed = (initial: unknown): initial is InitialState =>
  typeof initial === "object" && initial !== null && "kind" in initial;

/** What an earlier result is off by stays: evolution does not enlarge the trace norm of a difference. */
function raisedByStart({ observables, errorEstimate }: Look<unknown>, error: number): ErrorEstimate {
  return { ...errorEstimate, ...sumOfErrors(errorEstimate, errorsFromTraceNorm(error, observables.purity)) };
}

/** @throws InputError where there are no times, they do not ascend from >= 0, or there is no time with the index to resume at */
export function requireTimes(times: readonly number[], resume?: ResumePoint): void {
  if (times.length === 0)
    throw new InputError({ what: "no times are requested", remedy: "give at least one time >= 0", value: 0, limit: 1 });
  for (const [k, time] of times.entries()) {
    const before = k === 0 ? 0 : times[k - 1]!;
    if (time < Number.POSITIVE_INFINITY && (k === 0 ? time >= 0 : time > before)) continue;
    throw new InputError({
      what: `time ${time} at position ${k} is not finite and ${k === 0 ? "at least" : "above"} ${before}`,
      remedy: "give ascending times from 0 on",
      value: time,
      limit: before,
    });
  }
  if (resume === undefined || (Number.isInteger(resume.index) && resume.index >= 0 && resume.index < times.length))
    return;
  throw new InputError({
    what: `there is no time number ${resume.index} to resume at among ${times.length}`,
    remedy: "resume the request that the snapshot comes from",
    value: resume.index,
    limit: times.length - 1,
  });
}
