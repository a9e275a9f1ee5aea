import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { createRandomStream, fillNormal } from "../../../../src/core/random.ts";
import type { SphereMoments } from "../../../../src/diagnose/certificate/certificate.ts";
import { steadyState } from "../../../../src/dicke/collective/steadyState.ts";
import { spinModel } from "../../../../src/model/spinModel.ts";
import { mixProductStates } from "../../../../src/state/blocks/blockMultipoles.ts";
import { multipolesOf } from "../../../../src/state/blocks/multipoles.ts";
import type { DensityMatrix } from "../../../../src/state/densityMatrix.ts";

/** Rounding of the matrices below, well above what was measured by comparing roads. */
export const STATE_ERROR = 1e-14;

export const momentsOf = (density: DensityMatrix, error = STATE_ERROR): SphereMoments => ({
  spins: density.spins,
  band: density.spins,
  multipoles: multipolesOf(density),
  error,
});

export function steadyMoments(spins: number, field: number, dephasing: number): SphereMoments {
  const model = spinModel({ spins, field: [field, 0, 0], collective: { dephasing, decay: 1, pump: 0 } });
  return momentsOf(steadyState(model).density!);
}

/** |psi><psi| of amplitudes, real and imaginary parts by turns; they need not be normalised. */
export function pureState(amplitudes: ArrayLike<number>): DensityMatrix {
  const n = amplitudes.length / 2;
  const square = Array.from(amplitudes).reduce((sum, value) => sum + value * value, 0);
  const real = new Float64Array(n * n);
  const imaginary = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [a, b, c, d] = [amplitudes[2 * i]!, amplitudes[2 * i + 1]!, amplitudes[2 * j]!, amplitudes[2 * j + 1]!];
      real[i * n + j] = (a * c + b * d) / square;
      imaginary[i * n + j] = (b * c - a * d) / square;
    }
  }
  return { spins: n - 1, real, imaginary };
}

export function normals(count: number, seed: number, stream: number): Float64Array {
  const out = new Float64Array(count);
  fillNormal(createRandomStream(seed, stream), out);
  return out;
}

export const combine = (a: DensityMatrix, share: number, b: DensityMatrix): DensityMatrix => ({
  spins: a.spins,
  real: a.real.map((value, k) => share * value + (1 - share) * b.real[k]!),
  imaginary: a.imaginary.map((value, k) => share * value + (1 - share) * b.imaginary[k]!),
});

export function whiteNoise(spins: number): DensityMatrix {
  const n = spins + 1;
  const real = new Float64Array(n * n);
  for (let k = 0; k < n; k++) real[k * n + k] = 1 / n;
  return { spins, real, imaginary: new Float64Array(n * n) };
}

/** Added up by another part of the library, which makes density matrices of product states: points need not be unit vectors to rounding. */
export function addedUp(spins: number, points: readonly (readonly number[])[], weights: Float64Array, uniform: number) {
  const unit = points.map((point) => {
    const length = Math.hypot(...point);
    return point.map((value) => value / length);
  });
  const [block] = mixProductStates(spins, Float64Array.from(unit.flat()), weights).blocks;
  const noise = whiteNoise(spins);
  return {
    spins,
    real: block!.real.map((value, k) => value + uniform * noise.real[k]!),
    imaginary: block!.imaginary,
  };
}

/** |A - B|_1 / 2 from the eigenvalues of the real matrix of twice the order. */
export function traceDistance(a: DensityMatrix, b: DensityMatrix): number {
  const n = a.spins + 1;
  const matrix = Matrix.zeros(2 * n, 2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const real = a.real[i * n + j]! - b.real[i * n + j]!;
      const imaginary = a.imaginary[i * n + j]! - b.imaginary[i * n + j]!;
      matrix.set(i, j, real);
      matrix.set(n + i, n + j, real);
      matrix.set(n + i, j, imaginary);
      matrix.set(i, n + j, -imaginary);
    }
  }
  const values = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues;
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / 4;
}
