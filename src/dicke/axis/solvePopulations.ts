import type { Elimination } from "./eliminate.ts";

/**
 * The stationary distribution of the chain, up to its scale: 1 at the root, 0 at what runs into it, and backwards
 * p_k = sum_i p_i q_ik / (rate at which k leaves).
 */
export function stationary({ fronts, inverseLeaving, root }: Elimination): Float64Array {
  const weights = new Float64Array(inverseLeaving.length);
  weights[root] = 1;
  for (let f = fronts.length - 1; f >= 0; f--) {
    const { front, order, shares } = fronts[f]!;
    const { pivots, ring } = front;
    const local = localValues(weights, pivots, ring);
    for (let k = pivots.length - 1; k >= 0; k--) {
      if (pivots[k] === root) continue;
      let sum = 0;
      let lost = 0;
      for (let i = k + 1; i < order; i++) {
        const value = local[i]! * shares[k * order + i]!;
        const next = sum + value;
        lost += sum >= value ? sum - next + value : value - next + sum;
        sum = next;
      }
      local[k] = sum + lost;
      weights[pivots[k]!] = local[k]!;
    }
  }
  return weights;
}

/**
 * What a unit of weight at each state adds to the time integral of an observable's deviation from its mean: w with
 * sum_j q_ij (w_j - w_i) = deviation_i, and w = 0 at the root. The mean of `deviation` has to vanish.
 */
export function potentials({ fronts, inverseLeaving, root }: Elimination, deviation: Float64Array): Float64Array {
  const values = deviation.slice();
  for (const { front, order, shares } of fronts) {
    const { pivots, ring } = front;
    for (let k = 0; k < pivots.length; k++) {
      const value = values[pivots[k]!]!;
      for (let i = k + 1; i < order; i++) {
        values[i < pivots.length ? pivots[i]! : ring[i - pivots.length]!]! += shares[k * order + i]! * value;
      }
    }
  }
  for (let f = fronts.length - 1; f >= 0; f--) {
    const { front, order, onward } = fronts[f]!;
    const { pivots, ring } = front;
    const local = localValues(values, pivots, ring);
    for (let k = pivots.length - 1; k >= 0; k--) {
      let sum = -local[k]!;
      for (let j = k + 1; j < order; j++) sum += onward[k * order + j]! * local[j]!;
      local[k] = pivots[k] === root ? 0 : sum * inverseLeaving[pivots[k]!]!;
      values[pivots[k]!] = local[k]!;
    }
  }
  return values;
}

function localValues(values: Float64Array, pivots: Int32Array, ring: Int32Array): Float64Array {
  const local = new Float64Array(pivots.length + ring.length);
  pivots.forEach((state, k) => {
    local[k] = values[state]!;
  });
  ring.forEach((state, k) => {
    local[pivots.length + k] = values[state]!;
  });
  return local;
}
