import { solidIndex } from "../../../core/solidHarmonics.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";

/**
 * Polynomials of the unit ball that are orthonormal for the measure d^3r / (2 pi r), which has mass 1:
 *
 *     f_nlm = sqrt(4 pi (n + 1)) R_n^l(r) Y_lm,     l <= n, n - l even,
 *
 * R_n^l the radial polynomials of Zernike, |R_n^l| <= 1 = R_n^l(1) (doi:10.1017/S0305004100029066), and Y_lm real and orthonormal: Y_l0,
 * then sqrt(2) times real and imaginary part for m > 0, in the layout of core/solidHarmonics.ts.
 */
export function evaluateBallBasis(
  degree: number,
  [x, y, z]: ArrayLike<number> & Iterable<number>,
  values: Float64Array,
): void {
  const radius = Math.hypot(x!, y!, z!);
  const real = new Float64Array(harmonicCount(degree));
  const imaginary = new Float64Array(harmonicCount(degree));
  // At the centre only l = 0 is not zero, whatever the direction.
  const inverse = radius > 0 ? 1 / radius : 0;
  evaluateHarmonics(degree, x! * inverse, y! * inverse, radius > 0 ? z! * inverse : 1, real, imaginary);
  for (let l = 0; l <= degree; l++) {
    const radial = radialValues(degree, l, radius);
    for (let n = l; n <= degree; n += 2) {
      const scale = Math.sqrt(4 * Math.PI * (n + 1)) * radial[(n - l) / 2]!;
      const start = solidIndex(n, l, 0);
      values[start] = scale * real[harmonicIndex(l, 0)]!;
      for (let m = 1; m <= l; m++) {
        values[start + 2 * m - 1] = Math.SQRT2 * scale * real[harmonicIndex(l, m)]!;
        values[start + 2 * m] = Math.SQRT2 * scale * imaginary[harmonicIndex(l, m)]!;
      }
    }
  }
}

/** R_{l+2k}^l(r) = r^l P_k^(0,l)(2 r^2 - 1), by the recursion of Jacobi's polynomials in k. */
function radialValues(degree: number, l: number, radius: number): Float64Array {
  const values = new Float64Array(Math.floor((degree - l) / 2) + 1);
  const t = 2 * radius * radius - 1;
  values[0] = radius ** l;
  for (let k = 0; k + 1 < values.length; k++) {
    const s = 2 * k + l;
    const before = k === 0 ? 0 : values[k - 1]!;
    const middle = (s + 1) * ((s + 2) * s * t - l * l);
    // At l = 0, k = 0 both sides of the recursion vanish: P_1 = t.
    values[k + 1] =
      s === 0
        ? t * values[0]!
        : (middle * values[k]! - 2 * k * (k + l) * (s + 2) * before) / (2 * (k + 1) * (k + l + 1) * s);
  }
  return values;
}

/** Bound of |sum_a c_a f_a| / |c| in the ball: the root of sum_a f_a^2, which is largest on the sphere. */
export function ballBasisReach(degree: number): number {
  let sum = 0;
  for (let n = 0; n <= degree; n++) sum += ((n + 1) ** 2 * (n + 2)) / 2;
  return Math.sqrt(sum);
}

/** Coefficients of x^s, s = 0 .. k, of R_{l+2k}^l(r) / r^l in x = r^2. */
export function radialPowers(l: number, k: number): Float64Array {
  const powers = new Float64Array(k + 1);
  // (-1)^(k-s) (l + k + s)! / (s! (l + s)! (k - s)!).
  powers[k] = 1;
  for (let s = 1; s <= k; s++) powers[k]! *= (l + k + s) / s;
  for (let s = k; s > 0; s--) powers[s - 1] = (-powers[s]! * s * (l + s)) / ((l + k + s) * (k - s + 1));
  return powers;
}
