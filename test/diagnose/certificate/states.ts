import { Matrix } from "ml-matrix";
import { createRandomStream, fillNormal, fillUniform } from "../../../src/core/random.ts";
import type { SphereMoments } from "../../../src/diagnose/certificate/certificate.ts";
import { sphereMoments } from "../../../src/diagnose/certificate/sphere/sphereMoments.ts";
import { coherentState } from "../../../src/dicke/initialStates.ts";
import { coherentHarmonics, mixHarmonics } from "../../../src/harmonic/sphere/state.ts";
import { steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import { spinModel } from "../../../src/model/spinModel.ts";
import type { DensityMatrix } from "../../../src/state/densityMatrix.ts";
import type { Vector3 } from "../../../src/state/moments.ts";
import type { ComplexMatrix } from "../../reference/explicit/complexMatrix.ts";

/** The steady state under k_- = 1, k_+ = 0, field (B, 0, 0) and dephasing k_z. */
export function steadyMoments(spins: number, field: number, dephasing: number): SphereMoments {
  const model = spinModel({ spins, field: [field, 0, 0], collective: { decay: 1, dephasing } });
  const { state, roundingError, errors } = steadyHarmonics(model, { band: spins });
  const degreeErrors = Float64Array.from({ length: spins + 1 }, (_, l) =>
    Math.hypot(...errors.subarray(l * l, (l + 1) ** 2)),
  );
  return sphereMoments({ spins, band: spins, multipoles: state.unknowns, degreeErrors }, roundingError);
}

export const never = (): boolean => false;

/** Product states with weights of sum 1. The multipoles are right to some 1e-15 of each. */
export function mixtureMoments(spins: number, points: readonly Vector3[], weights: readonly number[]): SphereMoments {
  const { unknowns } = mixHarmonics(
    points.map((point) => coherentHarmonics(spins, point)),
    weights,
  );
  return sphereMoments({ spins, band: spins, multipoles: unknowns }, 4 * (spins + 4) * Number.EPSILON);
}

/** One to five points of a seed, on the equator where asked, and their weights. */
export function randomPoints(
  seed: number,
  count: number,
  equator: boolean,
): { readonly points: readonly Vector3[]; readonly weights: readonly number[] } {
  const coordinates = new Float64Array(3 * count);
  fillNormal(createRandomStream(seed, 1), coordinates);
  const shares = new Float64Array(count);
  fillUniform(createRandomStream(seed, 2), shares);
  const total = shares.reduce((sum, share) => sum + share + 0.01, 0);
  return {
    points: Array.from({ length: count }, (_, k): Vector3 => {
      const [x, y, z] = [coordinates[3 * k]!, coordinates[3 * k + 1]!, equator ? 0 : coordinates[3 * k + 2]!];
      const length = Math.hypot(x, y, z);
      return [x / length, y / length, z / length];
    }),
    weights: [...shares].map((share) => (share + 0.01) / total),
  };
}

/** |psi><psi| from amplitudes in the Dicke basis, of any length. */
export function pureState(real: readonly number[], imaginary: readonly number[] = real.map(() => 0)): DensityMatrix {
  const n = real.length;
  const squares = real.reduce((sum, x, k) => sum + x * x + imaginary[k]! ** 2, 0);
  const entry = (f: (a: number, b: number) => number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n) / squares);
  return {
    spins: n - 1,
    real: entry((a, b) => real[a]! * real[b]! + imaginary[a]! * imaginary[b]!),
    imaginary: entry((a, b) => imaginary[a]! * real[b]! - real[a]! * imaginary[b]!),
  };
}

/** (1 - share) rho + share 1/(N + 1). */
export function withWhiteNoise({ spins, real, imaginary }: DensityMatrix, share: number): DensityMatrix {
  const n = spins + 1;
  return {
    spins,
    real: real.map((value, k) => (1 - share) * value + (k % (n + 1) === 0 ? share / n : 0)),
    imaginary: imaginary.map((value) => (1 - share) * value),
  };
}

/** The matrix of order 2^N of a state in the Dicke basis: |k> is the even sum of the products with k spins down. */
export function explicitMatrix({ spins, real, imaginary }: DensityMatrix): ComplexMatrix {
  const size = 2 ** spins;
  const n = spins + 1;
  const downs = Array.from({ length: size }, (_, i) => [...i.toString(2)].filter((digit) => digit === "1").length);
  const counts = Array.from({ length: n }, (_, k) => downs.filter((down) => down === k).length);
  const spread = (values: Float64Array): Matrix => {
    const matrix = Matrix.zeros(size, size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const [a, b] = [downs[i]!, downs[j]!];
        matrix.set(i, j, values[a * n + b]! / Math.sqrt(counts[a]! * counts[b]!));
      }
    }
    return matrix;
  };
  return { re: spread(real), im: spread(imaginary) };
}

export const ghz = (spins: number): DensityMatrix =>
  pureState(Array.from({ length: spins + 1 }, (_, k) => (k % spins === 0 ? 1 : 0)));

/** One-axis twisted: e^(-i chi m^2) on the coherent state along x. */
export function squeezed(spins: number, angle: number): DensityMatrix {
  const x = coherentState(spins, [1, 0, 0]);
  const amplitudes = Array.from({ length: spins + 1 }, (_, k) => Math.sqrt(x.real[k * (spins + 2)]!));
  const phase = (k: number): number => -angle * (spins / 2 - k) ** 2;
  return pureState(
    amplitudes.map((value, k) => value * Math.cos(phase(k))),
    amplitudes.map((value, k) => value * Math.sin(phase(k))),
  );
}
