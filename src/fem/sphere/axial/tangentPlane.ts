import type { MomentFunctionals } from "../../functionals.ts";
import { gaussLegendre } from "../../quadrature.ts";
import type { AxialBasis, RadialPair } from "./expansion.ts";
import type { Frame, Rings } from "./rings.ts";
import { turnedFunctionals } from "./turnedFunctionals.ts";

/**
 * The stereographic plane that touches the sphere on the axis, tan(theta / 2) = width q: all polynomials of degree <= degree as test functions, the same
 * times the Gaussian exp(-q^2 / 2) / 2 pi as trial functions, orthonormal to them.
 */
export interface TangentPlane {
  /** Half the standard deviation of the Gaussian on the sphere, an angle. */
  readonly width: number;
  readonly degree: number;
}

/** Rings reach so far out: with polynomials of any degree that is used nothing is left there of the Gaussian. */
const OUTERMOST = 13;

/** Rings of a rule that is exact for their products to rounding. */
const RINGS = 90;

export const planeSize = (degree: number): number => ((degree + 1) * (degree + 2)) / 2;

export function planeBasis({ width, degree }: TangentPlane): AxialBasis {
  const { points, weights } = gaussLegendre(RINGS);
  const q = points.map((u) => (OUTERMOST * (1 + u)) / 2);
  const rings = planeRings(
    q,
    weights.map((w, k) => (OUTERMOST / 2) * w * q[k]! * Math.exp(-(q[k]! ** 2) / 2)),
    width,
  );
  const pairs = Array.from({ length: degree + 1 }, (_, m) => radialPairs(q, m, degree));
  return { rings, size: planeSize(degree), reach: Number.POSITIVE_INFINITY, pairs };
}

/** Rings at the given radii of the plane, with weights that have the Gaussian in them. */
function planeRings(q: Float64Array, weights: Float64Array, width: number): Rings {
  const squares = q.map((value) => (width * value) ** 2);
  return {
    weights,
    radius: q,
    cosine: squares.map((t) => (1 - t) / (1 + t)),
    sine: squares.map((t) => (2 * Math.sqrt(t)) / (1 + t)),
    stretch: squares.map((t) => (2 * width) / (1 + t)),
    stretchSlope: squares.map((t, k) => (-2 * t) / ((1 + t) * q[k]!)),
  };
}

/** q^m times the Laguerre polynomials of q^2 / 2, normalised with the weight of the Gaussian, and their products with it but for itself. */
function radialPairs(q: Float64Array, m: number, degree: number): RadialPair[] {
  const pairs: RadialPair[] = [];
  let start = 1;
  for (let k = 1; k <= m; k++) start /= Math.sqrt(2 * k);
  let value = q.map((r) => start * r ** m);
  let slope = q.map((r) => (m === 0 ? 0 : start * m * r ** (m - 1)));
  let before = new Float64Array(q.length);
  let slopeBefore = new Float64Array(q.length);
  for (let j = 0; m + 2 * j <= degree; j++) {
    const own = m + 2 * j;
    const [p, dp] = [value, slope];
    pairs.push({
      order: m,
      degree: own,
      place: planeSize(own - 1) + Math.max(0, m - 1),
      test: p,
      testSlope: dp,
      trial: p,
      trialSlope: dp.map((d, k) => d - q[k]! * p[k]!),
    });
    const [back, next] = [Math.sqrt(j * (j + m)), Math.sqrt((j + 1) * (j + 1 + m))];
    const [b, db] = [before, slopeBefore];
    value = p.map((v, k) => ((own + 1 - q[k]! ** 2 / 2) * v - back * b[k]!) / next);
    slope = dp.map((d, k) => ((own + 1 - q[k]! ** 2 / 2) * d - q[k]! * p[k]! - back * db[k]!) / next);
    before = p;
    slopeBefore = dp;
  }
  return pairs;
}

/** Moments of coefficients in the plane, about the point where it touches the sphere. */
export function planeFunctionals({ rings, size, pairs }: AxialBasis, frame: Frame): MomentFunctionals {
  const along = (order: 0 | 1 | 2, part: 0 | 1, factor: number, of: (ring: number) => number): Float64Array => {
    const vector = new Float64Array(size);
    for (const { place, trial } of pairs[order] ?? []) {
      let sum = 0;
      for (const [k, value] of trial.entries()) sum += rings.weights[k]! * value * of(k);
      vector[place + part] = factor * sum;
    }
    return vector;
  };
  const { sine, cosine } = rings;
  const versine = (k: number): number => -(sine[k]! ** 2) / (1 + cosine[k]!);
  const mass = new Float64Array(size);
  mass[0] = 1;
  const half = Math.SQRT1_2;
  const round = along(0, 0, 0.5, (k) => sine[k]! ** 2);
  const oval = along(2, 0, half / 2, (k) => sine[k]! ** 2);
  return turnedFunctionals(
    mass,
    [along(1, 0, half, (k) => sine[k]!), along(1, 1, half, (k) => sine[k]!), along(0, 0, 1, versine)],
    [
      round.map((value, k) => value + oval[k]!),
      round.map((value, k) => value - oval[k]!),
      along(0, 0, 1, (k) => versine(k) ** 2),
      along(2, 1, half / 2, (k) => sine[k]! ** 2),
      along(1, 0, half, (k) => sine[k]! * versine(k)),
      along(1, 1, half, (k) => sine[k]! * versine(k)),
    ],
    frame,
    frame[2],
  );
}
