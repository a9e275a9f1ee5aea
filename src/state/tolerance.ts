import { InputError } from "../core/errors.ts";

/** Below this no observable is known in double precision, whatever the road: a few roundings of numbers of size 1. */
export const LEAST_TOLERANCE = 1e-14;

/**
 * The tolerance, checked alike by every road: the largest estimated error of first and second moments that is accepted.
 *
 * @throws InputError for what is not a number from LEAST_TOLERANCE up to 1, exclusive: moments are of order 1
 */
export function requireTolerance(tolerance: number): number {
  if (tolerance >= LEAST_TOLERANCE && tolerance < 1) return tolerance;
  const positive = tolerance > 0 && tolerance < LEAST_TOLERANCE;
  throw new InputError({
    what: positive
      ? `the tolerance is ${tolerance}, below ${LEAST_TOLERANCE}, which double precision cannot deliver`
      : `the tolerance is ${tolerance}, not a number above 0 and below 1`,
    remedy: "it is the absolute error accepted for moments of order 1, such as 1e-8; leave it out for the default",
    value: tolerance,
    limit: positive ? LEAST_TOLERANCE : 1,
  });
}

/** An error estimate rounded up to two digits: the tolerance with which the answer is accepted. */
export function acceptedTolerance(estimate: number): number {
  const exponent = Math.floor(Math.log10(estimate)) - 1;
  return Number(`${Math.ceil(estimate / 10 ** exponent)}e${exponent}`);
}
