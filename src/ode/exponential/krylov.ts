import { Matrix } from "ml-matrix";
import { ConvergenceError, InputError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import type { LinearMap } from "../../linalg/linearMap.ts";
import { addScaled, dot, norm, scale } from "../../linalg/vectorKernels.ts";
import { denseExponential } from "./dense.ts";

export interface KrylovExponentialOptions {
  /** Absolute error of the result in the Euclidean norm, as estimated; default 1e-12 times the norm of the start. */
  readonly tolerance?: number;
  /** Dimension of the Krylov space, default 30. */
  readonly dimension?: number;
  /** Limit on the number of steps, default 100,000. */
  readonly maximumSteps?: number;
  /** First trial step, as an earlier result suggests it; in units of `time`. */
  readonly initialStep?: number;
}

export interface KrylovExponentialResult {
  readonly status: "converged";
  /** Steps into which the time was cut, and products with the matrix. */
  readonly steps: number;
  readonly applications: number;
  /** Sum of the estimated errors of the steps. */
  readonly errorEstimate: number;
  /** A step that met the tolerance, for `initialStep` of a later call. */
  readonly suggestedStep: number;
}

const SAFETY = 0.9;
const SLACK = 1.2;

/**
 * vector <- exp(time A) vector, for a matrix known by its products: Arnoldi projection with the corrected scheme and the
 * step control of Y. Saad, SIAM J. Numer. Anal. 29, 209 (1992), doi:10.1137/0729014, and R. B. Sidje, ACM Trans. Math.
 * Softw. 24, 130 (1998), doi:10.1145/285861.285868. `time` >= 0.
 *
 * @throws ConvergenceError after maximumSteps; its value is the time reached, its limit `time`
 */
export const krylovExponential = (
  apply: LinearMap,
  time: number,
  vector: Float64Array,
  options: KrylovExponentialOptions = {},
): KrylovExponentialResult => finished(krylovSteps(apply, time, vector, options));

/** The same step by step: yields the time that was reached. */
export function* krylovSteps(
  apply: LinearMap,
  time: number,
  vector: Float64Array,
  options: KrylovExponentialOptions = {},
): Generator<number, KrylovExponentialResult> {
  if (!(time >= 0 && time < Number.POSITIVE_INFINITY))
    throw new InputError({ what: `time span ${time} is not finite and >= 0`, remedy: "evolve forwards", value: time });
  const dimension = Math.max(1, Math.min(options.dimension ?? 30, vector.length));
  const maximumSteps = options.maximumSteps ?? 100_000;
  const tolerance = options.tolerance ?? 1e-12 * norm(vector);
  const storage = new Float64Array((dimension + 1) * vector.length);
  const basis = Array.from({ length: dimension + 1 }, (_, k) =>
    storage.subarray(k * vector.length, (k + 1) * vector.length),
  );
  const image = new Float64Array(vector.length);
  let reached = 0;
  let step = options.initialStep ?? 0;
  let steps = 0;
  let applications = 0;
  let errorEstimate = 0;
  while (reached < time) {
    const beta = norm(vector);
    if (beta === 0) break;
    const space = buildSpace(apply, vector, beta, basis, image);
    applications += space.applications;
    if (step === 0) step = firstStep(space, beta, tolerance / time);
    step = Math.min(step, time - reached);
    let accepted = propagate(space, step, beta);
    while (!(accepted.error <= (SLACK * tolerance * step) / time)) {
      if (++steps > maximumSteps) throw tooManySteps(reached, time, maximumSteps);
      step *= shrink(accepted, (tolerance * step) / time, 0.1, SAFETY);
      accepted = propagate(space, step, beta);
    }
    combine(basis, vector, accepted.coefficients);
    errorEstimate += accepted.error;
    reached = time - reached <= step ? time : reached + step;
    if (++steps > maximumSteps) throw tooManySteps(reached, time, maximumSteps);
    step *= shrink(accepted, (tolerance * step) / time, 0.2, 5);
    yield reached;
  }
  return { status: "converged", steps, applications, errorEstimate, suggestedStep: step };
}

interface KrylovSpace {
  /** Number of orthonormal vectors that enter the result. */
  readonly size: number;
  readonly applications: number;
  /** Hessenberg matrix, bordered so that its exponential also holds the error terms; plain where `exact`. */
  readonly hessenberg: Matrix;
  /** The space is invariant: no error for any step. */
  readonly exact: boolean;
  /** |A v| of the last basis vector. */
  readonly lastNorm: number;
}

function buildSpace(
  apply: LinearMap,
  start: Float64Array,
  beta: number,
  basis: readonly Float64Array[],
  image: Float64Array,
): KrylovSpace {
  const dimension = basis.length - 1;
  const h = Matrix.zeros(dimension + 2, dimension + 2);
  basis[0]!.set(start);
  scale(basis[0]!, 1 / beta);
  for (let j = 0; j < dimension; j++) {
    const next = basis[j + 1]!;
    apply(basis[j]!, next);
    const before = norm(next);
    for (let k = 0; k <= j; k++) {
      const overlap = dot(basis[k]!, next);
      h.set(k, j, overlap);
      addScaled(next, -overlap, basis[k]!);
    }
    const length = norm(next);
    // Nothing is left of A v but the rounding of up to 30 projections, or the space is the whole one: it is invariant.
    if (length <= 32 * Number.EPSILON * before || j + 1 === start.length)
      return { size: j + 1, applications: j + 1, hessenberg: h.subMatrix(0, j, 0, j), exact: true, lastNorm: 0 };
    h.set(j + 1, j, length);
    scale(next, 1 / length);
  }
  h.set(dimension + 1, dimension, 1);
  apply(basis[dimension]!, image);
  return {
    size: dimension + 1,
    applications: dimension + 1,
    hessenberg: h,
    exact: false,
    lastNorm: norm(image),
  };
}

interface Propagated {
  readonly coefficients: Float64Array;
  readonly error: number;
  /** Order in the step of the error. */
  readonly order: number;
}

function propagate(space: KrylovSpace, step: number, beta: number): Propagated {
  const exponential = denseExponential(Matrix.mul(space.hessenberg, step));
  const coefficients = Float64Array.from({ length: space.size }, (_, k) => beta * exponential.get(k, 0));
  if (space.exact) return { coefficients, error: 0, order: 1 };
  const m = space.size - 1;
  const coarse = Math.abs(beta * exponential.get(m, 0));
  const fine = Math.abs(beta * exponential.get(m + 1, 0)) * space.lastNorm;
  if (coarse > 10 * fine) return { coefficients, error: fine, order: m };
  if (coarse > fine) return { coefficients, error: (coarse * fine) / (coarse - fine), order: m };
  return { coefficients, error: coarse, order: Math.max(1, m - 1) };
}

/** Factor for the next step from the error of this one. */
function shrink(tried: Propagated, allowed: number, least: number, most: number): number {
  if (tried.error === 0) return most;
  const factor = SAFETY * (allowed / tried.error) ** (1 / tried.order);
  return Number.isFinite(factor) ? Math.max(least, Math.min(most, factor)) : least;
}

/** From the a priori bound (e h |A| / (m + 1))^(m + 1) sqrt(2 pi (m + 1)), with the norm of the projected matrix. */
function firstStep(space: KrylovSpace, beta: number, tolerancePerTime: number): number {
  const size = space.hessenberg.norm();
  if (space.exact || size === 0) return Number.MAX_VALUE;
  const m = space.size;
  const factorial = Math.sqrt(2 * Math.PI * m) * (m / Math.E) ** m;
  return ((factorial * tolerancePerTime) / (4 * beta * size)) ** (1 / (m - 1)) / size;
}

function combine(basis: readonly Float64Array[], vector: Float64Array, coefficients: Float64Array): void {
  vector.fill(0);
  for (let k = 0; k < coefficients.length; k++) addScaled(vector, coefficients[k]!, basis[k]!);
}

const tooManySteps = (reached: number, time: number, limit: number): ConvergenceError =>
  new ConvergenceError({
    what: `the exponential reached time ${reached} of ${time} within ${limit} steps`,
    remedy: "allow more steps, a larger Krylov dimension or a looser tolerance",
    value: reached,
    limit: time,
  });
