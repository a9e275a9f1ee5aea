import type { Observables, SpinMoments, Vector3 } from "./moments.ts";

/** Estimated absolute error of each observable. */
export interface ErrorEstimate extends SpinMoments {
  readonly purity: number;
}

/** What the observables themselves lose in floating point, whatever the road: a few roundings of numbers of size 1. */
const rounding = 16 * Number.EPSILON;

/**
 * Errors of the observables from an error of rho with trace norm `error`, or from several, made at any earlier time, with
 * norms that sum to it (evolution does not enlarge the trace norm of a difference). A traceless difference changes an
 * expectation by at most its trace norm times half the range of the operator, 1 for 2 J_k/N and 1/2 for the second
 * moments, and tr rho^2 by twice its trace norm times the largest eigenvalue of rho, which is at most sqrt(purity).
 */
export function errorsFromTraceNorm(error: number, purity: number): ErrorEstimate {
  const mean = error + rounding;
  const second = error / 2 + rounding;
  return {
    mean: [mean, mean, mean],
    square: [second, second, second],
    cross: [second, second, second],
    purity: 2 * Math.sqrt(purity) * error + rounding,
  };
}

/** The trace norm that errors of moments by `errorsFromTraceNorm` are from. */
export const traceNormFromErrors = ({
  mean,
  square,
  cross,
}: Pick<ErrorEstimate, "mean" | "square" | "cross">): number => Math.max(...mean, 2 * Math.max(...square, ...cross));

/**
 * Errors of the observables of a state of the symmetric subspace with tr rho^2 = `purity`, from an error of rho with
 * Hilbert-Schmidt norm `error`, or from several, made at any earlier time, with norms that sum to `error`. Evolution does
 * not enlarge the trace norm of a difference, which is at most sqrt(N + 1) times the Hilbert-Schmidt norm.
 */
export function errorsFromDensity(spins: number, error: number, purity: number): ErrorEstimate {
  return errorsFromTraceNorm(Math.sqrt(spins + 1) * error, purity);
}

/** The Hilbert-Schmidt norm for which `errorsFromDensity` gives no error above `tolerance`, rounding aside. */
export const densityTolerance = (spins: number, tolerance: number): number => tolerance / (2 * Math.sqrt(spins + 1));

/** Errors with `moment` added to those of all moments, and `purity` to that of the purity; what else they hold stays. */
export function raiseErrors<Errors extends ErrorEstimate>(errors: Errors, moment: number, purity: number): Errors {
  const raised = ([a, b, c]: Vector3): Vector3 => [a + moment, b + moment, c + moment];
  return {
    ...errors,
    mean: raised(errors.mean),
    square: raised(errors.square),
    cross: raised(errors.cross),
    purity: errors.purity + purity,
  };
}

/** Errors of independent causes, which may add up. */
export function sumOfErrors(left: ErrorEstimate, right: ErrorEstimate): ErrorEstimate {
  const sum = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
  return {
    mean: sum(left.mean, right.mean),
    square: sum(left.square, right.square),
    cross: sum(left.cross, right.cross),
    purity: left.purity + right.purity,
  };
}

/** The largest of all. */
export const largestError = ({ mean, square, cross, purity }: ErrorEstimate): number =>
  Math.max(...mean, ...square, ...cross, purity);

/** The purity of the fully mixed state: in the symmetric subspace, or among all states of N spins (`inBall`). */
export const leastPurity = (spins: number, inBall: boolean): number => (inBall ? 2 ** -spins : 1 / (spins + 1));

/** Observables and errors with the purity as `withinPurities`. */
export function withinStates<
  State extends { readonly observables: Observables; readonly errorEstimate: ErrorEstimate },
>(state: State, least: number): State {
  const { purity, error } = withinPurities(state.observables.purity, state.errorEstimate.purity, least);
  return {
    ...state,
    observables: { ...state.observables, purity },
    errorEstimate: { ...state.errorEstimate, purity: error },
  };
}

/**
 * tr rho^2 with its error, brought into what a state can have: at least `least`, at most 1. That takes it no farther from the right value; an error smaller
 * than the distance it was outside by was too small.
 */
export function withinPurities(
  purity: number,
  error: number,
  least: number,
): { readonly purity: number; readonly error: number } {
  const within = Math.min(1, Math.max(least, purity));
  const reach = Math.max(within - least, 1 - within);
  return { purity: within, error: Math.min(Math.max(error, Math.abs(purity - within)), Math.max(reach, rounding)) };
}
