import type { Vector3 } from "../../state/moments.ts";
import type { StateError } from "./stateError.ts";

/** What is known of a state in the symmetric subspace when it is asked whether it is classical. */
export interface SphereMoments extends StateError {
  /** Highest degree that is known: N where all are, fewer prove entanglement alone. */
  readonly band: number;
  /** (band + 1)^2 numbers in the layout and scale of state/blocks/multipoles.ts; the first is 1/sqrt(N + 1). */
  readonly multipoles: Float64Array;
}

/**
 * A polynomial T on the sphere that is nowhere negative, with int P T < 0: no P >= 0 has these moments, so the state is no mixture of product
 * states.
 */
export interface Witness {
  /** "square": T = |q|^2, non-negative by construction. "polynomial": T itself, whose least value over the sphere has to be bounded. */
  readonly kind: "square" | "polynomial";
  /** Degree of T, at most N. */
  readonly degree: number;
  /**
   * "polynomial": T = sum_a y_a b_a, b_a = sqrt(4 pi) Y_a real and of mean square 1, (degree + 1)^2 numbers in the layout of the multipoles; the
   * first is the mean of T. "square": q, as sphere/squareBasis.ts tells it: for an even degree (degree/2 + 1)^2 numbers of the same b_a, for an
   * odd one (degree + 1)(degree + 3)/4 complex ones.
   */
  readonly coefficients: Float64Array;
}

export interface Judged {
  /**
   * Least eigenvalue of the full moment matrix in units in which white noise has 1; null where it is not known: the band is below N, time ran out, or
   * errors of the state, which high degrees magnify 2^N times, leave nothing of it.
   */
  readonly leastEigenvalue: number | null;
  /** How far `leastEigenvalue` may be off, the errors of the state included; null or absent where it is null. */
  readonly leastEigenvalueError?: number | null;
}

export interface EntangledCertificate extends Judged {
  readonly outcome: "entangled";
  readonly witness: Witness;
  /** int P T, negative, T scaled so that white noise has 1. */
  readonly value: number;
  /** How far `value` may be off, the errors of the state included; below |value|. */
  readonly errorBound: number;
  /** Share of the state that may be kept, mixed with white noise, until this witness no longer detects it. */
  readonly visibility: number;
}

export interface ClassicalCertificate extends Judged {
  readonly outcome: "classical";
  /** "parabolic": the equation is parabolic and P starts without negative values. "points": the mixture below. */
  readonly proof: "parabolic" | "points";
  readonly points?: readonly Vector3[];
  readonly weights?: Float64Array;
  /** Weight of white noise beside the points. */
  readonly uniformPart?: number;
  /** |r|_2, what points and white noise leave of the multipoles; the white noise takes it up where it is small enough. */
  readonly residual?: number;
  /** Upper bound of the trace distance to the mixture. */
  readonly traceDistance: number;
}

export interface UndecidedCertificate extends Judged {
  readonly outcome: "undecided";
  readonly reason: string;
  /** Lower and upper bound of the least negative mass of any P of the state, where they were found. */
  readonly bounds: readonly [number, number] | null;
  /** Upper bound of the trace distance to the nearest classical state that was found; null where none was sought. */
  readonly traceDistance: number | null;
}

/** Whether a state in the symmetric subspace is a mixture of product states. */
export type SphereCertificate = EntangledCertificate | ClassicalCertificate | UndecidedCertificate;
