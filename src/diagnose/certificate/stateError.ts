/** What the multipoles of a state may be off by. */
export interface StateError {
  readonly spins: number;
  /** Bound of the Euclidean length of it, which is the Frobenius norm of the error of rho. */
  readonly error: number;
  /** Bounds of its length degree by degree, l = 0, 1, ..., which hold beside the other; absent where the whole is all that is known. */
  readonly degreeErrors?: Float64Array;
}

/**
 * Bound of |sum_a c_a du_a|, du what the multipoles are off by, from the lengths of the c_a of each degree. High multipoles of a mixture of product
 * states are small, down to 2^-N, and so is what each is off by: the whole, which any one degree might be off by, is magnified 2^N times.
 */
export function errorAgainst({ error, degreeErrors }: StateError, lengths: Float64Array): number {
  const whole = error * Math.hypot(...lengths);
  if (degreeErrors === undefined) return whole;
  const apart = lengths.reduce((sum, length, l) => sum + length * degreeErrors[l]!, 0);
  return Math.min(whole, apart);
}
