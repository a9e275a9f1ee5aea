import { ConvergenceError } from "../../core/errors.ts";
import { fifthOrderError, nodes, solutionWeights, stageWeights, thirdOrderError } from "./dormandPrince8.ts";

/** Writes dy/dt at (time, state) into `derivative`; keeps neither array. */
export type RightHandSide = (time: number, state: Float64Array, derivative: Float64Array) => void;

export interface IntegratorOptions {
  /** Error per unit of time, in `norm`, as estimated; a step is always allowed what rounding makes of it. */
  readonly tolerancePerTime: number;
  readonly norm: (vector: Float64Array) => number;
  /** Steps, accepted and rejected, before giving up. */
  readonly maximumSteps: number;
}

/** What one call of `advance` leaves to the next. */
export interface IntegratorProgress {
  /** Step size to try next; 0 before the first step. */
  nextStep: number;
  /** Error of the last step in units of what was allowed. */
  lastError: number;
  accepted: number;
  rejected: number;
  /** Sum of the estimated errors of the accepted steps, in `norm`. */
  error: number;
}

/** What a run needs between calls of `advance`; allocated once. */
export interface Integrator {
  readonly rightHandSide: RightHandSide;
  readonly options: IntegratorOptions;
  readonly stages: readonly Float64Array[];
  readonly trial: Float64Array;
  readonly scratch: Float64Array;
  readonly progress: IntegratorProgress;
}

const stageCount = nodes.length;
const safety = 0.9;
const smallestFactor = 0.2;
const memory = 0.04;
const largestFactor = 6;
/** Relative error of a step that no shorter step would avoid: its stages have weights of up to 43. */
const rounding = 16 * Number.EPSILON;

export function createIntegrator(size: number, rightHandSide: RightHandSide, options: IntegratorOptions): Integrator {
  return {
    rightHandSide,
    options,
    stages: Array.from({ length: stageCount }, () => new Float64Array(size)),
    trial: new Float64Array(size),
    scratch: new Float64Array(size),
    progress: { nextStep: 0, lastError: 1e-4, accepted: 0, rejected: 0, error: 0 },
  };
}

/** The progress as numbers, for a snapshot. A run from equal progress and an equal state has equal bits. */
export function packProgress({ nextStep, lastError, accepted, rejected, error }: IntegratorProgress): Float64Array {
  return Float64Array.of(nextStep, lastError, accepted, rejected, error);
}

/** Length of what `packProgress` gives. */
export const progressLength = 5;

export function restoreProgress(progress: IntegratorProgress, packed: Float64Array): void {
  const [nextStep, lastError, accepted, rejected, error] = packed as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  Object.assign(progress, { nextStep, lastError, accepted, rejected, error });
}

/**
 * Advances `state` in place from time `from` to `to` by Dormand-Prince steps of order 8 with error control. The last step
 * ends on `to`, so nothing is interpolated. Stable for steps up to 6 over the largest eigenvalue in every direction of
 * the left half-plane, which is what limits the steps once the fast modes have died out.
 *
 * @throws ConvergenceError when the steps run out or become too small for the clock
 */
export function advance(integrator: Integrator, state: Float64Array, from: number, to: number): void {
  const { rightHandSide, options, stages, trial, progress } = integrator;
  let time = from;
  rightHandSide(time, state, stages[0]!);
  if (progress.nextStep === 0) progress.nextStep = firstStep(integrator, state);
  while (time < to) {
    const left = to - time;
    // Equal steps to the end rather than a full one and a sliver.
    const step = left / Math.ceil(left / progress.nextStep);
    const next = step === left ? to : time + step;
    requireProgress(integrator, time, next);
    takeStages(integrator, state, time, step);
    combine(trial, state, solutionWeights, stages, step);
    const estimate = errorEstimate(integrator, step);
    const error = estimate / Math.max(options.tolerancePerTime * step, rounding * options.norm(trial));
    const factor = stepFactor(error, progress.lastError);
    const proposed = step * factor;
    // A comparison with NaN is false, and so rejects the step.
    if (error <= 1) {
      state.set(trial);
      time = next;
      progress.accepted++;
      progress.error += estimate;
      progress.lastError = Math.max(error, 1e-4);
      // A step that was cut short by `to` may underestimate what the next one can be.
      progress.nextStep = factor >= largestFactor ? Math.max(proposed, progress.nextStep) : proposed;
      if (time < to) rightHandSide(time, state, stages[0]!);
    } else {
      progress.rejected++;
      progress.nextStep = Math.min(proposed, step * safety);
    }
  }
}

/**
 * Factor for the next step: a proportional-integral controller (Gustafsson, doi:10.1145/210232.210242), for an error per unit of time of order
 * 7. It settles at the
 * limit of stability, where a purely proportional one has up to a third of its steps rejected; more memory than this makes
 * it timid.
 */
function stepFactor(error: number, lastError: number): number {
  // The negated comparison also catches NaN, the sign of an overflow in a step that was much too long.
  if (!(error <= Number.MAX_VALUE)) return smallestFactor;
  const factor = safety * Math.max(error, 1e-12) ** (-1 / 7 + 0.75 * memory) * lastError ** memory;
  return Math.min(largestFactor, Math.max(smallestFactor, factor));
}

function takeStages(integrator: Integrator, state: Float64Array, time: number, step: number): void {
  const { rightHandSide, stages, trial } = integrator;
  for (let s = 1; s < stageCount; s++) {
    combine(trial, state, stageWeights[s]!, stages, step);
    rightHandSide(time + nodes[s]! * step, trial, stages[s]!);
  }
}

/** Hairer's combination of the two estimates: of order 8 for small steps, safe where the fifth-order one happens to vanish. */
function errorEstimate(integrator: Integrator, step: number): number {
  const { stages, scratch, options } = integrator;
  combine(scratch, null, fifthOrderError, stages, step);
  const fifth = options.norm(scratch);
  combine(scratch, null, thirdOrderError, stages, step);
  const third = options.norm(scratch);
  const scale = Math.hypot(fifth, third / 10);
  return scale === 0 ? 0 : (fifth / scale) * fifth;
}

/** Numbers of the target that are finished before the next ones are touched: they stay in the nearest cache meanwhile. */
const chunk = 2048;

/** target = base + step * sum_s weights[s] stages[s]. */
function combine(
  target: Float64Array,
  base: Float64Array | null,
  weights: readonly number[],
  stages: readonly Float64Array[],
  step: number,
): void {
  const used: number[] = [];
  for (let s = 0; s < weights.length; s++) if (weights[s] !== 0) used.push(s);
  for (let start = 0; start < target.length; start += chunk) {
    const end = Math.min(target.length, start + chunk);
    if (base === null) target.fill(0, start, end);
    else for (let i = start; i < end; i++) target[i] = base[i]!;
    let k = 0;
    for (; k + 2 < used.length; k += 3) {
      const [r, s, t] = [used[k]!, used[k + 1]!, used[k + 2]!];
      const [a, b, c] = [step * weights[r]!, step * weights[s]!, step * weights[t]!];
      const [u, v, w] = [stages[r]!, stages[s]!, stages[t]!];
      for (let i = start; i < end; i++) target[i]! += a * u[i]! + b * v[i]! + c * w[i]!;
    }
    for (; k < used.length; k++) {
      const a = step * weights[used[k]!]!;
      const u = stages[used[k]!]!;
      for (let i = start; i < end; i++) target[i]! += a * u[i]!;
    }
  }
}

/** A step that changes the state by about the seventh root of the tolerance, relative to its size. */
function firstStep({ options, stages }: Integrator, state: Float64Array): number {
  const speed = options.norm(stages[0]!);
  const rate = speed / Math.max(options.norm(state), Number.MIN_VALUE);
  return rate > 0 ? Math.max(rounding, options.tolerancePerTime / speed) ** (1 / 7) / rate : Number.MAX_VALUE;
}

function requireProgress({ options, progress }: Integrator, time: number, next: number): void {
  const { accepted, rejected } = progress;
  if (accepted + rejected >= options.maximumSteps) {
    throw new ConvergenceError({
      what: `the time integration took ${accepted + rejected} steps to reach t = ${time} (limit ${options.maximumSteps})`,
      remedy: "raise the maximal number of steps, or loosen the tolerance",
      value: accepted + rejected,
      limit: options.maximumSteps,
    });
  }
  if (!(next > time)) {
    throw new ConvergenceError({
      what: `the time step at t = ${time} fell below the resolution of the clock`,
      remedy: "loosen the tolerance, or look for a jump or a pole in the time-dependent field",
      value: next - time,
      limit: Number.EPSILON * Math.abs(time),
    });
  }
}
