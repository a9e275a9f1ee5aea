import { recursionCoefficient, ZERO_HARMONIC } from "../../../core/harmonicRecursion.ts";
import { solidCount, solidIndex } from "../../../core/solidHarmonics.ts";
import { type BallMoments, ballMomentsFromSums } from "../../../state/ballMoments.ts";
import { gaussLegendre } from "../../quadrature.ts";
import { halfDiskCount, halfDiskPolynomials } from "./polynomials.ts";

/**
 * All moments of P up to a degree from the integrals of the orthonormal polynomials: r^n Y_l0 is the sum of those with its integrals over the half disk, by
 * Gauss rules that are exact for the products.
 */
export function ballMomentsOf(spins: number, band: number, integrals: Float64Array): BallMoments {
  const size = halfDiskCount(band);
  const sums = new Float64Array(solidCount(band));
  const evaluate = halfDiskPolynomials(band);
  const [values, byU, byZ] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const harmonics = new Float64Array(band + 1);
  const [upward, outward] = [gaussLegendre(band + 3), gaussLegendre(Math.ceil(band / 2) + 2)];
  for (const [i, z] of upward.points.entries()) {
    const width = (1 - z) * (1 + z);
    for (const [j, x] of outward.points.entries()) {
      const u = (width * (1 + x)) / 2;
      const weight = (Math.PI * upward.weights[i]! * outward.weights[j]! * width) / 2;
      evaluate(u, z, values, byU, byZ);
      let density = 0;
      for (let k = 0; k < size; k++) density += values[k]! * integrals[k]!;
      fillHarmonics(z / Math.sqrt(u + z * z), harmonics);
      let power = weight * density;
      for (let n = 0; n <= band; n++, power *= Math.sqrt(u + z * z)) {
        for (let l = n % 2; l <= n; l += 2) sums[solidIndex(n, l, 0)]! += power * harmonics[l]!;
      }
    }
  }
  return ballMomentsFromSums(spins, band, sums);
}

/** Y_l0 at a height on the sphere. */
function fillHarmonics(height: number, harmonics: Float64Array): void {
  harmonics[0] = ZERO_HARMONIC;
  for (let l = 0; l + 1 < harmonics.length; l++) {
    const below = l === 0 ? 0 : recursionCoefficient(l, 0) * harmonics[l - 1]!;
    harmonics[l + 1] = (height * harmonics[l]! - below) / recursionCoefficient(l + 1, 0);
  }
}
