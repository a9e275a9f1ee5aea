import { InputError, NotParabolicError, ResourceLimitError } from "../core/errors.ts";
import { breaksFault, type Field, finiteField, stopsOfFunction } from "../model/drive.ts";
import { equivalentField, turnError } from "../model/freeTurn.ts";
import { showValue } from "../model/issues.ts";
import { type MovingModel, movingModel } from "../model/movingModel.ts";
import { replaced } from "../model/parameters.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { type Course, type EvolutionRequest, requireTimes } from "./evolution.ts";

/** More stops than this are not kept in a list. */
const MOST_STOPS = 10_000_000;

/** Distance from the end of an interval at which the field is looked at there, relative to the time: beyond what is uncertain about a jump. */
const INSIDE = 64 * Number.EPSILON;

/**
 * @throws InputError for times as `requireTimes` does, for breaks that do not ascend, a longest step that is not above 0, and what the
 *   drive throws about the interval; ResourceLimitError where the longest step asks for too many
 */
export function courseOf(
  request: Pick<EvolutionRequest, "model" | "times" | "resume" | "field" | "breaks" | "maximumStep" | "maximumSeconds">,
): Course {
  const { model, times, resume, field: given, breaks = [], maximumStep = Number.POSITIVE_INFINITY } = request;
  requireTimes(times, resume);
  requireBreaks(breaks);
  const end = times.at(-1)!;
  requireMaximumStep(maximumStep, end);
  const found =
    given === undefined
      ? []
      : typeof given === "function"
        ? stopsOfFunction(given, 0, end)
        : given.stops(0, end, request.maximumSeconds);
  const inner = breaks.filter((time) => time > 0 && time < end);
  const stops = inner.length === 0 ? found : [...new Set([...found, ...inner])].sort((a, b) => a - b);
  let constant: ReturnType<Field> = model.field;
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const bare = given === undefined ? undefined : finiteField(typeof given === "function" ? given : given.field);
  const inside = (time: number): number => (time < low ? low : time > high ? high : time);
  const moving = bare && movingModel(model, bare, typeof given === "function" ? undefined : given);
  return {
    model: moving === undefined || moving.isField ? model : largestModel(model, moving, [0, ...stops, end]),
    moving:
      moving === undefined
        ? null
        : {
            ...moving,
            factors: (time) => moving.factors(inside(time)),
            at: (time) => moving.at(inside(time)),
          },
    always: (holds) => {
      if (moving === undefined || moving.isField) return holds(model);
      const times = [...looksBetween([0, ...stops, end])];
      return (
        isTrueOfAll(cornersOf(model, moving, times), (corner) => holds(corner)) ||
        times.every((time) => holds(moving.at(time), time))
      );
    },
    field: bare && ((time) => bare(inside(time))),
    constantField: () => constant,
    largestField: () =>
      bare === undefined
        ? Math.hypot(...model.field)
        : largestFields(bare, [0, ...stops, end]).reduce((most, size) => Math.max(most, size), 0),
    turnError: (time) => (given === undefined ? turnError(model, time) : 0),
    stops,
    between: (from, to) => divided(from, stopsBetween(from, to, stops), maximumStep),
    next: (time) => (maximumStep < Number.POSITIVE_INFINITY ? time : (stops[firstFrom(stops, time)] ?? end)),
    enter: (from, to) => {
      if (given === undefined) constant = equivalentField(model, to - from);
      // Of the stops around, whatever is looked at in between.
      const before = stops[firstFrom(stops, from, true) - 1] ?? 0;
      const after = stops[firstFrom(stops, to)] ?? end;
      const margin = INSIDE * Math.max(Math.abs(before), Math.abs(after));
      const isWide = after - before > 4 * margin;
      low = isWide ? before + margin : before / 2 + after / 2;
      high = isWide ? after - margin : low;
    },
  };
}

/**
 * Asks for something that does not depend on the field at all times.
 *
 * @throws what `ask` does; NotParabolicError with the time where that is what it throws
 */
export function requireAlways(
  { always, moving }: Pick<Course, "always" | "moving">,
  ask: (model: SpinModel) => void,
): void {
  always((model, time) => {
    try {
      ask(model);
    } catch (error) {
      if (!(error instanceof NotParabolicError)) throw error;
      if (time === undefined) {
        if (moving === null || moving.isField) throw error;
        return false;
      }
      const { what, remedy, value, limit } = error;
      throw new NotParabolicError({ what: `at t = ${time} ${what}`, remedy, value, limit });
    }
    return true;
  });
}

/** Looks at a field between two stops: what is made of a few polynomials is hardly larger elsewhere. */
const LOOKS = 8;

/** The largest |B| met in each interval between two of ascending ends. */
export function largestFields(field: Field, ends: readonly number[]): readonly number[] {
  return ends.slice(1).map((to, k) => {
    let largest = 0;
    for (const time of looksBetween([ends[k]!, to])) largest = Math.max(largest, Math.hypot(...field(time)));
    return largest;
  });
}

/** The model with the largest absolute values of what moves in it, beside the field, between ascending ends. */
function largestModel(model: SpinModel, moving: MovingModel, ends: readonly number[]): SpinModel {
  const largest = new Float64Array(moving.paths.length);
  for (const time of looksBetween(ends))
    for (const [k, value] of moving.factors(time).entries()) largest[k] = Math.max(largest[k]!, Math.abs(value));
  return moving.paths.reduce(
    (rest, path, k) => (path.startsWith("field.") ? rest : replaced(rest, path, largest[k]!)),
    model,
  );
}

/** False of nothing at all. */
const isTrueOfAll = <Value>(values: readonly Value[], of: (value: Value) => boolean): boolean =>
  values.length > 0 && values.every(of);

/** More coefficients than these have more corners than are worth a look. */
const MOST_CORNERED = 4;

/** The models with each coefficient beside the field at its least or its largest value: all that is met lies between them. None where there are too many. */
function cornersOf(model: SpinModel, moving: MovingModel, times: readonly number[]): readonly SpinModel[] {
  const least = new Float64Array(moving.paths.length).fill(Number.POSITIVE_INFINITY);
  const largest = least.map((value) => -value);
  for (const time of times) {
    for (const [k, value] of moving.factors(time).entries()) {
      least[k] = Math.min(least[k]!, value);
      largest[k] = Math.max(largest[k]!, value);
    }
  }
  const cornered = [...moving.paths.keys()].filter((k) => !moving.paths[k]!.startsWith("field."));
  if (cornered.length > MOST_CORNERED || times.length === 0) return [];
  return cornered.reduce<readonly SpinModel[]>(
    (corners, k) =>
      corners.flatMap((corner) =>
        [...new Set([least[k]!, largest[k]!])].map((value) => replaced(corner, moving.paths[k]!, value)),
      ),
    [model],
  );
}

/** Times at which what moves is looked at, LOOKS in each interval between two of ascending ends. */
export function* looksBetween(ends: readonly number[]): Generator<number, void> {
  for (const [k, to] of ends.entries()) {
    const from = ends[k - 1] ?? to;
    for (let i = 0; i < LOOKS && to > from; i++) yield from + ((to - from) * (i + 0.5)) / LOOKS;
  }
}

/** The stops strictly between two times, and the later time; nothing where the times are equal. */
function stopsBetween(from: number, to: number, stops: readonly number[]): readonly number[] {
  if (!(to > from)) return [];
  const ends = stops.slice(firstFrom(stops, from, true), firstFrom(stops, to, true));
  if (ends.at(-1) !== to) ends.push(to);
  return ends;
}

/** Index of the first of ascending numbers that is at a limit or above it, or above it alone. */
function firstFrom(ascending: readonly number[], limit: number, isAbove = false): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > limit || (!isAbove && ascending[middle]! === limit)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Equal parts of each interval, none longer than a limit. */
function divided(from: number, ends: readonly number[], longest: number): readonly number[] {
  if (longest === Number.POSITIVE_INFINITY) return ends;
  let start = from;
  return ends.flatMap((end) => {
    const parts = Math.max(1, Math.ceil(((end - start) / longest) * (1 - 1e-12)));
    const begin = start;
    start = end;
    return Array.from({ length: parts }, (_, k) => (k + 1 === parts ? end : begin + ((end - begin) * (k + 1)) / parts));
  });
}

function requireBreaks(breaks: readonly number[]): void {
  const fault = breaksFault(breaks);
  if (fault === null) return;
  const value = breaks[fault.path?.[1] as number];
  throw new InputError({
    what: `a break is ${showValue(value)}, ${fault.what}`,
    remedy: fault.remedy,
    value,
    limit: fault.limit,
  });
}

function requireMaximumStep(step: number, end: number): void {
  if (!(step > 0)) {
    throw new InputError({
      what: `the longest time step is ${step}, not above 0`,
      remedy: "give a time > 0, or leave it out, and the steps adapt to the tolerance",
      value: step,
      limit: 0,
    });
  }
  if (end / step <= MOST_STOPS) return;
  throw new ResourceLimitError({
    what: `steps of at most ${step} up to t = ${end} are ${(end / step).toPrecision(2)}, above ${MOST_STOPS}`,
    remedy: "allow longer steps",
    value: end / step,
    limit: MOST_STOPS,
  });
}
