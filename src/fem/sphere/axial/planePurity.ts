import { symmetricEigen } from "../../../linalg/dense/symmetricEigen.ts";
import type { AxialBasis } from "./expansion.ts";
import { type FormalGaussian, formalGaussian, hermite } from "./formalGaussian.ts";

/** Orders of Hermite polynomials that are compared: the series is asymptotic, its error about its smallest term. */
const ORDERS = [4, 6, 8, 10] as const;

/**
 * The error in units of that term. Of decay 1 in fields 0.5 to 0.99 of the critical one and N = 100 to 1,000,000 the error was at most 1.3 of it
 * (test/fem/sphere/axial/tangentPlane.test.ts has five of them).
 */
const SAFETY = 4;

/**
 * tr rho^2 of P in the tangent plane, and its error. In Gaussian terms of P itself the purity depends on moments of all degrees, and falls to its value slowly; about the
 * Gaussian of its own covariance it is a series in 1/N.
 */
export function planePurity(
  basis: AxialBasis,
  width: number,
  coefficients: Float64Array,
  spins: number,
): { readonly purity: number; readonly error: number } {
  const highest = basis.pairs.length - 1;
  const values = ORDERS.filter((order) => order + 2 <= highest).map((order) =>
    pairIntegral(formalGaussian(basis, coefficients, order), width, spins),
  );
  let best = { purity: 1, error: 1 };
  const rounding = spins * Number.EPSILON + ROUNDING;
  for (let k = 0; k + 1 < values.length; k++) {
    const error = SAFETY * Math.abs(values[k + 1]! - values[k]!) + rounding;
    // False for what is not finite, too.
    if (error < best.error) best = { purity: values[k]!, error };
  }
  return best;
}

/** Of sums of terms of size 1; coefficients of P are relative to its width, in which points are known to N eps of the kernel's exponent. */
const ROUNDING = 1e-13;

/** Points in each of four directions. */
const POINTS = 14;

interface Pair {
  /** Coordinates of the two points along one axis, real, or imaginary where the variance is negative. */
  readonly left: number;
  readonly right: number;
  readonly leftHermite: Float64Array;
  readonly rightHermite: Float64Array;
  readonly weight: number;
}

/**
 * int int p(r) p(r') ((1 + r.r')/2)^N. In stereographic coordinates w, w' the kernel is (1 - |w - w'|^2 / ((1 + |w|^2)(1 + |w'|^2)))^N: the Gaussian
 * exp(-N |w - w'|^2), which goes to the weight of the difference of the two points, times what differs from 1 by 1/N.
 */
function pairIntegral(state: FormalGaussian, width: number, spins: number): number {
  const { mean, turn, variances, order, coefficients } = state;
  const [c, s] = turn;
  const scale = width * width;
  const noise = variances.map((v) => 4 * scale * spins * v) as [number, number];
  if (!(noise[0] > -1 && noise[1] > -1)) return Number.NaN;
  const [first, second] = [axisPairs(variances[0], noise[0], order), axisPairs(variances[1], noise[1], order)];
  const imaginary = variances.map((v) => v < 0) as [boolean, boolean];
  const [left, right] = [new Float64Array(6), new Float64Array(6)];
  let total = 0;
  for (const a of first) {
    for (const b of second) {
      const weight = a.weight * b.weight;
      if (weight < NEGLIGIBLE) continue;
      place(a.left, b.left, imaginary, mean, c, s, scale, left);
      place(a.right, b.right, imaginary, mean, c, s, scale, right);
      polynomial(a.leftHermite, b.leftHermite, order, coefficients, imaginary, left);
      polynomial(a.rightHermite, b.rightHermite, order, coefficients, imaginary, right);
      // |w - w'|^2, real: the means cancel, and squares of imaginary numbers are negative.
      const square =
        scale * ((imaginary[0] ? -1 : 1) * (a.left - a.right) ** 2 + (imaginary[1] ? -1 : 1) * (b.left - b.right) ** 2);
      // t = |w - w'|^2 / (e e'), e = 1 + |w|^2 complex.
      const real = left[2]! * right[2]! - left[3]! * right[3]!;
      const imag = left[2]! * right[3]! + left[3]! * right[2]!;
      const size = real * real + imag * imag;
      const [tr, ti] = [(-square * real) / size, (square * imag) / size];
      const log = 0.5 * Math.log1p(2 * tr + tr * tr + ti * ti);
      const angle = spins * Math.atan2(ti, 1 + tr);
      const factor = weight * Math.exp(spins * (log + square));
      const pr = left[4]! * right[4]! - left[5]! * right[5]!;
      const pi = left[4]! * right[5]! + left[5]! * right[4]!;
      total += factor * (pr * Math.cos(angle) - pi * Math.sin(angle));
    }
  }
  return total;
}

const NEGLIGIBLE = 1e-18;

/** Along one axis: sum and difference of the two standard normal coordinates are independent, and the kernel narrows the difference. */
function axisPairs(variance: number, noise: number, order: number): Pair[] {
  const { points, weights } = gaussHermite(POINTS);
  const deviation = Math.sqrt(Math.abs(variance));
  const narrowed = 1 / Math.sqrt(1 + noise);
  const pairs: Pair[] = [];
  for (const [i, u] of points.entries()) {
    for (const [j, v] of points.entries()) {
      const [left, right] = [(v + u * narrowed) / Math.SQRT2, (v - u * narrowed) / Math.SQRT2];
      const [leftHermite, rightHermite] = [new Float64Array(order + 1), new Float64Array(order + 1)];
      hermite(left, 1, leftHermite);
      hermite(right, 1, rightHermite);
      pairs.push({
        left: deviation * left,
        right: deviation * right,
        leftHermite,
        rightHermite,
        weight: weights[i]! * weights[j]! * narrowed,
      });
    }
  }
  return pairs;
}

/** 1 + |w|^2 of the point at (a, b) along the axes of the Gaussian, real and imaginary part, into out[2], out[3]. */
function place(
  a: number,
  b: number,
  [first, second]: readonly [boolean, boolean],
  [mx, my]: readonly [number, number],
  c: number,
  s: number,
  scale: number,
  out: Float64Array,
): void {
  const [ar, ai] = first ? [0, a] : [a, 0];
  const [br, bi] = second ? [0, b] : [b, 0];
  const [xr, xi] = [mx + c * ar - s * br, c * ai - s * bi];
  const [yr, yi] = [my + s * ar + c * br, s * ai + c * bi];
  out[2] = 1 + scale * (xr * xr - xi * xi + yr * yr - yi * yi);
  out[3] = 2 * scale * (xr * xi + yr * yi);
}

/** sum_jk a_jk He_j He_k, complex, into out[4], out[5]. */
function polynomial(
  first: Float64Array,
  second: Float64Array,
  order: number,
  coefficients: Float64Array,
  [imaginaryFirst, imaginarySecond]: readonly [boolean, boolean],
  out: Float64Array,
): void {
  // Sums of the terms with the factors 1, -i, -1, i.
  const sums = [0, 0, 0, 0];
  for (let j = 0; j <= order; j++) {
    for (let k = 0; j + k <= order; k++) {
      const power = ((imaginaryFirst ? j : 0) + (imaginarySecond ? k : 0)) % 4;
      sums[power]! += coefficients[j * (order + 1) + k]! * first[j]! * second[k]!;
    }
  }
  out[4] = sums[0]! - sums[2]!;
  out[5] = sums[3]! - sums[1]!;
}

/** Gauss rule for the standard normal distribution. */
export function gaussHermite(n: number): { points: Float64Array; weights: Float64Array } {
  const jacobi = new Float64Array(n * n);
  for (let k = 1; k < n; k++) jacobi[(k - 1) * n + k] = Math.sqrt(k);
  const points = symmetricEigen(n, jacobi).values;
  const values = new Float64Array(n);
  const weights = points.map((point) => {
    hermite(point, 1, values);
    return 1 / values.reduce((sum, value) => sum + value * value, 0);
  });
  return { points, weights };
}
