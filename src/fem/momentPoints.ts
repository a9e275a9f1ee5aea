import { solidIndex } from "../core/solidHarmonics.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../core/sphericalHarmonics.ts";
import type { BallMoments } from "../state/ballMoments.ts";
import { multipoleScales } from "../state/blocks/multipoles.ts";
import { gaussJacobi } from "./quadrature.ts";

/** Point masses: positions (3 each) and weights, which add up to 1. */
export interface PointMasses {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Weights, of both signs, at points of the ball with the given moments of degree n <= `exactness`, as far as these are known: a
 * Gauss rule for the polynomial P = sum a_nlm Z_nl(r) Y_lm of that degree, Z_nl the radial polynomials that are orthonormal for
 * the weight r^2 (Zernike's, in three dimensions),
 *
 *     Z_nl(r) = sqrt(2n + 3) r^l P_k^(0, l + 1/2)(2 r^2 - 1),   k = (n - l)/2,   a_nlm = int P Z_nl Y_lm,
 *
 * so that what rounding does to the higher coefficients changes no moment of lower degree.
 */
export function momentPoints(moments: BallMoments, exactness: number): PointMasses {
  const degree = Math.min(moments.band, exactness);
  const coefficients = zernikeCoefficients(moments, degree);
  // P times a polynomial of degree `exactness`, and r^2.
  const radial = gaussJacobi(Math.ceil((degree + exactness) / 2) + 2, 0);
  const heights = gaussJacobi(Math.ceil((degree + exactness + 1) / 2) + 1, 0);
  const around = degree + exactness + 1;
  const count = radial.points.length * heights.points.length * around;
  const points = new Float64Array(3 * count);
  const weights = new Float64Array(count);
  const [re, im] = [new Float64Array(harmonicCount(degree)), new Float64Array(harmonicCount(degree))];
  let at = 0;
  for (const [i, u] of radial.points.entries()) {
    const r = (1 + u) / 2;
    const shell = (radial.weights[i]! / 2) * r * r * ((2 * Math.PI) / around);
    const onShell = radialSums(coefficients, degree, r);
    for (const [k, z] of heights.points.entries()) {
      const across = Math.sqrt((1 - z) * (1 + z));
      for (let a = 0; a < around; a++, at++) {
        const phi = (2 * Math.PI * a) / around;
        const [x, y] = [across * Math.cos(phi), across * Math.sin(phi)];
        points.set([r * x, r * y, r * z], 3 * at);
        evaluateHarmonics(degree, x, y, z, re, im);
        let value = 0;
        for (let j = 0; j < re.length; j++) value += onShell.real[j]! * re[j]! + onShell.imaginary[j]! * im[j]!;
        weights[at] = shell * heights.weights[k]! * value;
      }
    }
  }
  return { points, weights };
}

/** a_nlm in the layout of the moments; those of m > 0 with the factor 2 with which they count in a real P. */
function zernikeCoefficients({ spins, unknowns }: BallMoments, degree: number): Float64Array {
  const scales = multipoleScales(spins, degree);
  const coefficients = new Float64Array(solidIndex(degree, degree, 0) + 2 * degree + 1);
  for (let n = 0; n <= degree; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const powers = radialPowers(n, l);
      const to = solidIndex(n, l, 0);
      for (const [k, power] of powers.entries()) {
        const from = solidIndex(l + 2 * k, l, 0);
        for (let part = 0; part <= 2 * l; part++) {
          coefficients[to + part]! += (power * (part === 0 ? 1 : Math.SQRT2) * unknowns[from + part]!) / scales[l]!;
        }
      }
    }
  }
  return coefficients;
}

/** Coefficients of r^(l + 2k) in Z_nl. */
function radialPowers(n: number, l: number): number[] {
  const top = (n - l) / 2;
  // P_k^(0,b)(2 t - 1) = sum_i (-1)^(k-i) C(k, i) (i + b + 1) ... (i + b + k)/k! t^i, b = l + 1/2.
  return Array.from({ length: top + 1 }, (_, i) => {
    let value = Math.sqrt(2 * n + 3) * ((top - i) % 2 === 0 ? 1 : -1);
    for (let s = 1; s <= top; s++) value *= (i + l + 0.5 + s) / s;
    for (let s = 1; s <= i; s++) value *= (top - i + s) / s;
    return value;
  });
}

/** sum_n a_nlm Z_nl(r), packed as harmonics are. */
function radialSums(
  coefficients: Float64Array,
  degree: number,
  r: number,
): { readonly real: Float64Array; readonly imaginary: Float64Array } {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  for (let n = 0; n <= degree; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const value = radialPowers(n, l).reduce((sum, power, k) => sum + power * r ** (l + 2 * k), 0);
      const from = solidIndex(n, l, 0);
      real[harmonicIndex(l, 0)]! += value * coefficients[from]!;
      for (let m = 1; m <= l; m++) {
        real[harmonicIndex(l, m)]! += value * coefficients[from + 2 * m - 1]!;
        imaginary[harmonicIndex(l, m)]! += value * coefficients[from + 2 * m]!;
      }
    }
  }
  return { real, imaginary };
}
