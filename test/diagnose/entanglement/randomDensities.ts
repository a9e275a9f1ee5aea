import { createRandomStream, fillNormal, fillUniform } from "../../../src/core/random.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../src/state/moments.ts";

/** Normal numbers of a seed. */
export function normals(seed: number, count: number): Float64Array {
  const values = new Float64Array(count);
  fillNormal(createRandomStream(seed, 1), values);
  return values;
}

/** A A^+ of trace 1, A with `rank` columns of complex normal numbers. */
export function randomDensity(spins: number, rank: number, seed: number): DensityMatrix {
  const n = spins + 1;
  const entries = normals(seed, 2 * n * rank);
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  let trace = 0;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      for (let k = 0; k < rank; k++) {
        const [x, y] = [entries[2 * (a * rank + k)]!, entries[2 * (a * rank + k) + 1]!];
        const [u, v] = [entries[2 * (b * rank + k)]!, entries[2 * (b * rank + k) + 1]!];
        real[a * n + b]! += x * u + y * v;
        imaginary[a * n + b]! += y * u - x * v;
      }
    }
    trace += real[a * n + a]!;
  }
  return { spins, real: real.map((value) => value / trace), imaginary: imaginary.map((value) => value / trace) };
}

/** Points of the ball, on the sphere where `length` is 1, and positive weights of sum 1. */
export function randomMixture(
  count: number,
  seed: number,
  length: number | null = null,
): { readonly points: readonly Vector3[]; readonly weights: readonly number[] } {
  const coordinates = normals(seed, 3 * count);
  const uniform = new Float64Array(2 * count);
  fillUniform(createRandomStream(seed, 2), uniform);
  const points = Array.from({ length: count }, (_, k): Vector3 => {
    const [x, y, z] = [coordinates[3 * k]!, coordinates[3 * k + 1]!, coordinates[3 * k + 2]!];
    const scale = (length ?? Math.cbrt(uniform[count + k]!)) / Math.hypot(x, y, z);
    return [scale * x, scale * y, scale * z];
  });
  const shares = points.map((_, k) => -Math.log(1 - uniform[k]!));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return { points, weights: shares.map((share) => share / total) };
}
