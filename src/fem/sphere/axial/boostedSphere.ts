import { evaluateHarmonics, harmonicCount, harmonicIndex } from "../../../core/sphericalHarmonics.ts";
import { gaussLegendre } from "../../quadrature.ts";
import { harmonicSlopes } from "../bandTerms.ts";
import type { AxialBasis, RadialPair } from "./expansion.ts";
import type { Rings } from "./rings.ts";

/**
 * The harmonics l <= degree of a sphere that a Moebius map has shifted along an axis: tan(theta / 2) = tan(theta' / 2) / scale, so that what is near
 * the axis is seen enlarged. With omega = gamma + beta cos(theta'), gamma and beta half the sum and difference of scale and 1 / scale, the map stretches by
 * 1 / omega. As trial functions they are multiplied by omega^weight: by omega the interaction, too, couples neighbours only.
 */
export interface BoostedSphere {
  readonly scale: number;
  readonly degree: number;
  readonly weight: 0 | 1;
}

/** Waves in l of the generator without an interaction, and with one: products with polynomials of that degree. */
const REACH = [2, 3] as const;

export const boostFactors = (scale: number): { readonly gamma: number; readonly beta: number } => ({
  gamma: (scale + 1 / scale) / 2,
  beta: (scale - 1 / scale) / 2,
});

/** @param ringCount by default so many that integrals of products of two harmonics, the fields and omega, polynomials of degree 2 degree + 4 at most, are exact */
export function boostedBasis({ scale, degree, weight }: BoostedSphere, ringCount = degree + 3): AxialBasis {
  const { gamma, beta } = boostFactors(scale);
  const { points, weights } = gaussLegendre(ringCount);
  const rings = boostedRings(points, weights, scale);
  const pairs = Array.from({ length: degree + 1 }, (_, m) =>
    Array.from({ length: degree + 1 - m }, (_, k) => emptyPair(m, m + k, points.length)),
  );
  const count = harmonicCount(degree);
  const [value, slope, unused] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (const [ring, u] of points.entries()) {
    const sine = rings.radius[ring]!;
    const omega = gamma + beta * u;
    evaluateHarmonics(degree, sine, 0, u, value, unused);
    harmonicSlopes(degree, value, slope);
    const [factor, factorSlope] = weight === 0 ? [1, 0] : [omega, -beta * sine];
    for (const [m, column] of pairs.entries()) {
      for (const pair of column) {
        const at = harmonicIndex(pair.degree, m);
        pair.test[ring] = value[at]!;
        pair.testSlope[ring] = slope[at]!;
        pair.trial[ring] = factor * value[at]!;
        pair.trialSlope[ring] = factor * slope[at]! + factorSlope * value[at]!;
      }
    }
  }
  return { rings, size: (degree + 1) ** 2, reach: REACH[weight], pairs };
}

/** Rings at the given cosines of theta'. */
export function boostedRings(cosines: Float64Array, weights: Float64Array, scale: number): Rings {
  const { gamma, beta } = boostFactors(scale);
  const omega = cosines.map((u) => gamma + beta * u);
  const radius = cosines.map((u) => Math.sqrt((1 - u) * (1 + u)));
  return {
    weights: weights.map((w) => 2 * Math.PI * w),
    radius,
    cosine: cosines.map((u, k) => (gamma * u + beta) / omega[k]!),
    sine: radius.map((s, k) => s / omega[k]!),
    stretch: omega.map((w) => 1 / w),
    stretchSlope: radius.map((s, k) => (beta * s) / omega[k]!),
  };
}

function emptyPair(order: number, degree: number, count: number): RadialPair {
  const array = (): Float64Array => new Float64Array(count);
  return {
    order,
    degree,
    place: degree * degree + Math.max(0, 2 * order - 1),
    test: array(),
    testSlope: array(),
    trial: array(),
    trialSlope: array(),
  };
}
