import { InputError } from "./errors.ts";
import { recursionCoefficient } from "./harmonicRecursion.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "./sphericalHarmonics.ts";

/**
 * Solid harmonics r^n Y_lm(r/|r|) with l <= n and n - l even: the polynomials of degree n in x, y, z that are homogeneous,
 * sorted by how they turn. With n <= degree they span the polynomials up to that degree. Y_lm as in core/sphericalHarmonics.ts.
 *
 * Layout: real numbers, n ascending; within n the l = n mod 2, .., n - 2, n; within l the order m = 0, Re m = 1, Im m = 1,
 * Re m = 2, ... Degrees follow one another, so the first solidCount(k) entries are those with n <= k.
 *
 * Ladder relations, A_lm = sqrt((l^2-m^2)/(4l^2-1)) (from those of Y_lm and d/dr r^n = n r^(n-1)):
 *
 *     z     r^n Y_lm = A_{l+1,m} r^(n+1) Y_{l+1,m} + A_lm r^(n+1) Y_{l-1,m}
 *     d/dz  r^n Y_lm = (n-l) A_{l+1,m} r^(n-1) Y_{l+1,m} + (n+l+1) A_lm r^(n-1) Y_{l-1,m}
 */

/** Number of real entries with n <= degree: (degree + 1)(degree + 2)(degree + 3)/6. */
export const solidCount = (degree: number): number => ((degree + 1) * (degree + 2) * (degree + 3)) / 6;

/** Place of the real part of (n, l, m), 0 <= m <= l <= n, n - l even; the imaginary part, m > 0, follows it. */
export const solidIndex = (n: number, l: number, m: number): number =>
  solidCount(n - 1) + (l * (l - 1)) / 2 + (m === 0 ? 0 : 2 * m - 1);

/** Coefficient of r^(n-1) Y_{l+1,m} in d/dz r^n Y_lm. */
export const derivativeUp = (n: number, l: number, m: number): number => (n - l) * recursionCoefficient(l + 1, m);

/** Coefficient of r^(n-1) Y_{l-1,m} in d/dz r^n Y_lm. */
export const derivativeDown = (n: number, l: number, m: number): number => (n + l + 1) * recursionCoefficient(l, m);

/**
 * All r^n Y_lm, n <= degree, at a point of space, into `values` (solidCount(degree) entries, overwritten).
 * @throws InputError where `values` is too short or the degree is no integer >= 0
 */
export function evaluateSolidHarmonics(degree: number, x: number, y: number, z: number, values: Float64Array): void {
  if (values.length < solidCount(degree))
    throw new InputError({
      what: `there is room for ${values.length} solid harmonics, degree ${degree} has ${solidCount(degree)}`,
      remedy: "size the array with solidCount(degree)",
      value: values.length,
      limit: solidCount(degree),
    });
  const radius = Math.sqrt(x * x + y * y + z * z);
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  // At the centre only n = l = 0 is not zero, whatever the direction.
  const inverse = radius > 0 ? 1 / radius : 0;
  evaluateHarmonics(degree, x * inverse, y * inverse, radius > 0 ? z * inverse : 1, real, imaginary);
  for (let n = 0, power = 1, at = 0; n <= degree; n++, power *= radius) {
    for (let l = n % 2; l <= n; l += 2) {
      for (let m = 0; m <= l; m++) {
        values[at++] = power * real[harmonicIndex(l, m)]!;
        if (m > 0) values[at++] = power * imaginary[harmonicIndex(l, m)]!;
      }
    }
  }
}
