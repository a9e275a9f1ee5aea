import { ConvergenceError } from "../core/errors.ts";
import { fifthOrderError, nodes, solutionWeights, stageWeights, thirdOrderError } from "./dormandPrince.ts";

/** Writes dy/dt at (time, state) into `derivative`; keeps neither array. */
export type RightHandSide = (time: number, state: Float64Array, derivative: Float64Array) => void;

export interface IntegratorOptions {
  /** Largest estimated error of one step, in `norm`. */
  readonly tolerance: number;
  readonly norm: (vector: Float64Array) => number;
  /** Steps, accepted and rejected, before giving up. */
  readonly maximumSteps: number;
}

/** What a run needs between calls of `advance`; allocated once. */
export interface Integrator {
  readonly rightHandSide: RightHandSide;
  readonly options: IntegratorOptions;
  readonly stages: readonly Float64Array[];
  readonly trial: Float64Array;
  readonly scratch: Float64Array;
  /** Step size to try next; 0 before the first step. */
  nextStep: number;
  lastError: number;
  accepted: number;
  rejected: number;
}

const stageCount = nodes.length;
const safety = 0.9;
const smallestFactor = 0.2;
const memory = 0.04;
const largestFactor = 6;

export function createIntegrator(size: number, rightHandSide: RightHandSide, options: IntegratorOptions): Integrator {
  return {
    rightHandSide,
    options,
    stages: Array.from({ length: stageCount }, () => new Float64Array(size)),
    trial: new Float64Array(size),
    scratch: new Float64Array(size),
    nextStep: 0,
    lastError: 1e-4,
    accepted: 0,
    rejected: 0,
  };
}

/**
 * Advances `state` in place from time `from` to `to` by Dormand-Prince steps of order 8 with error control. The last step
 * ends on `to`, so nothing is interpolated. Stable for steps up to 6 over the largest eigenvalue in every direction of
 * the left half-plane, which is what limits the steps once the fast modes have died out.
 *
 * @throws ConvergenceError when the steps run out or become too small for the clock
 */
export function advance(integrator: Integrator, state: Float64Array, from: number, to: number): void {
  const { rightHandSide, options, stages, trial } = integrator;
  let time = from;
  rightHandSide(time, state, stages[0]!);
  if (integrator.nextStep === 0) integrator.nextStep = firstStep(integrator, state);
  while (time < to) {
    const left = to - time;
    // Equal steps to the end rather than a full one and a sliver.
    const step = left / Math.ceil(left / integrator.nextStep);
    const next = step === left ? to : time + step;
    requireProgress(integrator, time, next);
    takeStages(integrator, state, time, step);
    combine(trial, state, solutionWeights, stages, step);
    const error = errorEstimate(integrator, step) / options.tolerance;
    const factor = stepFactor(error, integrator.lastError);
    const proposed = step * factor;
    // A comparison with NaN is false, and so rejects the step.
    if (error <= 1) {
      state.set(trial);
      time = next;
      integrator.accepted++;
      integrator.lastError = Math.max(error, 1e-4);
      // A step that was cut short by `to` may underestimate what the next one can be.
      integrator.nextStep = factor >= largestFactor ? Math.max(proposed, integrator.nextStep) : proposed;
      if (time < to) rightHandSide(time, state, stages[0]!);
    } else {
      integrator.rejected++;
      integrator.nextStep = Math.min(proposed, step * safety);
    }
  }
}

/**
 * Factor for the next step: a proportional-integral controller (Gustafsson, doi:10.1145/210232.210242). It settles at the
 * limit of stability, where a purely proportional one has up to a third of its steps rejected; more memory than this makes
 * it timid.
 */
function stepFactor(error: number, lastError: number): number {
  // The negated comparison also catches NaN, the sign of an overflow in a step that was much too long.
  if (!(error <= Number.MAX_VALUE)) return smallestFactor;
  const factor = safety * Math.max(error, 1e-12) ** (-1 / 8 + 0.75 * memory) * lastError ** memory;
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

/** A step that changes the state by about the eighth root of the tolerance, relative to its size. */
function firstStep({ options, stages }: Integrator, state: Float64Array): number {
  const rate = options.norm(stages[0]!) / Math.max(options.norm(state), Number.MIN_VALUE);
  return rate > 0 ? options.tolerance ** (1 / 8) / rate : Number.MAX_VALUE;
}

function requireProgress({ options, accepted, rejected }: Integrator, time: number, next: number): void {
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
