import { gaussJacobi } from "../quadrature.ts";

/**
 * Polynomials phi_0 = 1, phi_1, ... of one variable by their recurrence,
 *
 *     x phi_k = up_k phi_{k+1} + diagonal_k phi_k + down_k phi_{k-1},
 *
 * orthogonal with respect to a weight, which need not be positive: all that is used of it is the recurrence.
 */
export interface PolynomialFamily {
  readonly up: Float64Array;
  readonly diagonal: Float64Array;
  readonly down: Float64Array;
}

const emptyFamily = (length: number): PolynomialFamily => ({
  up: new Float64Array(length),
  diagonal: new Float64Array(length),
  down: new Float64Array(length),
});

/** Of the weight exp(-x^2 / 2 variance); the variance may be negative. */
export function hermiteFamily(variance: number, length: number): PolynomialFamily {
  const family = emptyFamily(length);
  const width = Math.sqrt(Math.abs(variance));
  for (let k = 0; k < length; k++) {
    family.up[k] = width * Math.sqrt(k + 1);
    family.down[k] = Math.sign(variance) * width * Math.sqrt(k);
  }
  return family;
}

/** Of the weight x^power exp(-x / scale) on x >= 0; the scale may be negative. */
export function laguerreFamily(scale: number, power: number, length: number): PolynomialFamily {
  const family = emptyFamily(length);
  for (let k = 0; k < length; k++) {
    family.diagonal[k] = scale * (2 * k + power + 1);
    family.up[k] = scale * Math.sqrt((k + 1) * (k + 1 + power));
    family.down[k] = scale * Math.sqrt(k * (k + power));
  }
  return family;
}

/** Pieces of the half line, and points of the Gauss rule on each: all polynomials that occur are integrated to rounding. */
const PIECES = 32;
const POINTS = 32;
/** The weight is left out where its exponent is this far below its largest one. */
const EXPONENT = 120;

/**
 * Of the weight x^power exp(-(x - centre)^2 / 2 variance) on x >= 0, of which Hermite's and Laguerre's are the limits of a centre far
 * above and far below 0: from sums over a composite Gauss rule, orthogonalised anew at each step (W. Gautschi, "Orthogonal polynomials: computation and
 * approximation", 2004, section 2.2).
 */
export function halfLineFamily(centre: number, variance: number, power: number, length: number): PolynomialFamily {
  const width = Math.sqrt(variance);
  const middle = centre / width;
  const { points, weights } = halfLineRule(middle, power);
  const size = points.length;
  const family = emptyFamily(length);
  const basis: Float64Array[] = [];
  const product = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += weights[i]! * a[i]! * b[i]!;
    return sum;
  };
  let current = new Float64Array(size).fill(1);
  for (let k = 0, lower = 0; k < length; k++) {
    basis.push(current);
    const next = current.map((value, i) => points[i]! * value);
    family.diagonal[k] = width * product(next, current);
    family.down[k] = lower;
    for (const known of [...basis, ...basis]) {
      const overlap = product(next, known);
      for (let i = 0; i < size; i++) next[i]! -= overlap * known[i]!;
    }
    const norm = Math.sqrt(product(next, next));
    lower = width * norm;
    family.up[k] = lower;
    current = next.map((value) => value / norm);
  }
  return family;
}

/** Points and weights, which add up to 1, for exp(-(t - middle)^2 / 2) t^power on t >= 0. */
export function halfLineRule(middle: number, power: number): { points: Float64Array; weights: Float64Array } {
  const last = middle + Math.sqrt(Math.min(0, middle) ** 2 + 2 * EXPONENT);
  const first = Math.max(0, middle - Math.sqrt(2 * EXPONENT));
  const rule = gaussJacobi(POINTS, 0);
  const step = (last - first) / PIECES;
  const points = new Float64Array(PIECES * POINTS);
  const weights = new Float64Array(PIECES * POINTS);
  const top = Math.max(0, middle);
  for (let piece = 0; piece < PIECES; piece++) {
    for (let k = 0; k < POINTS; k++) {
      const at = piece * POINTS + k;
      const t = first + step * (piece + (1 + rule.points[k]!) / 2);
      points[at] = t;
      const exponent = ((top - middle) ** 2 - (t - middle) ** 2) / 2;
      weights[at] = rule.weights[k]! * Math.exp(exponent) * (t / last) ** power;
    }
  }
  const total = weights.reduce((sum, value) => sum + value, 0);
  return { points, weights: weights.map((value) => value / total) };
}

/** Entry k * length + i: coefficient of phi_i in the derivative of phi_k, from the recurrence. */
export function derivativesOf({ up, diagonal, down }: PolynomialFamily): Float64Array {
  const length = up.length;
  const derivatives = new Float64Array(length * length);
  for (let k = 0; k + 1 < length; k++) {
    const [from, to] = [k * length, (k + 1) * length];
    // up_k phi_{k+1}' = phi_k + (x - diagonal_k) phi_k' - down_k phi_{k-1}'.
    derivatives[to + k] = 1;
    for (let i = 0; i < k; i++) {
      const value = derivatives[from + i]!;
      derivatives[to + i + 1]! += up[i]! * value;
      derivatives[to + i]! += (diagonal[i]! - diagonal[k]!) * value;
      if (i > 0) derivatives[to + i - 1]! += down[i]! * value;
    }
    for (let i = 0; i <= k; i++) {
      if (k > 0) derivatives[to + i]! -= down[k]! * derivatives[from - length + i]!;
      derivatives[to + i]! /= up[k]!;
    }
  }
  return derivatives;
}
