import { type BlockDensityMatrix, blockCountOf } from "../../../state/blocks/blockDensity.ts";
import { logDegeneracies } from "../../../state/blocks/degeneracy.ts";
import type { Vector3 } from "../../../state/moments.ts";

/** So many points are added one after the other; sums of so many are added in pairs, so that rounding grows with the logarithm of their number. */
const IN_A_ROW = 16;

/** A matrix as two rows of real and imaginary parts. */
interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * sum_k w_k ((1 + r_k . sigma)/2)^N in blocks, each from its definition: block k = 0, 1, ... of 2j = n = N - 2k is d_j D^k Sym^n(A), A the matrix of one
 * spin, D = (1 - r^2)/4 its determinant, and column b of Sym^n(A) the polynomial
 *
 *     (A_11 u + A_21 v)^(n-b) (A_12 u + A_22 v)^b
 *
 * over the polynomials sqrt(C(n, a)) u^(n-a) v^a of the states with a spins down.
 */
export function productBlocks(spins: number, points: readonly Vector3[], weights: Float64Array): BlockDensityMatrix {
  if (points.length > IN_A_ROW) {
    const half = Math.ceil(points.length / 2);
    const one = productBlocks(spins, points.slice(0, half), weights.subarray(0, half));
    return addBlocks(one, productBlocks(spins, points.slice(half), weights.subarray(half)), 1);
  }
  const logs = logDegeneracies(spins);
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) => {
    const n = spins - 2 * k;
    const real = new Float64Array((n + 1) ** 2);
    const imaginary = new Float64Array((n + 1) ** 2);
    for (const [at, point] of points.entries()) {
      const determinant = (1 - Math.hypot(...point)) * (1 + Math.hypot(...point)) * 0.25;
      const factor = weights[at]! * Math.exp(logs[k]!) * Math.max(0, determinant) ** k;
      addPower(n, point, factor, real, imaginary);
    }
    return { spins: n, real, imaginary };
  });
  return { spins, blocks };
}

/** One and `factor` times the other. */
export function addBlocks(one: BlockDensityMatrix, other: BlockDensityMatrix, factor: number): BlockDensityMatrix {
  const blocks = one.blocks.map(({ spins, real, imaginary }, k) => ({
    spins,
    real: real.map((value, at) => value + factor * other.blocks[k]!.real[at]!),
    imaginary: imaginary.map((value, at) => value + factor * other.blocks[k]!.imaginary[at]!),
  }));
  return { spins: one.spins, blocks };
}

/** Adds `factor` Sym^n(A). */
function addPower(n: number, [x, y, z]: Vector3, factor: number, real: Float64Array, imaginary: Float64Array): void {
  const up: [Complex, Complex] = [
    { re: (1 + z) / 2, im: 0 },
    { re: x / 2, im: y / 2 },
  ];
  const down: [Complex, Complex] = [
    { re: x / 2, im: -y / 2 },
    { re: (1 - z) / 2, im: 0 },
  ];
  const roots = new Float64Array(n + 1).fill(1);
  for (let a = 1; a <= n; a++) roots[a] = roots[a - 1]! * Math.sqrt((n - a + 1) / a);
  for (let b = 0; b <= n; b++) {
    const re = new Float64Array(n + 1);
    const im = new Float64Array(n + 1);
    re[0] = 1;
    for (let i = 0; i < n; i++) multiply(i < b ? down : up, i, re, im);
    for (let a = 0; a <= n; a++) {
      const scale = (factor * roots[b]!) / roots[a]!;
      real[a * (n + 1) + b]! += scale * re[a]!;
      imaginary[a * (n + 1) + b]! += scale * im[a]!;
    }
  }
}

/** A polynomial of this degree, by powers of v, times c_0 u + c_1 v. */
function multiply([c, d]: readonly [Complex, Complex], degree: number, re: Float64Array, im: Float64Array): void {
  for (let a = degree + 1; a >= 0; a--) {
    const [sameRe, sameIm] = [re[a]!, im[a]!];
    const [lowRe, lowIm] = a > 0 ? [re[a - 1]!, im[a - 1]!] : [0, 0];
    re[a] = c.re * sameRe - c.im * sameIm + d.re * lowRe - d.im * lowIm;
    im[a] = c.re * sameIm + c.im * sameRe + d.re * lowIm + d.im * lowRe;
  }
}
