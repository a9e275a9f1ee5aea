import { createOrderSweep, enterOrder } from "../../../core/harmonicRecursion.ts";
import { logPurityWeights } from "../../../core/sphericalHarmonics.ts";
import { purityBand } from "../purity.ts";
import type { AxialBasis } from "./expansion.ts";

/** Share of the purity that the degrees above a band may hold. */
const NEGLIGIBLE = 1e-11;

/** tr rho^2 of P given by its coefficients, and the degree beyond which harmonics of P no longer add to it. */
export function axialPurity(
  basisFor: (band: number) => AxialBasis,
  coefficients: Float64Array,
  spins: number,
): { readonly purity: number; readonly band: number } {
  const highest = purityBand(spins);
  for (let degree = 64; ; degree *= 2) {
    const band = Math.min(degree, highest);
    const power = axialPower(basisFor(band), coefficients, band);
    const logWeights = logPurityWeights(spins, band);
    const terms = power.map((value, l) => 4 * Math.PI * Math.exp(logWeights[l]!) * value);
    const purity = terms.reduce((sum, term) => sum + term, 0);
    const tail = terms.subarray(Math.floor(0.75 * band)).reduce((sum, term) => sum + term, 0);
    if (band === highest || tail <= NEGLIGIBLE * purity) return { purity, band };
  }
}

/**
 * sum_m |p_lm|^2, p_lm = int P Y_lm, for l <= degree. The sum does not depend on the direction of the axis, and about the axis of the chart each order m is a sum over
 * rings of its own.
 */
function axialPower({ rings, pairs }: AxialBasis, coefficients: Float64Array, degree: number): Float64Array {
  const count = rings.weights.length;
  const points = new Float64Array(3 * count);
  for (let k = 0; k < count; k++) {
    points[3 * k] = rings.sine[k]!;
    points[3 * k + 2] = rings.cosine[k]!;
  }
  const sweep = createOrderSweep(degree, points, null);
  const power = new Float64Array(degree + 1);
  const sums = new Float64Array(degree + 1);
  const profile = new Float64Array(count);
  for (let m = 0; m < Math.min(pairs.length, degree + 1); m++) {
    enterOrder(sweep, m);
    for (let part = 0; part <= (m === 0 ? 0 : 1); part++) {
      profile.fill(0);
      for (const { place, trial } of pairs[m]!) {
        const c = coefficients[place + part]!;
        if (c !== 0) for (let k = 0; k < count; k++) profile[k]! += c * trial[k]!;
      }
      sums.fill(0);
      for (let k = 0; k < count; k++) {
        const weight = rings.weights[k]! * profile[k]!;
        const z = sweep.height[k]!;
        let [value, below] = [sweep.value[k]!, sweep.below[k]!];
        for (let l = sweep.start[k]!; l <= degree; l++) {
          sums[l]! += weight * value;
          const next = (z * value - sweep.forward[l]! * below) * sweep.inverse[l + 1]!;
          below = value;
          value = next;
        }
      }
      for (let l = m; l <= degree; l++) power[l]! += sums[l]! ** 2;
    }
  }
  return power;
}
