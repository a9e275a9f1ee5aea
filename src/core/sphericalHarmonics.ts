import { InputError } from "./errors.ts";
import {
  createOrderSweep,
  enterOrder,
  HIGH,
  LOW,
  type OrderSweep,
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

/**
 * Analysis: adds sum_i w_i Y_lm(x_i) to p_lm for every l <= degree, m >= 0.
 *
 * `points` holds x, y, z of each point, on the unit sphere; `weights` one number a point; `real` and `imaginary` are
 * packed, at least harmonicCount(degree) entries, and are added to, not cleared. With w_i = quadrature weight times
 * P(x_i) this is p_lm = int P Y_lm. Cost: points * degree^2 / 2 recursion steps.
 */
export function accumulateHarmonics(
  degree: number,
  points: Float64Array,
  weights: Float64Array,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  checkLengths(degree, real, imaginary);
  checkPoints(points, weights, "weights");
  const sweep = createOrderSweep(degree, points, weights);
  const sumReal = new Float64Array(degree + 1);
  const sumImaginary = new Float64Array(degree + 1);
  for (let m = 0; m <= degree; m++) {
    enterOrder(sweep, m);
    sumReal.fill(0, m);
    sumImaginary.fill(0, m);
    // Four points share each load of coefficients and each update of the sums.
    let i = 0;
    for (; i + 4 <= sweep.count; i += 4) accumulateFour(sweep, i, sumReal, sumImaginary);
    for (; i < sweep.count; i++) accumulateOne(sweep, i, degree + 1, sumReal, sumImaginary);
    for (let l = m; l <= degree; l++) {
      real[(l * (l + 1)) / 2 + m]! += sumReal[l]!;
      imaginary[(l * (l + 1)) / 2 + m]! += sumImaginary[l]!;
    }
  }
}

/** Adds degrees start..end-1 of point i to the sums and leaves the point at degree `end`. */
function accumulateOne(sweep: OrderSweep, i: number, end: number, real: Float64Array, imaginary: Float64Array): void {
  const { forward, inverse } = sweep;
  const z = sweep.height[i]!;
  const c = sweep.phaseReal[i]!;
  const d = sweep.phaseImaginary[i]!;
  let value = sweep.value[i]!;
  let below = sweep.below[i]!;
  for (let l = sweep.start[i]!; l < end; l++) {
    real[l]! += value * c;
    imaginary[l]! += value * d;
    const next = (z * value - forward[l]! * below) * inverse[l + 1]!;
    below = value;
    value = next;
  }
  sweep.value[i] = value;
  sweep.below[i] = below;
}

function accumulateFour(sweep: OrderSweep, i: number, real: Float64Array, imaginary: Float64Array): void {
  const { degree, forward, inverse, start, height, value, below, phaseReal, phaseImaginary } = sweep;
  const common = Math.max(start[i]!, start[i + 1]!, start[i + 2]!, start[i + 3]!);
  for (let k = i; k < i + 4; k++) if (start[k]! < common) accumulateOne(sweep, k, common, real, imaginary);
  const z0 = height[i]!;
  const z1 = height[i + 1]!;
  const z2 = height[i + 2]!;
  const z3 = height[i + 3]!;
  const c0 = phaseReal[i]!;
  const c1 = phaseReal[i + 1]!;
  const c2 = phaseReal[i + 2]!;
  const c3 = phaseReal[i + 3]!;
  const d0 = phaseImaginary[i]!;
  const d1 = phaseImaginary[i + 1]!;
  const d2 = phaseImaginary[i + 2]!;
  const d3 = phaseImaginary[i + 3]!;
  let v0 = value[i]!;
  let v1 = value[i + 1]!;
  let v2 = value[i + 2]!;
  let v3 = value[i + 3]!;
  let b0 = below[i]!;
  let b1 = below[i + 1]!;
  let b2 = below[i + 2]!;
  let b3 = below[i + 3]!;
  for (let l = common; l <= degree; l++) {
    real[l]! += v0 * c0 + v1 * c1 + (v2 * c2 + v3 * c3);
    imaginary[l]! += v0 * d0 + v1 * d1 + (v2 * d2 + v3 * d3);
    const f = forward[l]!;
    const g = inverse[l + 1]!;
    const n0 = (z0 * v0 - f * b0) * g;
    const n1 = (z1 * v1 - f * b1) * g;
    const n2 = (z2 * v2 - f * b2) * g;
    const n3 = (z3 * v3 - f * b3) * g;
    b0 = v0;
    b1 = v1;
    b2 = v2;
    b3 = v3;
    v0 = n0;
    v1 = n1;
    v2 = n2;
    v3 = n3;
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
