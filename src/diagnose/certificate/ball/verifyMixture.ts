import { solidIndex } from "../../../core/solidHarmonics.ts";
import { type BlockDensityMatrix, blockCountOf } from "../../../state/blocks/blockDensity.ts";
import { logDegeneracies } from "../../../state/blocks/degeneracy.ts";
import { momentsOfBlocks } from "../../../state/blocks/momentBlocks.ts";
import { multipoleScales } from "../../../state/blocks/multipoles.ts";
import type { Vector3 } from "../../../state/moments.ts";
import { momentsPerBlock } from "./momentsPerBlock.ts";
import { addBlocks, productBlocks } from "./productBlocks.ts";

/** What points and a smooth part leave of a state. */
export interface AddedUpInBall {
  /** Bound of the polynomial that has what is left as its integrals, over the ball and for every state within the error. */
  readonly reach: number;
  /** Upper bound of the trace distance of state and mixture. */
  readonly traceDistance: number;
}

/**
 * sum_k w_k delta(r - r_k) + uniformPart/(2 pi r) against a state, as matrices of product states. The polynomial that is left is bounded for each l apart: where
 * y_i are its integrals with r^(l+2i) Y_lm, its mean square is 4 pi y^T H^-1 y, H_ij = 1/(l + i + j + 1), and at any point its part of this l has at most
 * sum_n (n + 1)(2l + 1) times that, n = l, l + 2, ... N.
 *
 * @param error bound of the trace norm of what the density matrix is off by
 */
export function addUpInBall(
  density: BlockDensityMatrix,
  error: number,
  points: readonly Vector3[],
  weights: Float64Array,
  uniformPart: number,
): AddedUpInBall {
  const { spins } = density;
  const pointsAlone = addBlocks(density, productBlocks(spins, points, weights), -1);
  const rest = addBlocks(pointsAlone, smoothBlocks(spins), -uniformPart);
  const total = weights.reduce((sum, weight) => sum + weight, uniformPart);
  // Every product state is off by so many roundings of its trace norm, at most.
  const rounding = 32 * (spins + 8 + Math.log2(points.length + 1)) * Number.EPSILON * (1 + total);
  let traceNorm = 0;
  for (const { spins: n, real, imaginary } of rest.blocks)
    traceNorm += Math.sqrt(n + 1) * Math.hypot(Math.hypot(...real), Math.hypot(...imaginary));
  return { reach: reachOf(rest, error + rounding), traceDistance: (traceNorm + error + rounding) / 2 };
}

/** int d^3r/(2 pi r) of product states: as much of every state of a block, and what tr Sym^n(A) = sum_s (-1)^s C(n - s, s) D^s integrates to. */
function smoothBlocks(spins: number): BlockDensityMatrix {
  const logs = logDegeneracies(spins);
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) => {
    const n = spins - 2 * k;
    let [trace, term] = [0, 1];
    for (let s = 0; 2 * s <= n; s++) {
      // 4^s int (1 - x)^(k+s) / 4^s dx over x = r^2.
      trace += term / (k + s + 1);
      term *= (-(n - 2 * s) * (n - 2 * s - 1)) / (4 * (n - s) * (s + 1)) || 0;
    }
    const real = new Float64Array((n + 1) ** 2);
    for (let a = 0; a <= n; a++) real[a * (n + 2)] = (Math.exp(logs[k]! - 2 * k * Math.LN2) * trace) / (n + 1);
    return { spins: n, real, imaginary: new Float64Array(real.length) };
  });
  return { spins, blocks };
}

/** @param error bound of the Frobenius norm of what `rest` is off by */
function reachOf(rest: BlockDensityMatrix, error: number): number {
  const { spins } = rest;
  const { unknowns } = momentsOfBlocks(rest);
  const scales = multipoleScales(spins, spins);
  const perBlock = momentsPerBlock(spins);
  const length = Math.hypot(...rest.blocks.map(({ real, imaginary }) => Math.hypot(...real, ...imaginary)));
  const rounding = 16 * (spins + 8) * Number.EPSILON * length;
  let reach = 0;
  for (let l = 0; l <= spins; l++) {
    const count = Math.floor((spins - l) / 2) + 1;
    const factors = inverseFactors(l, count);
    const [y, column] = [new Float64Array(count), new Float64Array(count)];
    let square = 0;
    for (let part = 0; part <= 2 * l; part++) {
      for (let i = 0; i < count; i++) y[i] = unknowns[solidIndex(l + 2 * i, l, 0) + part]!;
      square += quadratic(l, factors, y).bound;
    }
    // What errors of the multipoles make of the integrals, and rounding, which nothing cancels.
    let [gain, roundingGain, squares] = [0, 0, 0];
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < count; i++) column[i] = perBlock[l]![i * count + k]!;
      const { bound, size } = quadratic(l, factors, column);
      gain += bound;
      roundingGain += size;
      squares += (l + 2 * k + 1) * (2 * l + 1);
    }
    const left = Math.sqrt(square) + Math.sqrt(gain) * error + Math.sqrt(roundingGain) * rounding;
    reach += (Math.sqrt(4 * Math.PI * squares) / scales[l]!) * left;
  }
  return reach;
}

/** c with (H^-1)_ij = c_i c_j / (l + i + j + 1), as H is one of Cauchy's matrices: (-1)^i (l + n + i)! / (i! (l + i)! (n - 1 - i)!). */
function inverseFactors(l: number, n: number): Float64Array {
  const factors = new Float64Array(n).fill(n);
  for (let k = 1; k <= l; k++) factors[0]! *= (n + k) / k;
  for (let i = 0; i + 1 < n; i++)
    factors[i + 1] = (-factors[i]! * (l + n + i + 1) * (n - 1 - i)) / ((i + 1) * (l + i + 1));
  return factors;
}

/** y^T H^-1 y at most, rounding included, and what it would be if nothing cancelled. */
function quadratic(
  l: number,
  factors: Float64Array,
  y: Float64Array,
): { readonly bound: number; readonly size: number } {
  let [sum, size] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    for (let j = 0; j < y.length; j++) {
      const term = (factors[i]! * y[i]! * factors[j]! * y[j]!) / (l + i + j + 1);
      sum += term;
      size += Math.abs(term);
    }
  }
  return { bound: Math.max(0, sum) + 16 * (l + 2 * y.length + 8) * Number.EPSILON * size, size };
}
