import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../core/sphericalHarmonics.ts";
import type { BallRegion } from "../../mesh/ball/region.ts";

/** Number of polynomials of degree <= `degree` in the ball. */
export const ballPolynomialCount = (degree: number): number => ((degree + 1) * (degree + 2) * (degree + 3)) / 6;

/**
 * Returns a function that evaluates the real polynomials of degree <= `degree` that are orthonormal in the unit ball,
 *
 *     Z_nlm(r) = sqrt(2n + 3) r^l P_k^(0, l+1/2)(2 r^2 - 1) Y_lm(r / |r|),   n = l + 2k,
 *
 * at a point inside or outside it, into `out` (`ballPolynomialCount` numbers): ordered by n, then l, then as in the bands on the sphere (m = 0,
 * then cosine and sine of m = 1, ...). The first entry is the constant.
 */
export function ballPolynomials(degree: number): (x: number, y: number, z: number, out: Float64Array) => void {
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  return (x, y, z, out) => {
    const radius = Math.sqrt(x * x + y * y + z * z);
    // At the origin r^l removes whatever direction is taken.
    if (radius > 0) evaluateHarmonics(degree, x / radius, y / radius, z / radius, real, imaginary);
    else evaluateHarmonics(degree, 0, 0, 1, real, imaginary);
    for (let l = 0; l <= degree; l++) {
      const b = l + 0.5;
      const s = 2 * radius * radius - 1;
      let below = 0;
      let value = radius ** l;
      for (let k = 0; l + 2 * k <= degree; k++) {
        const n = l + 2 * k;
        putHarmonics(out, placeOf(n, l), l, Math.sqrt(2 * n + 3) * value, real, imaginary);
        // P_k+1 of the Jacobi polynomials (0, b), with r^l carried along.
        const next = k + 1;
        const c = 2 * next + b;
        const after =
          k === 0
            ? (((b + 2) * s - b) / 2) * value
            : ((c - 1) * (c * (c - 2) * s - b * b) * value - 2 * (next - 1) * (next + b - 1) * c * below) /
              (2 * next * (next + b) * (c - 2));
        below = value;
        value = after;
      }
    }
  };
}

/** As `ballPolynomials` in the coordinates of a region, (r - centre) / radius. */
export function regionPolynomials(
  degree: number,
  { centre: [a, b, c], radius }: BallRegion,
): (x: number, y: number, z: number, out: Float64Array) => void {
  const evaluate = ballPolynomials(degree);
  return (x, y, z, out) => evaluate((x - a) / radius, (y - b) / radius, (z - c) / radius, out);
}

/** Place of Z_nl0: after all of degree < n, and those of degree n with l' < l (l' = n, n-2, ...; 2l'+1 each). */
function placeOf(n: number, l: number): number {
  return ballPolynomialCount(n - 1) + (l * (l - 1)) / 2;
}

function putHarmonics(
  out: Float64Array,
  begin: number,
  l: number,
  factor: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  out[begin] = factor * real[harmonicIndex(l, 0)]!;
  for (let m = 1; m <= l; m++) {
    out[begin + 2 * m - 1] = Math.SQRT2 * factor * real[harmonicIndex(l, m)]!;
    out[begin + 2 * m] = Math.SQRT2 * factor * imaginary[harmonicIndex(l, m)]!;
  }
}
