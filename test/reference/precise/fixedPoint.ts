/*
 * Real numbers with 256 binary digits behind the point, as integers: sums are exact, a product or quotient is right to 1e-77. Enough for
 * twelve orders of magnitude between rates, squared, with sixty digits to spare.
 */

export const BITS = 256n;
export const ONE = 1n << BITS;

/** A double is a whole multiple of a power of two, and taken over to the digit. */
export function fixed(value: number): bigint {
  if (Number.isInteger(value)) return BigInt(value) << BITS;
  let [scaled, shift] = [value, BITS];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift--;
  }
  return shift >= 0n ? BigInt(scaled) << shift : BigInt(scaled) >> -shift;
}

export const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;

export const quotient = (a: bigint, b: bigint): bigint => (a << BITS) / b;

export const absolute = (a: bigint): bigint => (a < 0n ? -a : a);

/** The nearest double, however small the value. */
export function toNumber(value: bigint): number {
  const size = absolute(value);
  // Below 64 digits Number() of the integer rounds once; the power of two is exact.
  const excess = BigInt(Math.max(0, size.toString(16).length * 4 - 100));
  // A digit that is cut off still breaks a tie.
  const kept = size >> excess;
  const sticky = kept << excess === size ? kept : kept | 1n;
  const scaled = Number(sticky) * 2 ** (Number(excess) - Number(BITS));
  return value < 0n ? -scaled : scaled;
}

/** Real and imaginary part. */
export interface FixedComplex {
  readonly re: bigint;
  readonly im: bigint;
}

export const complexTimes = (a: FixedComplex, b: FixedComplex): FixedComplex => ({
  re: times(a.re, b.re) - times(a.im, b.im),
  im: times(a.re, b.im) + times(a.im, b.re),
});

export const conjugate = ({ re, im }: FixedComplex): FixedComplex => ({ re, im: -im });
