import { ConvergenceError } from "../core/errors.ts";

/** dx/dt at time t into `rate`; both vectors have one entry an unknown. */
export type RightHandSide = (time: number, x: Float64Array, rate: Float64Array) => void;

export interface IntegratorOptions {
  /** Euclidean error per unit of time, as estimated. */
  readonly tolerancePerTime: number;
  /** First trial step; 0 or none for a sixteenth of the span. */
  readonly initialStep?: number;
}

export interface IntegratorResult {
  readonly status: "converged";
  readonly steps: number;
  readonly evaluations: number;
  /** Sum of the error estimates of the steps. */
  readonly errorEstimate: number;
  /** The next step that the control would try, for `initialStep` of a later span. */
  readonly suggestedStep: number;
}

/** Columns of the extrapolation table: order 12, 42 evaluations a step. */
const COLUMNS = 6;

/**
 * vector <- solution at `to` of dx/dt = f(t, x), x(from) = vector. Explicit midpoint rule with 2, 4, .. 12 substeps,
 * extrapolated in the square of the substep (W. B. Gragg, doi:10.1137/0702030; R. Bulirsch and J. Stoer,
 * doi:10.1007/BF02165234). For tight tolerances and f that is smooth in time; a stiff f costs steps of about 10 over the
 * largest eigenvalue.
 *
 * @throws ConvergenceError where the step falls to rounding: f is not finite, or not smooth
 */
export function integrate(
  rightHandSide: RightHandSide,
  from: number,
  to: number,
  vector: Float64Array,
  options: IntegratorOptions,
): IntegratorResult {
  const n = vector.length;
  const table = Array.from({ length: COLUMNS }, () => new Float64Array(n));
  const startRate = new Float64Array(n);
  const rate = new Float64Array(n);
  const previous = new Float64Array(n);
  let now = from;
  let step = options.initialStep || (to - from) / 16;
  let steps = 0;
  let evaluations = 0;
  let errorEstimate = 0;
  let rateIsCurrent = false;
  while (now < to) {
    const h = Math.min(step, to - now);
    if (!(now + h / (2 * COLUMNS) > now)) throw stepTooSmall(now, h);
    if (!rateIsCurrent) {
      rightHandSide(now, vector, startRate);
      evaluations++;
      rateIsCurrent = true;
    }
    let error = 0;
    for (let j = 0; j < COLUMNS; j++) {
      const substeps = 2 * (j + 1);
      midpoint(rightHandSide, now, h / substeps, substeps, vector, startRate, previous, table[j]!, rate);
      evaluations += substeps - 1;
      error = extrapolate(table, j);
    }
    const allowed = options.tolerancePerTime * h;
    if (error <= allowed) {
      vector.set(table[0]!);
      errorEstimate += error;
      steps++;
      now = to - now <= h ? to : now + h;
      rateIsCurrent = false;
    }
    // The estimate is the last correction, of order 2 COLUMNS - 1 in the step, and may grow in proportion to the step.
    const factor = 0.8 * (allowed / Math.max(error, Number.MIN_VALUE)) ** (1 / (2 * COLUMNS - 2));
    step = h * (factor > 0.2 ? Math.min(4, factor) : 0.2);
  }
  return { status: "converged", steps, evaluations, errorEstimate, suggestedStep: step };
}

/** `result` <- explicit midpoint rule over `substeps` (even) steps of length h. */
function midpoint(
  rightHandSide: RightHandSide,
  start: number,
  h: number,
  substeps: number,
  vector: Float64Array,
  startRate: Float64Array,
  previous: Float64Array,
  result: Float64Array,
  rate: Float64Array,
): void {
  previous.set(vector);
  for (let i = 0; i < vector.length; i++) result[i] = vector[i]! + h * startRate[i]!;
  for (let k = 1; k < substeps; k++) {
    rightHandSide(start + k * h, result, rate);
    for (let i = 0; i < vector.length; i++) {
      const next = previous[i]! + 2 * h * rate[i]!;
      previous[i] = result[i]!;
      result[i] = next;
    }
  }
}

/**
 * Aitken-Neville for the new row j: before, table[l] holds entry (j - 1, j - 1 - l) for l < j and table[j] the plain
 * result of row j; after, table[l] holds (j, j - l). Returns |last correction|.
 */
function extrapolate(table: readonly Float64Array[], j: number): number {
  let squares = 0;
  for (let l = j - 1; l >= 0; l--) {
    const finer = table[l + 1]!;
    const coarser = table[l]!;
    const factor = 1 / (((j + 1) / (l + 1)) ** 2 - 1);
    squares = 0;
    for (let i = 0; i < finer.length; i++) {
      const correction = (finer[i]! - coarser[i]!) * factor;
      squares += correction * correction;
      coarser[i] = finer[i]! + correction;
    }
  }
  return Math.sqrt(squares);
}

const stepTooSmall = (time: number, step: number): ConvergenceError =>
  new ConvergenceError({
    what: `the time step fell to ${step} at t = ${time}`,
    remedy: "give a right-hand side that is finite and smooth between the requested times, or loosen the tolerance",
    value: step,
  });
