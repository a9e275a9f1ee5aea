import { InputError } from "./errors.ts";
import {
  HIGH,
  LOW,
  recursionCoefficient,
  SCALE_DOWN,
  SCALE_STEP,
  sectoralFactor,
  ZERO_HARMONIC,
} from "./harmonicRecursion.ts";

/**
 * Fully normalised complex spherical harmonics with the Condon-Shortley phase,
 *
 *     Y_lm(x, y, z) = sqrt((2l+1)/(4 pi) (l-m)!/(l+m)!) P_l^m(z) ((x + i y)/s)^m,   s = sqrt(x^2 + y^2),
 *
 * orthonormal on the sphere: int conj(Y_lm) Y_l'm' = delta. The coefficients of a real density P are
 * p_lm = int P Y_lm (no conjugate), so p_{l,-m} = (-1)^m conj(p_lm), only m >= 0 is stored, and
 *
 *     P(x) = sum_lm p_lm conj(Y_lm(x)) = sum_l [ p_l0 Y_l0 + 2 Re sum_{m>0} p_lm conj Y_lm ].
 *
 * Packed layout: the entry (l, m), 0 <= m <= l, stands at l(l+1)/2 + m. Degrees follow one another, so the first
 * harmonicCount(k) entries are the band l <= k whatever the array's full band is.
 */

/** Number of packed (l, m >= 0) entries of the band l <= degree: (degree + 1)(degree + 2)/2. */
export const harmonicCount = (degree: number): number => ((degree + 1) * (degree + 2)) / 2;

/** Place of (l, m), 0 <= m <= l, in the packed layout. */
export const harmonicIndex = (l: number, m: number): number => (l * (l + 1)) / 2 + m;

/**
 * Y_lm at one point (x, y, z) of the unit sphere for all l <= degree, m >= 0, into packed `real` and `imaginary`
 * (at least harmonicCount(degree) entries, overwritten). Allocates nothing.
 */
export function evaluateHarmonics(
  degree: number,
  x: number,
  y: number,
  z: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  checkLengths(degree, real, imaginary);
  const s = Math.sqrt(x * x + y * y);
  const cosinePhi = s > 0 ? x / s : 1;
  const sinePhi = s > 0 ? y / s : 0;
  let c = 1;
  let d = 0;
  let mantissa = ZERO_HARMONIC;
  let level = 0;
  for (let m = 0; m <= degree; m++) {
    if (m > 0) {
      mantissa *= sectoralFactor(m) * s;
      if (mantissa > -LOW && mantissa < LOW && mantissa !== 0) {
        mantissa *= SCALE_STEP;
        level++;
      }
      const previous = c;
      c = c * cosinePhi - d * sinePhi;
      d = previous * sinePhi + d * cosinePhi;
    }
    let below = 0;
    let value = mantissa;
    let remaining = level;
    let forward = 0;
    for (let l = m; ; ) {
      const index = (l * (l + 1)) / 2 + m;
      real[index] = remaining > 0 ? 0 : value * c;
      imaginary[index] = remaining > 0 ? 0 : value * d;
      if (++l > degree) break;
      const a = recursionCoefficient(l, m);
      const next = (z * value - forward * below) / a;
      forward = a;
      below = value;
      value = next;
      if (remaining > 0 && (value > HIGH || value < -HIGH)) {
        value *= SCALE_DOWN;
        below *= SCALE_DOWN;
        remaining--;
      }
    }
  }
}

/** S_l = sum_{m=-l..l} |p_lm|^2 for l = 0..degree, from packed p_lm (m >= 0) of a real density. */
export function powerSpectrum(degree: number, real: Float64Array, imaginary: Float64Array): Float64Array {
  checkLengths(degree, real, imaginary);
  const power = new Float64Array(degree + 1);
  for (let l = 0; l <= degree; l++) {
    const row = (l * (l + 1)) / 2;
    let sum = 0;
    for (let m = 1; m <= l; m++) sum += real[row + m]! ** 2 + imaginary[row + m]! ** 2;
    power[l] = real[row]! ** 2 + imaginary[row]! ** 2 + 2 * sum;
  }
  return power;
}

/**
 * ln g_l for l = 0..degree, g_l = (N!)^2 / ((N-l)! (N+l+1)!): the purity is 4 pi sum_l g_l S_l. Harmonics l > N are
 * gauge and get -Infinity. The logarithm, because g_N ~ 4^-N leaves the range of doubles at N about 500.
 */
export function logPurityWeights(spins: number, degree: number): Float64Array {
  const logs = new Float64Array(degree + 1).fill(Number.NEGATIVE_INFINITY);
  let log = -Math.log1p(spins);
  for (let l = 0; l <= Math.min(degree, spins); l++) {
    // g_l = g_{l-1} (N-l+1)/(N+l+1)
    if (l > 0) log += Math.log1p((-2 * l) / (spins + l + 1));
    logs[l] = log;
  }
  return logs;
}

/** @throws InputError */
export function checkLengths(degree: number, real: Float64Array, imaginary: Float64Array): void {
  if (!Number.isInteger(degree) || degree < 0)
    throw new InputError({
      what: `harmonic degree ${degree} is not a non-negative integer`,
      remedy: "pass the highest l of the band",
      value: degree,
    });
  const found = Math.min(real.length, imaginary.length);
  const needed = harmonicCount(degree);
  if (found < needed)
    throw new InputError({
      what: `packed coefficients have ${found} entries, degree ${degree} has ${needed}`,
      remedy: "size both arrays with harmonicCount(degree)",
      value: found,
      limit: needed,
    });
}

/** @throws InputError */
export function checkPoints(points: Float64Array, perPoint: Float64Array, name: string): void {
  if (points.length % 3 !== 0 || perPoint.length < points.length / 3)
    throw new InputError({
      what: `${points.length} coordinates do not go with ${perPoint.length} ${name}`,
      remedy: "pass x, y, z of each point and one number a point",
      value: perPoint.length,
      limit: points.length / 3,
    });
}
