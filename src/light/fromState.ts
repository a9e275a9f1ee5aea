import { ConvergenceError, NotUniqueError } from "../core/errors.ts";
import { multiply, type SparseMatrix } from "../linalg/sparse.ts";
import { addScaled, dot, norm, scale } from "../linalg/vectorKernels.ts";
import { errorOfStart, type InitialState } from "../model/initialState.ts";
import type { ComplexVector } from "../model/operator/linearForm.ts";
import { type Arithmetic, leastError, rounded } from "./arithmetic.ts";
import { type Emitter, emitterOf, intensityReader, type StateEmission, stateEmission } from "./emitted.ts";
import { carriedInSlowModes, follower, isQuick, unloaded } from "./follow.ts";
import type { OperatorSpace, StartingOperator } from "./operatorSpace.ts";
import { propagateOperators } from "./propagate.ts";
import type { LightSystem, OperatorEquations } from "./system.ts";

/** A correlation function of two times, from a state in the first of them. */
export interface TwoTimeCourse {
  /** [re, im]. */
  readonly values: readonly (readonly [number, number])[];
  readonly errorEstimate: readonly number[];
  /** What they would be if the second time knew nothing of the first: <A^+>(t + tau) <A>(t), or <A^+ A>(t + tau) <A^+ A>(t). */
  readonly uncorrelated: readonly (readonly [number, number])[];
  /** Of all of `uncorrelated`. */
  readonly uncorrelatedError: readonly number[];
  /** <A^+ A> at t, and at each t + tau. */
  readonly intensity: number;
  readonly intensities: readonly number[];
  /** Of intensities at t and at each t + tau. */
  readonly intensityError: number;
  readonly intensityErrors: readonly number[];
}

/** The first time, and the state at 0. */
export interface FirstTime {
  readonly initial: InitialState;
  readonly at: number;
}

/**
 * <A^+(t + tau) A(t)>, or <A^+(t) (A^+ A)(t + tau) A(t)>, by the quantum regression theorem: tr[A^+ e^{L tau} (A e^{L t} rho)]. Operators are followed by products with the generator, or
 * in spaces of slow modes where that takes too many.
 *
 * @param times tau, ascending, from 0 on
 * @throws ConvergenceError where the space has no such states; NotUniqueError only where products are too many
 */
export function correlationsFromState(
  equations: OperatorEquations,
  l: ComplexVector,
  order: 1 | 2,
  { initial, at }: FirstTime,
  times: readonly number[],
): TwoTimeCourse {
  const { space } = equations;
  if (space.start === null) {
    throw new ConvergenceError({
      what: "an expansion around a place knows nothing of states elsewhere",
      remedy: "take another method",
      value: initial.kind,
    });
  }
  const question = questionOf(space, l, order, at, times);
  const starting = space.start(initial);
  const { numbers, errors } = answerOf(equations, question, starting);
  // Evolution does not enlarge the trace norm of what a start is off by.
  const startError = starting.error + errorOfStart(initial);
  return courseOf(question, numbers, errors, startError);
}

/** What is asked, with matrices and readers of one space. */
interface Question {
  readonly space: OperatorSpace;
  readonly emitter: Emitter;
  readonly order: 1 | 2;
  readonly at: number;
  readonly times: readonly number[];
  /** No smaller than the operator norm of l.J. */
  readonly amplitude: number;
  readonly readers: readonly Float64Array[];
}

function questionOf(
  space: OperatorSpace,
  l: ComplexVector,
  order: 1 | 2,
  at: number,
  times: readonly number[],
): Question {
  const emitter = emitterOf(space, l);
  const intensity = intensityReader(space, emitter);
  const amplitude = (Math.hypot(...l.re, ...l.im) * (space.spins + 1)) / 2;
  const readers = order === 1 ? [...emitter.reader, intensity] : [intensity];
  return { space, emitter, order, at, times, amplitude, readers };
}

/** What is followed: A rho as a pair, or A rho A^+, and rho itself times what makes it as large. */
function followedFrom(
  { order, amplitude }: Question,
  { emitted, both }: StateEmission,
  load: Float64Array,
): Float64Array[] {
  const state = load.slice();
  scale(state, amplitude ** order);
  return order === 1 ? [...emitted, state] : [both, state];
}

/** Numbers of each time: real and imaginary part, <A^+ A>, real and imaginary part of <A^+>. */
const EACH = 5;

interface Numbers {
  /** EACH of each time, then <A^+ A> and <A> at the first time. */
  readonly numbers: Float64Array;
  readonly errors: Float64Array;
}

/** The numbers of one time, of what the readers say of each operator. */
function numbersOf({ order, amplitude }: Question, read: readonly (readonly number[])[]): readonly number[] {
  const unit = amplitude ** order;
  if (order === 2) return [read[0]![0]!, 0, read[1]![0]! / unit, 0, 0];
  const [first, second, state] = read as readonly [readonly number[], readonly number[], readonly number[]];
  return [first[0]! - second[1]!, first[1]! + second[0]!, state[2]! / unit, state[0]! / unit, state[1]! / unit];
}

function answerOf(equations: OperatorEquations, question: Question, starting: StartingOperator): Numbers {
  const { space, at, times } = question;
  const span = at + times.at(-1)!;
  if (isQuick(space, span)) return inUnknowns(question, starting.load);
  try {
    return inSlowModes(equations.system(), question, starting.load);
  } catch (error) {
    // Without a single steady state there are no slow modes to speak of, and products with the generator do as well as ever.
    if (!(error instanceof NotUniqueError) || space.mass !== null) throw error;
    return inUnknowns(question, starting.load);
  }
}

/** Rounding of the sums in a product. */
const PRODUCT_ROUNDINGS = 8 * Number.EPSILON;

function inUnknowns(question: Question, load: Float64Array): Numbers {
  const { space, emitter, at, times, amplitude, order, readers } = question;
  let [state, stateError] = [load, 0];
  propagateOperators(space, [load], [at], ({ operators, error }) => {
    [state, stateError] = [operators[0]!.slice(), error];
  });
  let roundings = 0;
  const product = (matrix: SparseMatrix, x: Float64Array): Float64Array => {
    const image = new Float64Array(matrix.pattern.rows);
    multiply(matrix, x, image);
    roundings += absoluteProduct(matrix, x);
    return image;
  };
  const emission = stateEmission({ times: product }, space, emitter, state);
  const growth = Math.sqrt(space.spins + 1);
  const unit = amplitude ** order;
  // Errors as trace norms: of what is followed on, and of what is read from it.
  const before = unit * stateError + growth * PRODUCT_ROUNDINGS * roundings * (order === 1 ? 1 : amplitude);
  const numbers = new Float64Array(EACH * times.length + LAST);
  const errors = new Float64Array(numbers.length);
  propagateOperators(space, followedFrom(question, emission, state), times, ({ operators, error }, index) => {
    const read = operators.map((operator) => readers.map((reader) => dot(reader, operator)));
    numbers.set(numbersOf(question, read), EACH * index);
    const sizes = [norm(readers[0]!), readers.length === 1 ? 0 : norm(readers[1]!), norm(readers.at(-1)!)];
    const ofState = error / unit + stateError;
    const found = Math.hypot(sizes[0]!, sizes[1]!) * error + unit * before;
    errors.set([found, found, sizes[2]! * ofState, sizes[0]! * ofState, sizes[1]! * ofState], EACH * index);
  });
  const last = EACH * times.length;
  numbers.set([emission.intensity, ...emission.amplitude], last);
  const ofAmplitude = amplitude * stateError + growth * PRODUCT_ROUNDINGS * roundings;
  errors.set([amplitude * ofAmplitude, ofAmplitude, ofAmplitude], last);
  return { numbers, errors };
}

/** Numbers of the first time. */
const LAST = 3;

/** Norm of |A| |x|. */
function absoluteProduct({ pattern, values }: SparseMatrix, x: Float64Array): number {
  const { rows, rowStarts, columnIndices } = pattern;
  let square = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = rowStarts[i]!, end = rowStarts[i + 1]!; k < end; k++)
      sum += Math.abs(values[k]! * x[columnIndices[k]!]!);
    square += sum * sum;
  }
  return Math.sqrt(square);
}

function inSlowModes(system: LightSystem, question: Question, load: Float64Array): Numbers {
  const { emitter, at, times, readers } = question;
  const { follow } = follower();
  let dimension = 0;
  let left: Float64Array | null = null;
  const { values, rounding } = rounded(system, (arithmetic) => {
    const unknowns = unloaded(arithmetic)(load);
    const carried = at === 0 ? null : carriedInSlowModes(arithmetic, unknowns, at, dimension);
    const ask = (state: Float64Array): { readonly numbers: Float64Array; readonly errors: readonly number[] } => {
      const emission = stateEmission(arithmetic, system.space, emitter, state);
      const followed = followedFrom(question, emission, arithmetic.load(state));
      return readFrom(arithmetic, question, followed, follow, emission);
    };
    const { numbers, errors } = ask(carried === null ? unknowns : carried.state);
    if (left === null) {
      left = new Float64Array(numbers.length);
      for (const [index, error] of errors.entries()) left.fill(error, EACH * index, EACH * (index + 1));
      if (carried !== null) {
        dimension = carried.dimension;
        const { numbers: rougher } = ask(carried.rougher);
        for (const [k, value] of numbers.entries()) left[k]! += Math.abs(value - rougher[k]!);
      }
    }
    return numbers;
  });
  const least = leastError(system);
  const largest = new Float64Array(EACH);
  for (let k = 0; k < EACH * times.length; k++) largest[k % EACH] = Math.max(largest[k % EACH]!, Math.abs(values[k]!));
  const errors = values.map((value, k) => {
    const size = k < EACH * times.length ? largest[k % EACH]! : Math.abs(value);
    return left![k]! + rounding[k]! + least * size;
  });
  if (readers.length === 1) for (let k = 0; k < times.length; k++) errors.fill(0, EACH * k + 3, EACH * k + 5);
  return { numbers: values, errors };
}

/** All numbers, of loads that are followed on; each with what spaces and steps leave. */
function readFrom(
  arithmetic: Arithmetic,
  question: Question,
  followed: readonly Float64Array[],
  follow: ReturnType<typeof follower>["follow"],
  { intensity, amplitude }: StateEmission,
): { readonly numbers: Float64Array; readonly errors: readonly number[] } {
  const { readers, times } = question;
  const { steady, system } = arithmetic;
  const own = arithmetic.load(steady);
  const traces = followed.map((load) => dot(system.space.trace, load));
  const rests = followed.map((load, j) => {
    const rest = load.slice();
    addScaled(rest, -traces[j]!, own);
    return rest;
  });
  const limits = readers.map((reader) => dot(reader, steady));
  const { values, errors } = follow(arithmetic, rests, readers, times);
  const numbers = new Float64Array(EACH * times.length + LAST);
  for (const [index, read] of values.entries()) {
    const whole = read.map((row, j) => row.map((value, k) => value + traces[j]! * limits[k]!));
    numbers.set(numbersOf(question, whole), EACH * index);
  }
  numbers.set([intensity, ...amplitude], EACH * times.length);
  return { numbers, errors: errors.map((error) => readers.length * followed.length * error) };
}

function courseOf(
  { order, amplitude, times }: Question,
  numbers: Float64Array,
  errors: Float64Array,
  startError: number,
): TwoTimeCourse {
  const last = EACH * times.length;
  const [intensity, re, im] = [numbers[last]!, numbers[last + 1]!, numbers[last + 2]!];
  const square = amplitude ** 2;
  const intensityError = errors[last]! + square * startError;
  const amplitudeError = Math.hypot(errors[last + 1]!, errors[last + 2]!) + amplitude * startError;
  const at = (k: number, part: number): number => numbers[EACH * k + part]!;
  const intensityErrors = times.map((_, k) => errors[EACH * k + 2]! + square * startError);
  return {
    values: times.map((_, k) => [at(k, 0), at(k, 1)]),
    errorEstimate: times.map(
      (_, k) => Math.hypot(errors[EACH * k]!, order === 1 ? errors[EACH * k + 1]! : 0) + square ** order * startError,
    ),
    uncorrelated: times.map((_, k) =>
      order === 1 ? [at(k, 3) * re - at(k, 4) * im, at(k, 3) * im + at(k, 4) * re] : [at(k, 2) * intensity, 0],
    ),
    uncorrelatedError: times.map((_, k) => {
      if (order === 2) return Math.abs(intensity) * intensityErrors[k]! + Math.abs(at(k, 2)) * intensityError;
      const later = Math.hypot(errors[EACH * k + 3]!, errors[EACH * k + 4]!) + amplitude * startError;
      return Math.hypot(re, im) * later + Math.hypot(at(k, 3), at(k, 4)) * amplitudeError;
    }),
    intensity,
    intensities: times.map((_, k) => at(k, 2)),
    intensityError,
    intensityErrors,
  };
}
