/**
 * The recursion behind the spherical harmonics: z Y_{l-1,m} = A_lm Y_lm + A_{l-1,m} Y_{l-2,m}, stable upwards in l from
 * Y_mm. That start underflows near the poles at high m although Y_lm at larger l does not, so it is carried with an
 * extra binary exponent (T. Fukushima, J. Geodesy 86, 271 (2012), doi:10.1007/s00190-011-0519-2).
 */

/** A value with `level` > 0 stands for value * SCALE_STEP^-level, below 2^-256 (1e-77): it counts as zero. */
export const SCALE_STEP = 2 ** 512;
export const SCALE_DOWN = 2 ** -512;
export const HIGH = 2 ** 256;
export const LOW = 2 ** -256;

/** Y_00. */
export const ZERO_HARMONIC = Math.sqrt(0.25 / Math.PI);

/** A_lm = sqrt((l^2 - m^2)/(4 l^2 - 1)), zero for l = m. */
export const recursionCoefficient = (l: number, m: number): number => Math.sqrt(((l - m) * (l + m)) / (4 * l * l - 1));

/** Y_mm = sectoralFactor(m) (x + i y) Y_{m-1,m-1}. */
export const sectoralFactor = (m: number): number => -Math.sqrt((2 * m + 1) / (2 * m));

/** All points at one order m. Arrays of one entry a point, except the coefficients: one entry a degree. */
export interface OrderSweep {
  readonly degree: number;
  readonly count: number;
  /** z, s = sqrt(x^2 + y^2), cos phi and sin phi; at a pole phi = 0, where every m > 0 vanishes anyway. */
  readonly height: Float64Array;
  readonly sine: Float64Array;
  readonly cosinePhi: Float64Array;
  readonly sinePhi: Float64Array;
  /** (weight) e^{i m phi}. */
  readonly phaseReal: Float64Array;
  readonly phaseImaginary: Float64Array;
  /** Y_mm / e^{i m phi} as mantissa * SCALE_STEP^-level. */
  readonly mantissa: Float64Array;
  readonly level: Int32Array;
  /** A_lm and 1/A_lm at index l. */
  readonly forward: Float64Array;
  readonly inverse: Float64Array;
  /** First degree whose value needs no extra exponent, with the values (without phase) there and one degree below. */
  readonly start: Int32Array;
  readonly value: Float64Array;
  readonly below: Float64Array;
}

/** `points`: x, y, z of each point, on the unit sphere; `weights` (one a point) multiply the phases, null means 1. */
export function createOrderSweep(degree: number, points: Float64Array, weights: Float64Array | null): OrderSweep {
  const count = points.length / 3;
  const sweep: OrderSweep = {
    degree,
    count,
    height: new Float64Array(count),
    sine: new Float64Array(count),
    cosinePhi: new Float64Array(count),
    sinePhi: new Float64Array(count),
    phaseReal: weights === null ? new Float64Array(count).fill(1) : weights.slice(0, count),
    phaseImaginary: new Float64Array(count),
    mantissa: new Float64Array(count).fill(ZERO_HARMONIC),
    level: new Int32Array(count),
    forward: new Float64Array(degree + 2),
    inverse: new Float64Array(degree + 2),
    start: new Int32Array(count),
    value: new Float64Array(count),
    below: new Float64Array(count),
  };
  for (let i = 0; i < count; i++) {
    const x = points[3 * i]!;
    const y = points[3 * i + 1]!;
    // sqrt(x^2 + y^2), not sqrt(1 - z^2): near the poles the latter has lost its digits.
    const s = Math.sqrt(x * x + y * y);
    sweep.height[i] = points[3 * i + 2]!;
    sweep.sine[i] = s;
    sweep.cosinePhi[i] = s > 0 ? x / s : 1;
    sweep.sinePhi[i] = s > 0 ? y / s : 0;
  }
  return sweep;
}

/** Brings the sweep to order m: call with m = 0, 1, 2, ... in turn. */
export function enterOrder(sweep: OrderSweep, m: number): void {
  if (m > 0) advance(sweep, m);
  fillCoefficients(sweep, m);
  for (let i = 0; i < sweep.count; i++) climb(sweep, m, i);
}

function fillCoefficients(sweep: OrderSweep, m: number): void {
  sweep.forward[m] = 0;
  for (let l = m + 1; l <= sweep.degree + 1; l++) {
    const a = recursionCoefficient(l, m);
    sweep.forward[l] = a;
    sweep.inverse[l] = 1 / a;
  }
}

/** From order m - 1 to order m. */
function advance(sweep: OrderSweep, m: number): void {
  const factor = sectoralFactor(m);
  const { mantissa, level, sine } = sweep;
  for (let i = 0; i < sweep.count; i++) {
    let next = mantissa[i]! * factor * sine[i]!;
    // A mantissa that is exactly zero (a pole) stays so: Y_lm = 0 for every l and m > 0.
    if (next > -LOW && next < LOW && next !== 0) {
      next *= SCALE_STEP;
      level[i]!++;
    }
    mantissa[i] = next;
  }
  advancePhases(sweep);
}

export type Phases = Pick<OrderSweep, "cosinePhi" | "sinePhi" | "phaseReal" | "phaseImaginary">;

/** From e^{i (m - 1) phi} to e^{i m phi}. */
export function advancePhases({ cosinePhi, sinePhi, phaseReal, phaseImaginary }: Phases): void {
  for (let i = 0; i < phaseReal.length; i++) {
    const c = phaseReal[i]!;
    const s = phaseImaginary[i]!;
    phaseReal[i] = c * cosinePhi[i]! - s * sinePhi[i]!;
    phaseImaginary[i] = c * sinePhi[i]! + s * cosinePhi[i]!;
  }
}

/** Climbs from Y_mm to the first degree whose value needs no extra exponent; zeros where there is none in the band. */
function climb(sweep: OrderSweep, m: number, i: number): void {
  const { degree, forward, inverse } = sweep;
  const z = sweep.height[i]!;
  let l = m;
  let below = 0;
  let value = sweep.mantissa[i]!;
  let remaining = sweep.level[i]!;
  while (remaining > 0 && l < degree) {
    const next = (z * value - forward[l]! * below) * inverse[l + 1]!;
    l++;
    below = value;
    value = next;
    if (value > HIGH || value < -HIGH) {
      value *= SCALE_DOWN;
      below *= SCALE_DOWN;
      remaining--;
    }
  }
  const negligible = remaining > 0;
  sweep.start[i] = negligible ? m : l;
  sweep.value[i] = negligible ? 0 : value;
  sweep.below[i] = negligible ? 0 : below;
}
