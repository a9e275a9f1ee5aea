import { ConvergenceError } from "../../core/errors.ts";
import type { Integrator, StateOptions } from "../integrator.ts";
import { snapshotArray } from "../snapshot.ts";
import { fifthOrderError, nodes, solutionWeights, stageWeights, thirdOrderError } from "./dormandPrince8.ts";

/** Writes dy/dt at (time, state) into `derivative`; keeps neither array. */
export type RightHandSide = (time: number, state: Float64Array, derivative: Float64Array) => void;

export interface ExplicitOptions extends StateOptions {
  /** A step is always allowed what rounding makes of it in this norm. */
  readonly norm: (vector: Float64Array) => number;
  /** Steps, accepted and rejected, before giving up. */
  readonly maximumSteps: number;
}

/** What one step leaves to the next. */
interface Progress {
  time: number;
  /** Step size to try next; 0 before the first step. */
  nextStep: number;
  /** Error of the last step in units of what was allowed. */
  lastError: number;
  accepted: number;
  rejected: number;
  /** Sum of the estimated errors of the accepted steps, in the norm. */
  error: number;
}

/** What a run needs between steps; allocated once. */
interface Workspace {
  readonly rightHandSide: RightHandSide;
  readonly options: ExplicitOptions;
  readonly stages: readonly Float64Array[];
  readonly state: Float64Array;
  readonly trial: Float64Array;
  readonly scratch: Float64Array;
  readonly progress: Progress;
}

const stageCount = nodes.length;
const safety = 0.9;
const smallestFactor = 0.2;
const memory = 0.04;
const largestFactor = 6;
/** Relative error of a step that no shorter step would avoid: its stages have weights of up to 43. */
const rounding = 16 * Number.EPSILON;

/**
 * dy/dt = f(t, y) from y(0) = `start` by Dormand-Prince steps of order 8 with error control. Steps end at each time that is asked for, so nothing is
 * interpolated. Stable for steps up to 6 over the largest eigenvalue in every direction of the left half-plane, which is what limits the steps once the
 * fast modes have died out.
 */
export function explicitIntegrator(
  start: Float64Array,
  rightHandSide: RightHandSide,
  options: ExplicitOptions,
): Integrator {
  const array = (): Float64Array => new Float64Array(start.length);
  const progress: Progress = { time: 0, nextStep: 0, lastError: 1e-4, accepted: 0, rejected: 0, error: 0 };
  const workspace: Workspace = {
    rightHandSide,
    options,
    stages: Array.from({ length: stageCount }, array),
    state: start.slice(),
    trial: array(),
    scratch: array(),
    progress,
  };
  const { state } = workspace;
  return {
    advance: (time) => advance(workspace, time),
    at: () => state,
    error: () => progress.error,
    roundedSteps: () => progress.accepted,
    steps: () => ({ accepted: progress.accepted, rejected: progress.rejected }),
    pack: () => ({ state: state.slice(), progress: Float64Array.from(PROGRESS, (name) => progress[name]) }),
    restore: (packed) => {
      state.set(snapshotArray(packed, "state", state.length));
      const values = snapshotArray(packed, "progress", PROGRESS.length);
      for (const [k, name] of PROGRESS.entries()) progress[name] = values[k]!;
    },
  };
}

/** The numbers of the progress, in the order of a snapshot. */
const PROGRESS = [
  "time",
  "nextStep",
  "lastError",
  "accepted",
  "rejected",
  "error",
] as const satisfies (keyof Progress)[];

function* advance(workspace: Workspace, to: number): Generator<number, void> {
  const { rightHandSide, options, stages, state, progress } = workspace;
  if (progress.time < to) {
    rightHandSide(progress.time, state, stages[0]!);
    if (progress.nextStep === 0) progress.nextStep = firstStep(workspace);
  }
  while (progress.time < to) {
    if (!takeStep(workspace, to)) continue;
    if (progress.time < to) rightHandSide(progress.time, state, stages[0]!);
    yield progress.time;
  }
  options.settle?.(state);
}

/** Tries one step, whose first stage is there; returns whether it was accepted. */
function takeStep(workspace: Workspace, to: number): boolean {
  const { options, stages, state, trial, progress } = workspace;
  const { time } = progress;
  const left = to - time;
  // Equal steps to the end rather than a full one and a sliver.
  const step = left / Math.ceil(left / progress.nextStep);
  const next = step === left ? to : time + step;
  requireProgress(workspace, next);
  takeStages(workspace, step);
  combine(trial, state, solutionWeights, stages, step);
  const estimate = errorEstimate(workspace, step);
  const error = estimate / Math.max(options.tolerancePerTime * step, rounding * options.norm(trial));
  const factor = stepFactor(error, progress.lastError);
  const proposed = step * factor;
  // A comparison with NaN is false, and so rejects the step.
  if (!(error <= 1)) {
    progress.rejected++;
    progress.nextStep = Math.min(proposed, step * safety);
    return false;
  }
  state.set(trial);
  progress.time = next;
  progress.accepted++;
  progress.error += estimate;
  progress.lastError = Math.max(error, 1e-4);
  // A step that was cut short by `to` may underestimate what the next one can be.
  progress.nextStep = factor >= largestFactor ? Math.max(proposed, progress.nextStep) : proposed;
  return true;
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

function takeStages({ rightHandSide, stages, state, trial, progress }: Workspace, step: number): void {
  for (let s = 1; s < stageCount; s++) {
    combine(trial, state, stageWeights[s]!, stages, step);
    rightHandSide(progress.time + nodes[s]! * step, trial, stages[s]!);
  }
}

/** Hairer's combination of the two estimates: of order 8 for small steps, safe where the fifth-order one happens to vanish. */
function errorEstimate({ stages, scratch, options }: Workspace, step: number): number {
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
function firstStep({ options, stages, state }: Workspace): number {
  const speed = options.norm(stages[0]!);
  const rate = speed / Math.max(options.norm(state), Number.MIN_VALUE);
  return rate > 0 ? Math.max(rounding, options.tolerancePerTime / speed) ** (1 / 7) / rate : Number.MAX_VALUE;
}

function requireProgress({ options, progress }: Workspace, next: number): void {
  const { time, accepted, rejected } = progress;
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
