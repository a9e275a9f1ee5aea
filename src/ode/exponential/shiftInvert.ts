import { ConvergenceError } from "../../core/errors.ts";
import type { LinearMap } from "../../linalg/linearMap.ts";
import { addScaled, dot } from "../../linalg/vectorKernels.ts";
import type { Integrator } from "../integrator.ts";
import { snapshotArray } from "../snapshot.ts";
import { SAMPLES } from "./flow.ts";
import { extendSpace, projectedFlow, type ShiftInvertSpace, shiftInvertSpace } from "./shiftInvertSpace.ts";

export interface ShiftInvertOptions {
  /** Error of the watched values that the way to `end` may cause. */
  readonly tolerance: number;
  /** The last time. */
  readonly end: number;
  /** Functionals of the state: what is reported of it, and enough of what moves that. */
  readonly watched: readonly Float64Array[];
  /** Whether the first of them stays what it is, so that rounding can be put right by it; default false. */
  readonly conserves?: boolean;
  /** Pole of a space in units of the time that it is for; default 0.05. Two solutions with different ones share no error. */
  readonly pole?: number;
}

/** A stretch of time, and the space that holds the state on all of it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly basis: readonly Float64Array[];
  /** Of the state at a time from `from` to `to`. */
  readonly coefficients: (time: number) => Float64Array;
}

export interface ShiftInvertIntegrator extends Integrator {
  /** The last one; null before the first, and behind a snapshot. */
  readonly stretch: () => Stretch | null;
}

/** First stretch in units of the whole. */
const FIRST = 1e-2;

/** Vectors between two looks at the values, and the most of one space. */
const CHUNK = 8;
const MOST = 80;

/** Share of the tolerance for one stretch, of which there are some eight. */
const SHARE = 1 / 8;

/** A difference of two spaces is about the error of the smaller one. */
const SAFETY = 2;

/** A stretch of which less than this share can be had is tried anew, and this much shorter. */
const LEAST_PART = 1 / 8;

/** By how much the next stretch is longer, up to so many vectors of this one. */
const GROWTH: readonly (readonly [vectors: number, factor: number])[] = [
  [24, 16],
  [40, 4],
  [56, 2],
];

/** The default of `pole`: small enough for states that turn some ten times while they are damped. */
const POLE = 0.05;

interface State {
  readonly time: number;
  readonly state: Float64Array;
  /** Length of the stretch to try next. */
  readonly trial: number;
  readonly error: number;
  readonly solves: number;
}

/**
 * dy/dt = A y from y(0) = `start` in spaces of shifted inverses, (1 - pole A)^-k y, with one pole for a stretch of time and the exponential of a small
 * matrix for all times of it (J. van den Eshof, M. Hochbruck, SIAM J. Sci. Comput. 27, 1438 (2006), doi:10.1137/040605461). A space grows until eight
 * vectors more leave the watched values as they are, all along the stretch; the difference is the error.
 *
 * @param factor returns (1 - pole A)^-1
 *
 * `advance` throws ConvergenceError where a stretch would fall below rounding.
 */
export function shiftInvertIntegrator(
  start: Float64Array,
  factor: (pole: number) => LinearMap,
  options: ShiftInvertOptions,
): ShiftInvertIntegrator {
  const { end, pole: share = POLE } = options;
  let now: State = { time: 0, state: start, trial: FIRST * end, error: 0, solves: 0 };
  let before = now;
  let current: (Stretch & { readonly state: (time: number) => Float64Array }) | null = null;
  let factored: { readonly pole: number; readonly map: LinearMap } | null = null;

  function mapOf(pole: number): LinearMap {
    if (factored?.pole !== pole) factored = { pole, map: factor(pole) };
    return factored.map;
  }

  /** One stretch, to `limit` at most. */
  function* advanceBy(limit: number): Generator<number, void> {
    const { time, state } = now;
    let solves = 0;
    for (let trial = lengthOf(now, limit); ; trial *= LEAST_PART) {
      if (!(trial > Number.EPSILON * end)) throw underflow(time, trial);
      const pole = share * trial;
      const apply = mapOf(pole);
      const space = shiftInvertSpace(state, pole);
      const growing = grown(space, apply, trial, options);
      let next = growing.next();
      for (; next.done !== true; next = growing.next()) yield time;
      const { part, coefficients: at, error } = next.value;
      solves += space.columns.length;
      if (part < LEAST_PART) continue;
      const to = part === 1 && trial >= limit - time ? limit : time + part * trial;
      const coefficients = (moment: number): Float64Array => at(moment - time);
      const stateAt = (moment: number): Float64Array => combined(space.basis, coefficients(moment));
      before = now;
      current = { from: time, to, basis: space.basis, coefficients, state: stateAt };
      const growth = GROWTH.find(([vectors]) => space.columns.length <= vectors)?.[1] ?? 1;
      now = {
        time: to,
        state: stateAt(to),
        trial: (part < 1 ? 1 : growth) * (to - time),
        error: now.error + error,
        solves: now.solves + solves,
      };
      yield to;
      return;
    }
  }

  return {
    *advance(time, limit = time) {
      while (now.time < time) yield* advanceBy(limit);
    },
    at: (time) => (current === null || time >= now.time ? now.state : current.state(time)),
    error: () => now.error,
    roundedSteps: () => 0,
    steps: () => ({ accepted: now.solves, rejected: 0 }),
    // The stretch that passed the time is taken again, to the same bits.
    pack: (time) => {
      const { time: at, state, trial, error, solves } = current !== null && time < now.time ? before : now;
      return { state: state.slice(), progress: Float64Array.of(at, trial, error, solves) };
    },
    restore: (packed) => {
      const state = snapshotArray(packed, "state", start.length);
      const [time, trial, error, solves] = snapshotArray(packed, "progress", 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      now = { time, state, trial, error, solves };
      current = null;
    },
    stretch: () => current,
  };
}

/** What is left, where little more than the next stretch is. */
const lengthOf = ({ time, trial }: State, limit: number): number =>
  limit - time <= 1.25 * trial ? limit - time : trial;

interface Grown {
  /** How much of the stretch meets the tolerance, from 0 to 1. */
  readonly part: number;
  /** Of the state, a time behind the begin of the stretch. */
  readonly coefficients: (time: number) => Float64Array;
  readonly error: number;
}

/** Extends a space until the watched values along a stretch settle, or it is as large as any; yields in between. */
function* grown(
  space: ShiftInvertSpace,
  apply: LinearMap,
  span: number,
  { tolerance, watched, conserves = false }: ShiftInvertOptions,
): Generator<void, Grown> {
  const allowed = SHARE * tolerance;
  const rows: Float64Array[] = [];
  let last: readonly Float64Array[] | null = null;
  for (;;) {
    for (let k = 0; k < CHUNK && !space.isInvariant; k++) extendSpace(space, apply);
    const m = space.columns.length;
    if (m === 0) return { part: 1, coefficients: () => Float64Array.of(space.length), error: 0 };
    if (!Number.isFinite(space.columns[m - 1]!.reduce((sum, value) => sum + value, 0)))
      return { part: 0, coefficients: () => new Float64Array(m), error: Number.POSITIVE_INFINITY };
    for (const vector of space.basis.slice(rows.length, m))
      rows.push(Float64Array.from(watched, (functional) => dot(functional, vector)));
    const flow = projectedFlow(space, span);
    const correct = conserves ? conserving(space.length, rows) : null;
    const samples = flow.samples();
    let rounding = flow.rounding * space.length;
    if (correct !== null)
      rounding = DEVIATIONS * samples.reduce((most, c) => Math.max(most, Math.abs(correct(c) - 1)), 0);
    const coefficients = correct === null ? flow.at : (time: number) => scaled(flow.at(time), correct);
    const values = samples.map((c) => valuesOf(rows, correct === null ? c : scaled(c, correct)));
    if (space.isInvariant) return { part: 1, coefficients, error: rounding };
    if (last !== null) {
      const { part, error } = settledPart(values, last, allowed);
      if (part === 1 || m >= MOST) return { part, coefficients, error: error + rounding };
    }
    last = values;
    yield;
  }
}

/** Rounding of what is not conserved, in units of the largest deviation of what is. */
const DEVIATIONS = 4;

function settledPart(
  values: readonly Float64Array[],
  others: readonly Float64Array[],
  allowed: number,
): { readonly part: number; readonly error: number } {
  let [part, error] = [0, 0];
  for (const [k, sample] of SAMPLES.entries()) {
    const own = SAFETY * largestDifference(values[k]!, others[k]!);
    // False for NaN, too.
    if (!(own <= allowed)) break;
    part = sample;
    error = Math.max(error, own);
  }
  return { part, error };
}

/** Values of the watched functionals, of which `rows` has those of each vector of the basis. */
function valuesOf(rows: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const values = new Float64Array(rows[0]!.length);
  for (const [k, value] of coefficients.entries()) addScaled(values, value, rows[k]!);
  return values;
}

/** Returns the factor that gives coefficients the first value of the start. */
function conserving(length: number, rows: readonly Float64Array[]): (coefficients: Float64Array) => number {
  const firsts = Float64Array.from(rows, (row) => row[0]!);
  return (coefficients) => (length * firsts[0]!) / dot(coefficients, firsts);
}

function scaled(coefficients: Float64Array, factorOf: (coefficients: Float64Array) => number): Float64Array {
  const factor = factorOf(coefficients);
  return coefficients.map((value) => factor * value);
}

function combined(basis: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const state = new Float64Array(basis[0]!.length);
  for (const [k, value] of coefficients.entries()) addScaled(state, value, basis[k]!);
  return state;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < a.length; k++) {
    const difference = Math.abs(a[k]! - b[k]!);
    if (Number.isNaN(difference)) return difference;
    largest = Math.max(largest, difference);
  }
  return largest;
}

const underflow = (time: number, length: number): ConvergenceError =>
  new ConvergenceError({
    what: `a stretch of time fell to ${length} at t = ${time}, where rounding swallows it`,
    remedy: "ask for a larger tolerance",
    value: length,
  });
