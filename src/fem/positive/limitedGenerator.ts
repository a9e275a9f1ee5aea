import { multiply } from "../../linalg/sparse.ts";
import { addDiscreteDiffusion, discreteDiffusion } from "./lowOrder.ts";
import type { PositiveSystem } from "./system.ts";

/**
 * The limited steady scheme F(P) = 0,
 *
 *     F(P)_i = sum_j a_ij P_j + sum_j +- d_ij min(|P_j - P_i|, gamma min(P_i, P_j)^+),     A = L + D
 *
 * that is L + D with the antidiffusive flux along each edge, from the lower to the higher value, capped at gamma d_ij times the lower one.
 * Where no edge is steeper than P_high / P_low = 1 + gamma, nothing is held back and P is plain Galerkin's.
 *
 * P >= 0: let S be the nodes with P < 0. Summed over S the fluxes inside cancel. What enters from outside is sum a_ij P_j - a_ji P_i >= 0,
 * and no antidiffusive flux leaves a node of S. So all of it vanishes, a_ji P_i too, and where A is irreducible (no set of nodes without a
 * way out) S is empty.
 *
 * F is piecewise linear and homogeneous, F(P) = J(P) P. Both matrices are rates of the same flux, written for a different unknown in the
 * numerator.
 */
export interface LimitedGenerator {
  /** A: F without any antidiffusive flux. */
  readonly lowOrder: Float64Array;
  /** Writes J(P), the derivative of F where it has one: its null vector is the next Newton iterate. */
  readonly jacobian: (density: Float64Array, values: Float64Array) => void;
  /**
   * Writes the Metzler matrix B with B P = F(P), in which an edge carries c_ij P_low, c_ij = d_ij min(P_high / P_low - 1, gamma) >= 0: its
   * null vector is >= 0 whatever P is. Returns the share of the antidiffusive flux (sum of absolute values) that is held back.
   */
  readonly metzler: (density: Float64Array, values: Float64Array) => number;
  /** sum_i |F(P)_i|. */
  readonly residual: (density: Float64Array) => number;
}

/** See `discreteDiffusion`. */
const EXCESS = 0.1;

/** @param steepness gamma */
export function limitedGenerator({ graph, generator }: PositiveSystem, steepness: number): LimitedGenerator {
  const { pattern, count, first, second, upper, lower, diagonal } = graph;
  const lowOrder = new Float64Array(pattern.columnIndices.length);
  generator(0, lowOrder);
  const diffusion = discreteDiffusion(graph, lowOrder, EXCESS);
  addDiscreteDiffusion(graph, lowOrder, diffusion, lowOrder);
  const scratch = new Float64Array(lowOrder.length);
  const image = new Float64Array(pattern.rows);

  const jacobian = (p: Float64Array, values: Float64Array): void => {
    values.set(lowOrder);
    for (let e = 0; e < count; e++) {
      const d = diffusion[e]!;
      const rises = p[second[e]!]! > p[first[e]!]!;
      const low = rises ? first[e]! : second[e]!;
      const high = rises ? second[e]! : first[e]!;
      if (d === 0 || p[low]! <= 0) continue;
      if (p[high]! - p[low]! > steepness * p[low]!) {
        values[rises ? lower[e]! : upper[e]!]! += steepness * d;
        values[diagonal[low]!]! -= steepness * d;
      } else {
        values[upper[e]!]! -= d;
        values[lower[e]!]! -= d;
        values[diagonal[low]!]! += d;
        values[diagonal[high]!]! += d;
      }
    }
  };

  const metzler = (p: Float64Array, values: Float64Array): number => {
    let offered = 0;
    let withheld = 0;
    values.set(lowOrder);
    for (let e = 0; e < count; e++) {
      const d = diffusion[e]!;
      const rises = p[second[e]!]! > p[first[e]!]!;
      const low = rises ? first[e]! : second[e]!;
      const step = p[rises ? second[e]! : first[e]!]! - p[low]!;
      const carried = Math.min(step, steepness * Math.max(0, p[low]!));
      offered += d * step;
      withheld += d * (step - carried);
      if (carried === 0) continue;
      const rate = d * Math.min(step / p[low]!, steepness);
      values[rises ? lower[e]! : upper[e]!]! += rate;
      values[diagonal[low]!]! -= rate;
    }
    return offered > 0 ? withheld / offered : 0;
  };

  const residual = (p: Float64Array): number => {
    metzler(p, scratch);
    multiply({ pattern, values: scratch }, p, image);
    let sum = 0;
    for (let i = 0; i < image.length; i++) sum += Math.abs(image[i]!);
    return sum;
  };

  return { lowOrder, jacobian, metzler, residual };
}
