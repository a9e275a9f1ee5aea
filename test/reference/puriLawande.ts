import type { SpinMoments } from "../../src/state/moments.ts";

/**
 * Steady state of collective decay alone in a field across z, in closed form (Puri and Lawande, doi:10.1016/0375-9601(79)90003-0):
 * rho ~ (A^+ A)^{-1} with A = J_- - g, g = -i N (B_x - i B_y)/(2 k_-). A is bidiagonal, so that with t_i = s_i / g, s_i = <i|J_-|i + 1> and states
 * ascending in m,
 *
 *     rho_ii = 1 + |t_i|^2 rho_{i+1,i+1},   rho_{i,i+n} = t_i ... t_{i+n-1} rho_{i+n,i+n},
 *
 * up to the norm. Sums of positive terms, in logarithms: right to a few N eps at any N.
 */
export function puriLawande(
  spins: number,
  [x, y]: readonly [number, number],
  decay = 1,
): SpinMoments & { readonly purity: number } {
  const [gRe, gIm] = [(-spins * y) / (2 * decay), (-spins * x) / (2 * decay)];
  const square = gRe * gRe + gIm * gIm;
  const m = (i: number): number => i - spins / 2;
  const ladder = Float64Array.from({ length: spins }, (_, i) => Math.sqrt((i + 1) * (spins - i)));
  const logs = new Float64Array(spins + 1);
  for (let i = spins - 1; i >= 0; i--) {
    const next = Math.log(ladder[i]! ** 2 / square) + logs[i + 1]!;
    logs[i] = Math.max(0, next) + Math.log1p(Math.exp(-Math.abs(next)));
  }
  const largest = logs.reduce((a, b) => Math.max(a, b));
  const weights = logs.map((log) => Math.exp(log - largest));
  const norm = weights.reduce((a, b) => a + b);
  const [z, zz] = [1, 2].map((power) => weights.reduce((sum, w, i) => sum + w * m(i) ** power, 0) / norm) as [
    number,
    number,
  ];
  // J_- and J_-^2: t = ladder conj(g) / |g|^2, and the matrix element below the diagonal is its conjugate.
  let lower = 0;
  let twice = 0;
  let anti = 0;
  for (let i = 0; i < spins; i++) {
    const one = (ladder[i]! ** 2 * weights[i + 1]!) / square;
    lower += one;
    anti += (one * (m(i) + m(i + 1))) / norm;
    if (i + 1 < spins) twice += ((ladder[i]! * ladder[i + 1]!) ** 2 * weights[i + 2]!) / (square * square);
  }
  const minus = { re: (gRe * lower) / norm, im: (gIm * lower) / norm };
  const minusSquare = { re: ((gRe * gRe - gIm * gIm) * twice) / norm, im: (2 * gRe * gIm * twice) / norm };
  // {J_-, J_z}: J_- takes m(i + 1) to m(i).
  const withZ = { re: gRe * anti, im: gIm * anti };
  const across = (spins / 2) * (spins / 2 + 1) - zz;
  const n = spins;
  // sum_ij |rho_ij|^2 = sum_j rho_jj^2 (1 + 2 c_j), c_j = sum_{i<j} |t_i ... t_{j-1}|^2.
  let reach = Number.NEGATIVE_INFINITY;
  let purity = 0;
  for (let j = 0; j <= spins; j++) {
    if (j > 0) {
      const step = Math.log(ladder[j - 1]! ** 2 / square);
      reach = step + Math.max(0, reach) + Math.log1p(Math.exp(-Math.abs(reach)));
    }
    const log = 2 * (logs[j]! - largest - Math.log(norm));
    purity += Math.exp(log) + 2 * Math.exp(log + reach);
  }
  return {
    mean: [(2 * minus.re) / n, (-2 * minus.im) / n, (2 * z) / n],
    square: [(2 * (across + minusSquare.re)) / n ** 2, (2 * (across - minusSquare.re)) / n ** 2, (4 * zz) / n ** 2],
    cross: [(-2 * minusSquare.im) / n ** 2, (2 * withZ.re) / n ** 2, (-2 * withZ.im) / n ** 2],
    purity,
  };
}
