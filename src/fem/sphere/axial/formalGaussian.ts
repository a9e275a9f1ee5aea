import type { AxialBasis } from "./expansion.ts";

/**
 * P in the tangent plane as a Gaussian of its own covariance times Hermite polynomials, by its moments: int p f = E[f(x) sum_jk a_jk He_j(xi) He_k(eta)], xi and eta
 * standard normal and He normalised. Along an axis with a negative variance, as squeezing has it, x is imaginary for a real xi; everything that P is asked for is
 * a polynomial, or nearly one, and has a value there. So written the coefficients are small, and powers of 1/sqrt(N).
 */
export interface FormalGaussian {
  /** In units of the plane's width. */
  readonly mean: readonly [number, number];
  /** Cosine and sine of the angle of the first axis. */
  readonly turn: readonly [number, number];
  readonly variances: readonly [number, number];
  readonly order: number;
  /** a_jk at j (order + 1) + k, for j + k <= order; where x is imaginary without the factors (-i)^j, (-i)^k. */
  readonly coefficients: Float64Array;
}

/** @param order at most the degree of the basis; moments of the highest degrees are not accurate */
export function formalGaussian(basis: AxialBasis, coefficients: Float64Array, order: number): FormalGaussian {
  const { x, y, weights } = sampledPlane(basis, coefficients);
  const mean = (of: (k: number) => number): number => weights.reduce((sum, w, k) => sum + w * of(k), 0);
  const [mx, my] = [mean((k) => x[k]!), mean((k) => y[k]!)];
  const xx = mean((k) => (x[k]! - mx) ** 2);
  const yy = mean((k) => (y[k]! - my) ** 2);
  const xy = mean((k) => (x[k]! - mx) * (y[k]! - my));
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const variances = [c * c * xx + 2 * c * s * xy + s * s * yy, s * s * xx - 2 * c * s * xy + c * c * yy] as const;
  const scales = variances.map((v) => Math.sqrt(Math.abs(v))) as [number, number];
  const width = order + 1;
  const sums = new Float64Array(width * width);
  const [first, second] = [new Float64Array(width), new Float64Array(width)];
  for (const [k, w] of weights.entries()) {
    const [dx, dy] = [x[k]! - mx, y[k]! - my];
    hermite((c * dx + s * dy) / scales[0], Math.sign(variances[0]), first);
    hermite((c * dy - s * dx) / scales[1], Math.sign(variances[1]), second);
    for (let i = 0; i <= order; i++)
      for (let j = 0; i + j <= order; j++) sums[i * width + j]! += w * first[i]! * second[j]!;
  }
  return { mean: [mx, my], turn: [c, s], variances, order, coefficients: sums };
}

/** Normalised Hermite polynomials; with sign -1 those of an imaginary argument -i t, but for the factor (-i)^k. */
export function hermite(t: number, sign: number, out: Float64Array): void {
  let [before, value] = [0, 1];
  for (let k = 0; k < out.length; k++) {
    out[k] = value;
    [before, value] = [value, (t * value - sign * Math.sqrt(k) * before) / Math.sqrt(k + 1)];
  }
}

interface SampledPlane {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** Points and weights that give the integrals of P times all polynomials of the basis. */
function sampledPlane({ rings, pairs }: AxialBasis, coefficients: Float64Array): SampledPlane {
  const samples = 2 * pairs.length + 1;
  const count = rings.weights.length;
  const [x, y, weights] = [0, 1, 2].map(() => new Float64Array(samples * count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let sample = 0; sample < samples; sample++) {
    const phi = (2 * Math.PI * sample) / samples;
    for (const [m, column] of pairs.entries()) {
      const norm = m === 0 ? 1 : Math.SQRT2;
      for (const { place, trial } of column) {
        const sine = m === 0 ? 0 : coefficients[place + 1]! * Math.sin(m * phi);
        const factor = norm * (coefficients[place]! * Math.cos(m * phi) + sine);
        for (let k = 0; k < count; k++) weights[sample * count + k]! += factor * trial[k]!;
      }
    }
    for (let k = 0; k < count; k++) {
      const at = sample * count + k;
      x[at] = rings.radius[k]! * Math.cos(phi);
      y[at] = rings.radius[k]! * Math.sin(phi);
      weights[at]! *= rings.weights[k]! / samples;
    }
  }
  return { x, y, weights };
}
