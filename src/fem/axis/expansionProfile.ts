import { gaussLegendre } from "../quadrature.ts";
import type { PolynomialFamily } from "./family.ts";
import type { Weight } from "./frame.ts";
import { placeOf } from "./generator.ts";
import type { AxisProfile } from "./profile.ts";
import type { Expansion } from "./solve.ts";

/** P is looked at within this many standard deviations of its weight, and this many scales of an exponential. */
const REACH = 7;
const LONGEST = 17;
/** Places in each direction at which it is looked at. */
const LOOKS = 60;

/**
 * P around its ring or its point, its weight times the sum of its moments with the polynomials, which are orthonormal with respect to it; over pi, as
 * the volume element is pi du dz. Null where the weight is negative somewhere, as P is narrower than a point.
 */
export function expansionProfile(expansion: Expansion, weight: Weight, stretch: number): AxisProfile | null {
  const { frame, degree, values } = expansion;
  const spread = weight.spread * stretch;
  const across = weightOfU(weight, stretch);
  if (!(spread > 0) || across === null) return null;
  const [left, right] = [new Float64Array(degree + 1), new Float64Array(degree + 1)];
  const at = (rho: number, z: number): number => {
    const p = rho * rho - frame.place;
    const q = z - frame.height - frame.slope * p;
    const factor = (across.at(rho * rho) * Math.exp(-(q * q) / (2 * spread))) / Math.sqrt(2 * Math.PI * spread);
    fill(frame.across, p, left);
    fill(frame.along, q, right);
    let sum = 0;
    for (let i = 0; i <= degree; i++) {
      for (let j = 0; i + j <= degree; j++) sum += values[placeOf(i, j)]! * left[i]! * right[j]!;
    }
    return (factor * sum) / Math.PI;
  };
  const inBall = (rho: number, z: number): boolean => rho * rho + z * z <= 1;
  const grid = looks(expansion, across, spread);
  return {
    at: (rho, z) => (inBall(rho, z) ? at(rho, z) : 0),
    contains: inBall,
    summary: summaryOf(grid, at),
    nodes: () => ({ points: grid.points, values: valuesAt(grid.points, at) }),
  };
}

interface WeightOfU {
  readonly at: (u: number) => number;
  readonly from: number;
  readonly to: number;
}

/** The weight of u, its integral is 1; null where it is none. */
function weightOfU(weight: Weight, stretch: number): WeightOfU | null {
  if (weight.kind === "point") {
    const scale = weight.scale * stretch;
    return scale > 0 ? { at: (u) => Math.exp(-u / scale) / scale, from: 0, to: LONGEST * scale } : null;
  }
  const { centre, kind } = weight;
  const variance = weight.variance * stretch;
  if (!(variance > 0)) return null;
  const width = Math.sqrt(variance);
  const [low, high] = [centre - REACH * width, Math.max(centre, 0) + REACH * width];
  const gaussian = (u: number): number => Math.exp(-((u - centre) ** 2) / (2 * variance));
  const from = Math.max(0, low);
  // A ring is far enough off the axis for its weight to go on beyond.
  const mass = kind === "ring" ? width * Math.sqrt(2 * Math.PI) : integral(gaussian, 0, high + REACH * width);
  return { at: (u) => gaussian(u) / mass, from, to: high };
}

const POINTS = 32;
const PIECES = 16;

function integral(value: (x: number) => number, from: number, to: number): number {
  const { points, weights } = gaussLegendre(POINTS);
  const half = (to - from) / PIECES / 2;
  let sum = 0;
  for (let piece = 0; piece < PIECES; piece++) {
    const middle = from + (2 * piece + 1) * half;
    for (const [k, x] of points.entries()) sum += half * weights[k]! * value(middle + half * x);
  }
  return sum;
}

/** The polynomials of a family at a place, by their recurrence. */
function fill({ up, diagonal, down }: PolynomialFamily, x: number, out: Float64Array): void {
  out[0] = 1;
  for (let k = 0; k + 1 < out.length; k++) {
    const below = k === 0 ? 0 : down[k]! * out[k - 1]!;
    out[k + 1] = ((x - diagonal[k]!) * out[k]! - below) / up[k]!;
  }
}

interface Grid {
  /** x = rho, y = 0 and z. */
  readonly points: Float64Array;
  /** pi du dz of each. */
  readonly measure: number;
}

/** A grid over what the weight reaches, which may be beyond the sphere: what P is there is gauge. */
function looks({ frame }: Expansion, across: WeightOfU, spread: number): Grid {
  const [step, height] = [(across.to - across.from) / LOOKS, (2 * REACH * Math.sqrt(spread)) / LOOKS];
  const points: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    const u = across.from + (i + 0.5) * step;
    const middle = frame.height + frame.slope * (u - frame.place);
    for (let j = 0; j < LOOKS; j++) {
      const z = middle + (j + 0.5 - LOOKS / 2) * height;
      points.push(Math.sqrt(u), 0, z);
    }
  }
  return { points: Float64Array.from(points), measure: Math.PI * step * height };
}

function valuesAt(points: Float64Array, at: (rho: number, z: number) => number): Float64Array {
  return Float64Array.from({ length: points.length / 3 }, (_, k) => at(points[3 * k]!, points[3 * k + 2]!));
}

function summaryOf({ points, measure }: Grid, at: (rho: number, z: number) => number): AxisProfile["summary"] {
  let [minimum, maximum, negative, mass] = [0, 0, 0, 0];
  for (const value of valuesAt(points, at)) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    mass += measure * value;
    if (value < 0) negative -= measure * value;
  }
  return { minimum, maximum, negativeMass: negative, mass };
}
