import { InputError } from "../../core/errors.ts";
import { finished } from "../../core/finished.ts";
import type { LinearMap } from "../../linalg/linearMap.ts";
import { norm } from "../../linalg/vectorKernels.ts";
import { besselSeries } from "./besselSeries.ts";

/**
 * Where the numerical range of a matrix lies: |Re| <= damping, |Im| <= turning + damping. So it is of the sum of an antisymmetric matrix of
 * norm `turning` and any matrix of norm `damping`.
 */
export interface NumericalRange {
  readonly turning: number;
  readonly damping: number;
}

export interface ChebyshevExponentialResult {
  /** Products with the matrix. */
  readonly applications: number;
  /** Bound on what the sums leave out, and an estimate of what rounding adds, in units of the norm of the start. */
  readonly truncation: number;
  readonly rounding: number;
}

/** Damping that one sum covers, and terms of order: more make its terms grow, and fewer its ends weigh more. */
const DAMPING_PER_SUM = 0.7;
const TURNING_PER_SUM = 5000;

/** Semi-axis of the ellipse around the range along the real line, in units of the damping. */
const ELLIPSE = 3;

/** A polynomial of a matrix is at most this often its largest value on the numerical range (M. Crouzeix, C. Palencia, doi:10.1137/17M1116672). */
const CROUZEIX = 1 + Math.SQRT2;

/** Of one product and the sums around it; the terms of a recurrence away from the ends of its interval add up to a few times as much. */
const ROUNDING = 2 * Number.EPSILON;

/** Products between two places where whoever pulls may look around. */
const PRODUCTS = 64;

/** From this ratio of turning to damping on the sums take fewer products than steps of any other kind, which have to follow each turn. */
const MUCH_FASTER = 10;

export const turnsMuchFaster = ({ turning, damping }: NumericalRange): boolean =>
  turning > 0 && turning >= MUCH_FASTER * damping;

/** How one sum of many equal ones is taken. */
interface Plan {
  readonly sums: number;
  /** Distance of the foci of the ellipse from 0. */
  readonly focus: number;
  readonly coefficients: Float64Array;
  readonly truncation: number;
}

/** Products that the exponential to a time takes, without preparing any of them. */
export function chebyshevProducts(time: number, range: NumericalRange): number {
  const { sums, focus } = dividedRange(time, range);
  const order = (focus * time) / sums;
  return sums * (order + 12 * Math.cbrt(order) + 20);
}

function dividedRange(time: number, { turning, damping }: NumericalRange): { sums: number; focus: number } {
  const sums = Math.max(
    1,
    Math.ceil((time * damping) / DAMPING_PER_SUM),
    Math.ceil((time * turning) / TURNING_PER_SUM),
  );
  const along = (turning + damping) / Math.sqrt(1 - 1 / ELLIPSE ** 2);
  return { sums, focus: Math.sqrt(along ** 2 - (ELLIPSE * damping) ** 2) };
}

function planned(time: number, range: NumericalRange, tolerance: number): Plan {
  const { sums, focus } = dividedRange(time, range);
  // On the ellipse |T_k| <= growth^k.
  const growth = Math.exp(Math.asinh((ELLIPSE * range.damping) / focus));
  const { coefficients, rest } = besselSeries((focus * time) / sums, growth, tolerance / (2 * CROUZEIX * sums));
  return { sums, focus, coefficients, truncation: 2 * CROUZEIX * sums * rest };
}

/**
 * Exponentials of one matrix that turns much faster than it damps, for any number of times: exp(h A) = J_0 + 2 sum_k J_k(f h) U_k with
 * U_1 = A/f, U_{k+1} = 2 (A/f) U_k + U_{k-1}, the Chebyshev polynomials on an interval of the imaginary axis (H. Tal-Ezer, R. Kosloff, J. Chem.
 * Phys. 81, 3967 (1984), doi:10.1063/1.448136). One product a radian, whatever the accuracy.
 *
 * @returns a function that writes exp(time A) vector over the vector; `tolerance` is relative to its norm, and bounds what sums leave out
 * @throws InputError where turning is below four times damping
 */
export function chebyshevExponential(
  apply: LinearMap,
  size: number,
  range: NumericalRange,
): (time: number, vector: Float64Array, tolerance: number) => ChebyshevExponentialResult {
  const steps = chebyshevSteps(apply, size, range);
  return (time, vector, tolerance) => finished(steps(time, vector, tolerance));
}

/** The same step by step: yields the time of which a sum, or a part of it, is done. */
export function chebyshevSteps(
  apply: LinearMap,
  size: number,
  range: NumericalRange,
): (time: number, vector: Float64Array, tolerance: number) => Generator<number, ChebyshevExponentialResult> {
  if (!(range.turning >= 4 * range.damping && range.turning > 0)) {
    throw new InputError({
      what: `the matrix turns by ${range.turning} and damps by ${range.damping}`,
      remedy: "use a Krylov exponential where damping is not small",
      value: range.turning,
      limit: 4 * range.damping,
    });
  }
  const [sum, image] = [new Float64Array(size), new Float64Array(size)];
  let [now, before] = Array.from({ length: 2 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  // Outputs are mostly evenly spaced.
  let plan: Plan | null = null;
  let planTime = 0;
  let planTolerance = 0;
  return function* (time, vector, tolerance) {
    if (plan === null || planTime !== time || planTolerance !== tolerance) {
      plan = planned(time, range, tolerance);
      [planTime, planTolerance] = [time, tolerance];
    }
    const { sums, focus, coefficients, truncation } = plan;
    let largest = norm(vector);
    const start = largest;
    for (let s = 0; s < sums; s++) {
      before.set(vector);
      apply(vector, now);
      for (let i = 0; i < size; i++) {
        now[i]! /= focus;
        sum[i] = coefficients[0]! * vector[i]! + coefficients[1]! * now[i]!;
      }
      for (let k = 2; k < coefficients.length; k++) {
        apply(now, image);
        const [weight, factor] = [coefficients[k]!, 2 / focus];
        for (let i = 0; i < size; i++) {
          const next = factor * image[i]! + before[i]!;
          before[i] = next;
          sum[i]! += weight * next;
        }
        [now, before] = [before, now];
        if (k % PRODUCTS === 0) yield (time * (s + k / coefficients.length)) / sums;
      }
      vector.set(sum);
      largest = Math.max(largest, norm(vector));
    }
    const applications = sums * (coefficients.length - 1);
    const growth = start === 0 ? 1 : largest / start;
    return { applications, truncation, rounding: ROUNDING * applications * growth };
  };
}
