/** Functions of the plane as sums of h_i(q_1) h_j(q_2), the coefficient at i * width + j. */
export type PlaneFunction = Float64Array;

/** What multiplies and differentiates such functions; what would be of a degree of `width` or more in one variable is left out. */
export interface HermitePlane {
  readonly width: number;
  /** Times the coordinate w_k = scale_k q_k of the plane, k = 0, 1. */
  readonly times: (k: 0 | 1, values: PlaneFunction) => PlaneFunction;
  /** Derivative by w_k. */
  readonly derivative: (k: 0 | 1, values: PlaneFunction) => PlaneFunction;
}

/**
 * Hermite polynomials in each variable, q h_n = sqrt(n + 1) h_{n+1} + sign sqrt(n) h_{n-1} and h_n' = sqrt(n) h_{n-1}: those of a Gaussian of variance 1, or where the sign
 * is -1 of variance -1.
 */
export function hermitePlane(
  width: number,
  scales: readonly [number, number],
  signs: readonly [1 | -1, 1 | -1],
): HermitePlane {
  const strides = [width, 1] as const;
  const orderOf = (k: 0 | 1, at: number): number => (k === 0 ? Math.floor(at / width) : at % width);
  return {
    width,
    times: (k, values) => {
      const [stride, scale, sign] = [strides[k], scales[k], signs[k]];
      const image = new Float64Array(values.length);
      for (let at = 0; at < values.length; at++) {
        const value = scale * values[at]!;
        if (value === 0) continue;
        const n = orderOf(k, at);
        if (n + 1 < width) image[at + stride]! += Math.sqrt(n + 1) * value;
        if (n > 0) image[at - stride]! += sign * Math.sqrt(n) * value;
      }
      return image;
    },
    derivative: (k, values) => {
      const [stride, scale] = [strides[k], scales[k]];
      const image = new Float64Array(values.length);
      for (let at = 0; at < values.length; at++) {
        const n = orderOf(k, at);
        if (n > 0 && values[at] !== 0) image[at - stride]! += (Math.sqrt(n) / scale) * values[at]!;
      }
      return image;
    },
  };
}
