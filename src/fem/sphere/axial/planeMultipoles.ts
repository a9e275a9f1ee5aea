import { recursionCoefficient, sectoralFactor, ZERO_HARMONIC } from "../../../core/harmonicRecursion.ts";
import { harmonicCount } from "../../../core/sphericalHarmonics.ts";
import { multipolesOfHarmonics } from "../../../state/blocks/multipoles.ts";
import { purityBand } from "../purity.ts";
import type { FormalGaussian } from "./formalGaussian.ts";
import { hermite } from "./formalGaussian.ts";
import { gaussHermite } from "./planePurity.ts";
import type { Frame } from "./rings.ts";

/** Points along each axis of the Gaussian. */
const POINTS = 24;

const NEGLIGIBLE = 1e-18;

/**
 * Multipoles of rho (layout of state/blocks/multipoles.ts): the harmonics, polynomials in x, y, z, at points of the formal Gaussian, whose coordinates are complex
 * where its variance is negative.
 */
export function planeMultipoles(state: FormalGaussian, width: number, frame: Frame, spins: number): Float64Array {
  const band = purityBand(spins);
  const [real, imaginary] = [new Float64Array(harmonicCount(band)), new Float64Array(harmonicCount(band))];
  forEachPoint(state, width, frame, (point, weight) => addHarmonics(band, point, weight, real, imaginary));
  return multipolesOfHarmonics(spins, band, real, imaginary);
}

/** Real and imaginary parts, alternating: x, y, z. */
type ComplexPoint = Float64Array;

function forEachPoint(
  { mean, turn, variances, order, coefficients }: FormalGaussian,
  width: number,
  frame: Frame,
  use: (point: ComplexPoint, weight: readonly [number, number]) => void,
): void {
  const { points, weights } = gaussHermite(POINTS);
  const [c, s] = turn;
  const scales = variances.map((v) => Math.sqrt(Math.abs(v))) as [number, number];
  const [first, second] = [new Float64Array(order + 1), new Float64Array(order + 1)];
  const point = new Float64Array(6);
  for (const [i, u] of points.entries()) {
    hermite(u, 1, first);
    for (const [j, v] of points.entries()) {
      const share = weights[i]! * weights[j]!;
      if (share < NEGLIGIBLE) continue;
      hermite(v, 1, second);
      const sums = [0, 0, 0, 0];
      for (let a = 0; a <= order; a++) {
        for (let b = 0; a + b <= order; b++) {
          const power = ((variances[0] < 0 ? a : 0) + (variances[1] < 0 ? b : 0)) % 4;
          sums[power]! += coefficients[a * (order + 1) + b]! * first[a]! * second[b]!;
        }
      }
      const [ar, ai] = variances[0] < 0 ? [0, scales[0] * u] : [scales[0] * u, 0];
      const [br, bi] = variances[1] < 0 ? [0, scales[1] * v] : [scales[1] * v, 0];
      const x = [width * (mean[0] + c * ar - s * br), width * (c * ai - s * bi)] as const;
      const y = [width * (mean[1] + s * ar + c * br), width * (s * ai + c * bi)] as const;
      toSphere(x, y, frame, point);
      use(point, [share * (sums[0]! - sums[2]!), share * (sums[3]! - sums[1]!)]);
    }
  }
}

/** (2 x, 2 y, 1 - q) / (1 + q), q = x^2 + y^2, along the frame. */
function toSphere(
  [xr, xi]: readonly [number, number],
  [yr, yi]: readonly [number, number],
  frame: Frame,
  out: ComplexPoint,
): void {
  const [qr, qi] = [xr * xr - xi * xi + yr * yr - yi * yi, 2 * (xr * xi + yr * yi)];
  const size = (1 + qr) ** 2 + qi * qi;
  const [ir, ii] = [(1 + qr) / size, -qi / size];
  const parts = [
    [2 * (xr * ir - xi * ii), 2 * (xr * ii + xi * ir)],
    [2 * (yr * ir - yi * ii), 2 * (yr * ii + yi * ir)],
    [(1 - qr) * ir + qi * ii, (1 - qr) * ii - qi * ir],
  ] as const;
  for (let k = 0; k < 3; k++) {
    out[2 * k] = parts.reduce((sum, [re], a) => sum + re * frame[a as 0 | 1 | 2][k]!, 0);
    out[2 * k + 1] = parts.reduce((sum, [, im], a) => sum + im * frame[a as 0 | 1 | 2][k]!, 0);
  }
}

/** Adds weight Y_lm(point) for all l <= degree, m >= 0: the recursion of core/harmonicRecursion.ts with complex numbers. */
function addHarmonics(
  degree: number,
  [xr, xi, yr, yi, zr, zi]: ComplexPoint,
  [wr, wi]: readonly [number, number],
  real: Float64Array,
  imaginary: Float64Array,
): void {
  // x + i y.
  const [sr, si] = [xr! - yi!, xi! + yr!];
  let [startReal, startImaginary] = [wr * ZERO_HARMONIC, wi * ZERO_HARMONIC];
  for (let m = 0; m <= degree; m++) {
    if (m > 0) {
      const factor = sectoralFactor(m);
      [startReal, startImaginary] = [
        factor * (startReal * sr - startImaginary * si),
        factor * (startReal * si + startImaginary * sr),
      ];
    }
    let [re, im, belowReal, belowImaginary, forward] = [startReal, startImaginary, 0, 0, 0];
    for (let l = m; ; ) {
      const at = (l * (l + 1)) / 2 + m;
      real[at]! += re;
      imaginary[at]! += im;
      if (++l > degree) break;
      const next = recursionCoefficient(l, m);
      const nextReal = (zr! * re - zi! * im - forward * belowReal) / next;
      const nextImaginary = (zr! * im + zi! * re - forward * belowImaginary) / next;
      [forward, belowReal, belowImaginary, re, im] = [next, re, im, nextReal, nextImaginary];
    }
  }
}
