import { solidCount, solidIndex } from "../../../core/solidHarmonics.ts";
import { multiplyDense } from "../../../linalg/dense/multiply.ts";
import type { BlockDensityMatrix } from "../../../state/blocks/blockDensity.ts";
import { blockMultipoleStart, blockMultipoles } from "../../../state/blocks/blockMultipoles.ts";
import { multipoleScales } from "../../../state/blocks/multipoles.ts";
import { radialPowers } from "./ballBasis.ts";
import { momentsPerBlock } from "./momentsPerBlock.ts";

/** int P f_a for all functions of ballBasis.ts up to degree N: all that a permutation-symmetric state is. */
export interface BallFunctional {
  readonly spins: number;
  readonly values: Float64Array;
  /** Bound of the length of what `values` are off by, the error of the state and rounding included: it grows as about 5^N. */
  readonly error: number;
}

/** @param error bound of the trace norm of what the density matrix is off by, which is at least the length of what its multipoles are off by */
export function ballFunctional(density: BlockDensityMatrix, error: number): BallFunctional {
  const { spins } = density;
  const multipoles = blockMultipoles(density);
  const values = new Float64Array(solidCount(spins));
  const perBlock = momentsPerBlock(spins);
  const scales = multipoleScales(spins, spins);
  const length = Math.hypot(...multipoles);
  let [gain, rounding] = [0, 0];
  for (let l = 0; l <= spins; l++) {
    const count = Math.floor((spins - l) / 2) + 1;
    const toMoments = perBlock[l]!;
    const toBasis = new Float64Array(count * count);
    for (let k = 0; k < count; k++) {
      const scale = Math.sqrt(4 * Math.PI * (l + 2 * k + 1)) / scales[l]!;
      for (const [s, power] of radialPowers(l, k).entries()) toBasis[k * count + s] = scale * power;
    }
    const whole = multiplyDense(count, count, count, toBasis, toMoments);
    const magnitudes = multiplyDense(count, count, count, toBasis.map(Math.abs), toMoments.map(Math.abs));
    gain = Math.max(gain, Math.hypot(...whole));
    rounding = Math.max(rounding, Math.hypot(...magnitudes));
    for (let part = 0; part <= 2 * l; part++) {
      const moments = new Float64Array(count);
      for (let i = 0; i < count; i++)
        for (let k = 0; k < count; k++)
          moments[i]! += toMoments[i * count + k]! * multipoles[blockMultipoleStart(spins, k) + l * l + part]!;
      for (let k = 0; k < count; k++)
        for (let s = 0; s <= k; s++)
          values[solidIndex(l + 2 * k, l, 0) + part]! += toBasis[k * count + s]! * moments[s]!;
    }
  }
  return { spins, values, error: gain * error + 16 * (spins + 8) * Number.EPSILON * rounding * length };
}
