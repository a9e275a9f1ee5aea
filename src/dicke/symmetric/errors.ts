import type { ErrorEstimate } from "../../state/errorEstimate.ts";

/** What the observables lose in floating point: a few roundings of numbers of size 1. */
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
