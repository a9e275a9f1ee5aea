import { ConvergenceError, InputError } from "../../core/errors.ts";

/** dy/dt at y, into `out`. */
export type Derivative = (y: Float64Array, out: Float64Array) => void;

export interface IntegratorOptions {
  /** Bound of the local error relative to each component; default 1e-9. */
  readonly relativeTolerance?: number;
  /** Bound of the local error added to that; default 1e-12. */
  readonly absoluteTolerance?: number;
  /** Steps, rejected ones included, after which to give up; default 1,000,000. */
  readonly maximumSteps?: number;
}

export interface Integration {
  /** State at each of the times: `times.length` rows of as many numbers as the state has. */
  readonly states: Float64Array;
  readonly acceptedSteps: number;
  readonly rejectedSteps: number;
}

/**
 * Butcher tableau of Dormand and Prince, order 5 with an embedded method of order 4 (doi:10.1016/0771-050X(80)90013-3). The
 * seventh stage is the first of the next step. The equations here do not depend on time, so the nodes are not needed.
 */
const STAGES: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Weights of order 5 less those of order 4: the error estimate, in units of the step. */
const ERROR_WEIGHTS = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/** Last coefficient of the continuous extension of order 4 (Hairer, Norsett, Wanner, doi:10.1007/978-3-540-78862-1, II.6). */
const DENSE_WEIGHTS = [
  -12715105075 / 11282082432,
  0,
  87487479700 / 32700410799,
  -10690763975 / 1880347072,
  701980252875 / 199316789632,
  -1453857185 / 822651844,
  69997945 / 29380423,
];

/** The arrays of one integration; `slopes[0]` always holds the derivative at `state`. */
export interface DormandPrinceWorkspace {
  readonly state: Float64Array;
  readonly next: Float64Array;
  readonly slopes: readonly Float64Array[];
  readonly stage: Float64Array;
}

export function dormandPrinceWorkspace(derivative: Derivative, start: ArrayLike<number>): DormandPrinceWorkspace {
  const array = () => new Float64Array(start.length);
  const workspace = {
    state: Float64Array.from(start),
    next: array(),
    slopes: Array.from({ length: 7 }, array),
    stage: array(),
  };
  derivative(workspace.state, workspace.slopes[0]!);
  return workspace;
}

/** One step of length h from `state` to `next`; fills all seven slopes. */
export function dormandPrinceStep(derivative: Derivative, workspace: DormandPrinceWorkspace, h: number): void {
  const { state, next, slopes, stage } = workspace;
  for (let s = 0; s < 6; s++) {
    const weights = STAGES[s]!;
    // The last stage is the solution itself.
    const target = s === 5 ? next : stage;
    for (let i = 0; i < state.length; i++) {
      let sum = 0;
      for (let k = 0; k <= s; k++) sum += weights[k]! * slopes[k]![i]!;
      target[i] = state[i]! + h * sum;
    }
    derivative(target, slopes[s + 1]!);
  }
}

/** Makes `next` the state from which the next step starts. */
export function acceptStep({ state, next, slopes }: DormandPrinceWorkspace): void {
  state.set(next);
  slopes[0]!.set(slopes[6]!);
}

/** The solution at `fraction` (0 to 1) of the step of length h just taken, to order 4, into `out` from `offset`. */
export function denseOutput(
  { state, next, slopes }: DormandPrinceWorkspace,
  h: number,
  fraction: number,
  out: Float64Array,
  offset: number,
): void {
  const rest = 1 - fraction;
  for (let i = 0; i < state.length; i++) {
    const change = next[i]! - state[i]!;
    const first = h * slopes[0]![i]! - change;
    const second = change - h * slopes[6]![i]! - first;
    let third = 0;
    for (let k = 0; k < 7; k++) third += DENSE_WEIGHTS[k]! * slopes[k]![i]!;
    out[offset + i] = state[i]! + fraction * (change + rest * (first + fraction * (second + rest * h * third)));
  }
}

/**
 * States at `times` (ascending, none below 0) of dy/dt = f(y) with y(0) = `start`: Dormand-Prince 5(4) with steps chosen by
 * a proportional-integral controller (Gustafsson, doi:10.1145/210232.210242) and dense output in between.
 * Throws InputError for times or tolerances that make no sense, and ConvergenceError where the step underflows or
 * `maximumSteps` is reached.
 */
export function integrate(
  derivative: Derivative,
  start: ArrayLike<number>,
  times: ArrayLike<number>,
  options: IntegratorOptions = {},
): Integration {
  const { relativeTolerance = 1e-9, absoluteTolerance = 1e-12, maximumSteps = 1_000_000 } = options;
  checkOptions(times, relativeTolerance, absoluteTolerance, maximumSteps);
  const workspace = dormandPrinceWorkspace(derivative, start);
  const size = start.length;
  const states = new Float64Array(times.length * size);
  const end = times.length === 0 ? 0 : times[times.length - 1]!;
  const error = (h: number) => scaledError(workspace, h, relativeTolerance, absoluteTolerance);
  let output = 0;
  while (output < times.length && times[output] === 0) states.set(workspace.state, size * output++);
  let time = 0;
  let h = firstStep(workspace, end, relativeTolerance, absoluteTolerance);
  let previousError = 1e-4;
  let largestGrowth = 5;
  let acceptedSteps = 0;
  let rejectedSteps = 0;
  while (output < times.length) {
    // Not to leave a crumb for the last step, take the rest in one where it is nearly one step.
    const last = time + 1.01 * h >= end;
    const step = last ? end - time : h;
    checkProgress(time, step, end, acceptedSteps + rejectedSteps, maximumSteps);
    dormandPrinceStep(derivative, workspace, step);
    const found = error(step);
    if (!(found <= 1)) {
      rejectedSteps++;
      // Not to grow straight back into the next rejection.
      largestGrowth = 1;
      h = step * (Number.isFinite(found) ? Math.max(0.2, 0.9 * found ** -0.2) : 0.2);
      continue;
    }
    acceptedSteps++;
    const reached = last ? end : time + step;
    for (; output < times.length && times[output]! <= reached; output++) {
      denseOutput(workspace, step, (times[output]! - time) / step, states, size * output);
    }
    acceptStep(workspace);
    time = reached;
    const growth = found === 0 ? 5 : 0.9 * found ** -0.17 * previousError ** 0.04;
    h = step * Math.min(largestGrowth, Math.max(0.2, growth));
    largestGrowth = 5;
    previousError = Math.max(found, 1e-4);
  }
  return { states, acceptedSteps, rejectedSteps };
}

/** Root mean square of the error estimate in units of the tolerance: at most 1 for a step that is good enough. */
function scaledError(
  { state, next, slopes }: DormandPrinceWorkspace,
  h: number,
  relativeTolerance: number,
  absoluteTolerance: number,
): number {
  let sum = 0;
  for (let i = 0; i < state.length; i++) {
    let error = 0;
    for (let k = 0; k < 7; k++) error += ERROR_WEIGHTS[k]! * slopes[k]![i]!;
    const allowed = absoluteTolerance + relativeTolerance * Math.max(Math.abs(state[i]!), Math.abs(next[i]!));
    sum += ((h * error) / allowed) ** 2;
  }
  return Math.sqrt(sum / state.length);
}

/** A step over which the solution changes by about 1 % of the fifth root of the tolerance; the controller soon corrects it. */
function firstStep(
  { state, slopes }: DormandPrinceWorkspace,
  end: number,
  relativeTolerance: number,
  absoluteTolerance: number,
): number {
  const speed = Math.hypot(...slopes[0]!);
  const size = Math.hypot(...state);
  if (speed === 0) return end;
  const change = 0.01 * (relativeTolerance * size + absoluteTolerance) ** 0.2 * Math.max(size, absoluteTolerance);
  return Math.min(end, change / speed);
}

function checkProgress(time: number, step: number, end: number, steps: number, maximumSteps: number): void {
  if (steps >= maximumSteps) {
    throw new ConvergenceError({
      what: `the integration reached t = ${time} of ${end} after ${steps} steps, the limit`,
      remedy: "raise maximumSteps, loosen the tolerances, or integrate over a shorter time",
      value: time,
      limit: maximumSteps,
    });
  }
  if (!(step > 4 * Number.EPSILON * time) || step === 0) {
    throw new ConvergenceError({
      what: `the step fell to ${step} at t = ${time}, below the rounding of t`,
      remedy: "loosen the tolerances: rounding alone exceeds them",
      value: step,
      limit: 4 * Number.EPSILON * time,
    });
  }
}

function checkOptions(
  times: ArrayLike<number>,
  relativeTolerance: number,
  absoluteTolerance: number,
  maximumSteps: number,
): void {
  let previous = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k]!;
    if (!(time >= previous && time < Number.POSITIVE_INFINITY)) {
      throw new InputError({
        what: `times[${k}] is ${time}, not a finite number >= ${previous}, the time before it`,
        remedy: "give the times in ascending order from 0",
        value: time,
        limit: previous,
      });
    }
    previous = time;
  }
  for (const [name, value] of Object.entries({ relativeTolerance, absoluteTolerance, maximumSteps })) {
    if (value > 0) continue;
    throw new InputError({
      what: `${name} is ${value}, not above 0`,
      remedy: "give a positive number",
      value,
      limit: 0,
    });
  }
}
