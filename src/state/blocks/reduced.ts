import { InputError } from "../../core/errors.ts";
import type { SpinMoments } from "../moments.ts";

/** A density matrix of one spin (order 2: up, down) or of two (order 4: up up, up down, down up, down down), row by row. */
export interface FewSpinState {
  readonly order: 2 | 4;
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** The state of any one of the spins of a permutation-symmetric state: (1 + mean . sigma)/2. */
export function oneSpinState({ mean }: SpinMoments): FewSpinState {
  const [x, y, z] = mean;
  return {
    order: 2,
    real: Float64Array.of((1 + z) / 2, x / 2, x / 2, (1 - z) / 2),
    imaginary: Float64Array.of(0, -y / 2, y / 2, 0),
  };
}

/**
 * The state of any two of the spins of a permutation-symmetric state of N >= 2 spins. First and second moments fix it:
 *
 *   rho_2 = 1/4 sum_{mu,nu} t_{mu nu} sigma_mu (x) sigma_nu,  t_k0 = t_0k = mean_k,
 *   t_kk = <sigma_k sigma_k> = (N square_k - 1)/(N - 1),  t_kl = N cross_kl/(N - 1)
 *
 * (docs/physics.md, section 5 without P: the N(N - 1) pairs are alike, and sigma_k^2 = 1 on each spin.)
 *
 * @throws InputError for N below 2
 */
export function twoSpinState(spins: number, { mean, square, cross }: SpinMoments): FewSpinState {
  if (!(spins >= 2)) {
    throw new InputError({
      what: `${spins} spin has no pair of spins`,
      remedy: "ask for the one-spin state, or take a model of at least two spins",
      value: spins,
      limit: 2,
    });
  }
  const [x, y, z] = mean;
  const pair = (k: 0 | 1 | 2): number => (spins * square[k] - 1) / (spins - 1);
  const [xx, yy, zz] = [pair(0), pair(1), pair(2)];
  const [xy, xz, yz] = cross.map((value) => (spins * value) / (spins - 1)) as [number, number, number];
  const real = new Float64Array(16);
  const imaginary = new Float64Array(16);
  const set = (row: number, column: number, re: number, im: number) => {
    real[4 * row + column] = real[4 * column + row] = re / 4;
    imaginary[4 * row + column] = im / 4;
    imaginary[4 * column + row] = -im / 4;
  };
  set(0, 0, 1 + 2 * z + zz, 0);
  set(1, 1, 1 - zz, 0);
  set(2, 2, 1 - zz, 0);
  set(3, 3, 1 - 2 * z + zz, 0);
  set(1, 0, x + xz, y + yz);
  set(2, 0, x + xz, y + yz);
  set(3, 1, x - xz, y - yz);
  set(3, 2, x - xz, y - yz);
  set(3, 0, xx - yy, 2 * xy);
  set(2, 1, xx + yy, 0);
  return { order: 4, real, imaginary };
}
