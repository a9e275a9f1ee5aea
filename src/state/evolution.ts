import { InputError } from "../core/errors.ts";
import type { Drive, Field } from "../model/drive.ts";
import { errorOfStart, type InitialState } from "../model/initialState.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type ErrorEstimate, errorsFromTraceNorm, raiseErrors, sumOfErrors, withinStates } from "./errorEstimate.ts";
import type { Observables } from "./moments.ts";

/**
 * All that a road needs to go on from a requested time: plain data, which can be written to a file. Numbers that are not
 * arrays stand in arrays of their own.
 */
export type EvolutionSnapshot = Readonly<Record<string, Float64Array>>;

/** Where a run that was stopped goes on: behind requested time number `index`, with what `onPoint` was given there. */
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
   * B(t) in place of the model's constant field. A drive knows where it changes, however narrow that is; a function is sampled, and what
   * is narrower than a thousandth of the interval should be named in `breaks`.
   */
  readonly field?: Field | Drive;
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
   * Called at each of `times`, in order. A later run of the same request with `resume: { index, snapshot }` goes on to the
   * same bits as a run that was not stopped.
   */
  readonly onPoint?: (
    index: number,
    observables: Observables,
    errorEstimate: ErrorEstimate,
    snapshot: EvolutionSnapshot,
  ) => void;
  /** The result then holds the times behind this point only. */
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
  /** B(t), checked to be finite; undefined where it is the constant one of the model. At a jump it has the value of the side that was entered. */
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

/** How a road moves and what it shows: state is kept inside. */
export interface EvolvingState {
  /** From where it stands, `from`, to a later time. */
  readonly advance: (from: number, to: number) => void;
  readonly look: () => { readonly observables: Observables; readonly errorEstimate: ErrorEstimate };
  /** A copy. */
  readonly snapshot: () => EvolutionSnapshot;
  /** Purity of the fully mixed state: see `withinPurities`. Absent where the purity is an unbiased estimate, which bounds would bias. */
  readonly leastPurity?: number;
}

/**
 * Takes a state through the requested times, along a course of the same request. Everything that a road knows besides its snapshot has to
 * be the same for a run that is resumed; steps therefore end at each requested time.
 *
 * @throws whatever the road throws
 */
export function followTimes(
  request: Pick<EvolutionRequest, "times" | "onPoint" | "resume"> & { readonly initial?: unknown },
  course: Pick<Course, "between" | "enter" | "turnError">,
  state: EvolvingState,
): Omit<Evolution, "method"> {
  const { times, resume, onPoint } = request;
  const first = resume === undefined ? 0 : resume.index + 1;
  let time = resume === undefined ? 0 : times[resume.index]!;
  const observables: Observables[] = [];
  const errorEstimate: ErrorEstimate[] = [];
  const startError = isNamed(request.initial) ? errorOfStart(request.initial) : 0;
  for (let index = first; index < times.length; index++) {
    for (const stop of course.between(time, times[index]!)) {
      course.enter(time, stop);
      state.advance(time, stop);
      time = stop;
    }
    const looked = state.look();
    const raised = startError === 0 ? looked : { ...looked, errorEstimate: raisedByStart(looked, startError) };
    const seen = state.leastPurity === undefined ? raised : withinStates(raised, state.leastPurity);
    observables.push(seen.observables);
    const error = raiseErrors(seen.errorEstimate, course.turnError(times[index]!), 0);
    errorEstimate.push(error);
    onPoint?.(index, seen.observables, error, state.snapshot());
  }
  return { times: times.slice(first), observables, errorEstimate };
}

/** A state that is named, rather than given by a density matrix or its moments. */
const isNamed = (initial: unknown): initial is InitialState =>
  typeof initial === "object" && initial !== null && "kind" in initial;

/** What an earlier result is off by stays: evolution does not enlarge the trace norm of a difference. */
function raisedByStart(
  { observables, errorEstimate }: ReturnType<EvolvingState["look"]>,
  error: number,
): ErrorEstimate {
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

/** A copy of one array of a snapshot. Throws InputError where it is not there or not of this length: another problem's. */
export function snapshotArray(snapshot: EvolutionSnapshot, name: string, length: number): Float64Array {
  const found = snapshot[name];
  if (found instanceof Float64Array && found.length === length) return found.slice();
  throw new InputError({
    what: `the snapshot has ${found === undefined ? "no" : `${found.length} numbers as`} ${name}, this problem has ${length}`,
    remedy: "resume with the model, the method and the options that the snapshot comes from",
    value: found?.length,
    limit: length,
  });
}
