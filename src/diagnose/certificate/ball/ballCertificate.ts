import type { Vector3 } from "../../../state/moments.ts";
import type { TransposeVector } from "../../entanglement/partialTranspose.ts";

/** A negative expectation of W = (v v^+)^(T_B) on one copy of the spins jA and jB of k and N - k spins, times the number of copies. */
export interface TransposeWitness {
  readonly kind: "partialTranspose";
  /** [k, N - k]. */
  readonly cut: readonly [number, number];
  readonly vector: TransposeVector;
}

/** An optimal spin squeezing inequality, violated along these directions: entanglement/squeezingInequalities.ts. */
export interface SqueezingWitness {
  readonly kind: "squeezing";
  readonly axes: readonly Vector3[];
}

/**
 * T = q^2 ("square") or T = (1 - r^2) q^2 ("localizing"), nowhere negative in the ball, with int P T < 0. q is a sum of the functions of ballBasis.ts
 * with these coefficients, whose squares add up to 1.
 */
export interface BallPolynomial {
  readonly kind: "square" | "localizing";
  /** Of T. */
  readonly degree: number;
  readonly coefficients: Float64Array;
}

export interface JudgedInBall {
  /**
   * Least int P q^2 over q of degree N/2 whose mean square is 1 where P is 1/(2 pi r): below 0, no P >= 0 has these moments. Null where N is too large.
   */
  readonly leastEigenvalue: number | null;
  readonly leastEigenvalueError: number | null;
}

export interface EntangledInBall extends JudgedInBall {
  readonly outcome: "entangled";
  readonly witness: TransposeWitness | SqueezingWitness;
  /** Least eigenvalue of the partial transpose of the matrix of order 2^N, or the margin of the inequality. */
  readonly value: number;
  /** How far `value` may be off, the errors of the state included; below |value|. */
  readonly errorBound: number;
}

/** No mixture of identical product states. That says nothing of entanglement: spins that differ are enough. */
export interface NotIdenticalProduct extends JudgedInBall {
  readonly outcome: "not-identical-product";
  readonly witness: BallPolynomial;
  /** int P T, negative. */
  readonly value: number;
  readonly errorBound: number;
}

/** A mixture of identical product states. */
export interface ClassicalInBall extends JudgedInBall {
  readonly outcome: "classical";
  /** "parabolic": the equation is parabolic and P starts without negative values. "points": the mixture below, and a polynomial that is smaller than its smooth part. */
  readonly proof: "parabolic" | "points";
  readonly points?: readonly Vector3[];
  readonly weights?: Float64Array;
  /** Weight of the smooth density 1/(2 pi r) beside the points. */
  readonly uniformPart?: number;
  /** Upper bound of the trace distance to that mixture, or to one: the error of the state where nothing else is known. */
  readonly traceDistance: number;
}

export interface UndecidedInBall extends JudgedInBall {
  readonly outcome: "undecided";
  readonly reason: string;
  /** Upper bound of the trace distance to the nearest mixture of identical products that was found; null where none was sought. */
  readonly traceDistance: number | null;
}

/** Whether a permutation-symmetric state is entangled, a mixture of identical product states, or neither of these two. */
export type BallCertificate = EntangledInBall | NotIdenticalProduct | ClassicalInBall | UndecidedInBall;
