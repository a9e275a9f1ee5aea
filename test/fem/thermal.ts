import type { PointFunction } from "../../src/fem/projection.ts";
import { type SpinModel, spinModel } from "../../src/model/spinModel.ts";
import type { SpinMoments } from "../../src/state/moments.ts";

/**
 * The steady state for a field along z, pump and decay: rho = sum_m w_m |m><m| with w_m ~ (pump/decay)^m, and
 * P(z) = C (s + d z)^-(N+2), s = decay + pump, d = decay - pump.
 */
export interface Thermal {
  readonly model: SpinModel;
  readonly moments: SpinMoments;
  readonly purity: number;
  readonly density: PointFunction;
}

export function thermal(spins: number, pump: number, decay: number, dephasing: number): Thermal {
  // Sums over k = 0..N flips away from the more probable end, relative to the weight there.
  const ratio = Math.min(pump, decay) / Math.max(pump, decay);
  let total = 0;
  let first = 0;
  let second = 0;
  let squares = 0;
  for (let k = 0; k <= spins; k++) {
    const weight = ratio ** k;
    if (weight === 0) break;
    total += weight;
    first += weight * k;
    second += weight * k * k;
    squares += weight * weight;
  }
  const sign = pump > decay ? 1 : -1;
  const mean = sign * (1 - (2 * first) / (total * spins));
  // 4 <J_z^2>/N^2 with J_z = +-(N/2 - k); the rest of J^2 = N/2 (N/2 + 1) is shared by x and y.
  const zz = 1 - (4 * first) / (total * spins) + (4 * second) / (total * spins ** 2);
  const xx = (1 + 2 / spins - zz) / 2;
  const s = decay + pump;
  const d = decay - pump;
  // C = (N + 1) d / (2 pi ((s - d)^-(N+1) - (s + d)^-(N+1))), all powers relative to the smallest s + d z.
  const low = s - Math.abs(d);
  const high = s + Math.abs(d);
  const constant = ((spins + 1) * Math.abs(d)) / (2 * Math.PI * low * (1 - (low / high) ** (spins + 1)));
  return {
    model: spinModel({ spins, field: [0, 0, 0.7], collective: { dephasing, pump, decay } }),
    moments: { mean: [0, 0, mean], square: [xx, xx, zz], cross: [0, 0, 0] },
    purity: squares / total ** 2,
    density: (_x, _y, z) => constant * Math.exp(-(spins + 2) * Math.log((s + d * z) / low)),
  };
}
