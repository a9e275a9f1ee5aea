import { type AnyDensity, blocksOf } from "../../../src/diagnose/entanglement/blocksOf.ts";
import { type Entanglement, entanglement } from "../../../src/diagnose/entanglement/entanglement.ts";
import { spinMoments } from "../../../src/diagnose/entanglement/spinMoments.ts";
import type { BlockDensityMatrix } from "../../../src/state/blocks/blockDensity.ts";
import { mixProductStates } from "../../../src/state/blocks/blockMultipoles.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import { errorsFromTraceNorm } from "../../../src/state/errorEstimate.ts";
import type { SpinMoments, Vector3 } from "../../../src/state/moments.ts";

export const momentsOf = (density: AnyDensity): SpinMoments => spinMoments(blocksOf(density));

/** Everything there is to say of a density matrix that is off by a trace norm of at most `error`. */
export const entanglementOf = (density: AnyDensity, error = 1e-13): Entanglement =>
  entanglement({
    spins: density.spins,
    moments: momentsOf(density),
    errors: errorsFromTraceNorm(error, 1),
    symmetric: !("blocks" in density),
    density: () => density,
    traceNorm: error,
  });

/** (|all up> + |all down>)/sqrt(2). */
export function greenbergerState(spins: number): DensityMatrix {
  const n = spins + 1;
  const real = new Float64Array(n * n);
  for (const at of [0, spins, spins * n, n * n - 1]) real[at] = 0.5;
  return { spins, real, imaginary: new Float64Array(n * n) };
}

/** (1 - share) rho + share / (N + 1). */
export function withWhiteNoise({ spins, real, imaginary }: DensityMatrix, share: number): DensityMatrix {
  const n = spins + 1;
  return {
    spins,
    real: real.map((value, at) => (1 - share) * value + (at % (n + 1) === 0 ? share / n : 0)),
    imaginary: imaginary.map((value) => (1 - share) * value),
  };
}

/**
 * The product of spins (1 + r_k . sigma)/2 that differ, mixed evenly over all orders of them: separable, but no mixture of identical product states. By
 * polarisation, 1/N! sum over subsets S of (-1)^(N - |S|) (sum_S)^N.
 */
export function mixedOrders(vectors: readonly Vector3[]): BlockDensityMatrix {
  const spins = vectors.length;
  const points: number[] = [];
  const weights: number[] = [];
  let factorial = 1;
  for (let k = 2; k <= spins; k++) factorial *= k;
  for (let subset = 1; subset < 2 ** spins; subset++) {
    const chosen = vectors.filter((_, k) => ((subset >> k) & 1) === 1);
    const count = chosen.length;
    points.push(...[0, 1, 2].map((axis) => chosen.reduce((sum, vector) => sum + vector[axis]!, 0) / count));
    weights.push(((spins - count) % 2 === 0 ? 1 : -1) * (count ** spins / factorial));
  }
  return mixProductStates(spins, Float64Array.from(points), Float64Array.from(weights));
}
