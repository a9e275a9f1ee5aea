import type { AxialModel } from "../../model/secondOrder/axis.ts";
import { halfLineFamily, halfLineRule, hermiteFamily, laguerreFamily } from "./family.ts";
import { type Frame, recurrenceLength } from "./generator.ts";
import { type Ring, ringOf } from "./meanField.ts";

/**
 * What P is near to, and the weight that its expansion has in u = x^2 + y^2:
 *
 * - ring: a ring well off the axis, exp(-(u - centre)^2 / 2 variance)
 * - threshold: a ring that reaches the axis, or a point near threshold: the same on u >= 0
 * - point: a point of the axis, exp(-u / scale), a Gaussian of x and y; the scale is negative where P is narrower than a point
 *
 * times exp(-q^2 / 2 spread), q = z - height - slope (u - centre).
 */
export type Weight = {
  readonly height: number;
  readonly spread: number;
} & (
  | { readonly kind: "ring" | "threshold"; readonly centre: number; readonly variance: number; readonly slope: number }
  | { readonly kind: "point"; readonly scale: number }
);

/** A ring is far from the axis where it is this many standard deviations off: what is left there is 1e-14. */
const FAR = 8;
/** Over N: the least spread that is given to q, and variance to u. Conditional variances of P may vanish, the polynomials would then be all the same. */
const LEAST_SPREAD = 0.5;

/** The weight that linear noise suggests. */
export function firstWeight(model: AxialModel): Weight {
  const ring = ringOf(model);
  return ring === null ? nearPoint(model) : nearRing(model, ring);
}

function nearRing(model: AxialModel, ring: Ring): Weight {
  const { spins } = model;
  const { u, z, noise } = ring;
  const [uu, , zz] = noise;
  const width = Math.sqrt(Math.max(Math.abs(uu), u) / spins);
  if (u < FAR * width) return uu > 0 && u > 3 * width ? fitted(ring, spins, "threshold") : nearThreshold(model);
  // Where u fluctuates less than z the correlation is not put into the slope.
  if (Math.abs(uu) >= 0.1 * Math.abs(zz)) return fitted(ring, spins, "ring");
  const variance = floored(uu, 0.1) / spins;
  return { kind: "ring", centre: u, variance, slope: 0, height: z, spread: floored(zz, LEAST_SPREAD) / spins };
}

function fitted({ u, z, noise: [uu, uz, zz] }: Ring, spins: number, kind: "ring" | "threshold"): Weight {
  const spread = floored(zz - uz ** 2 / uu, LEAST_SPREAD) / spins;
  return { kind, centre: u, variance: uu / spins, slope: uz / uu, height: z, spread };
}

/** The value, or where its modulus is small that of the floor. */
const floored = (value: number, floor: number): number => (Math.abs(value) < floor ? floor : value);

/** Where a Gaussian of u that is cut at the axis is an exponential: this many standard deviations beyond. */
const BEYOND = -8;

/**
 * Near threshold z follows u, z = -(2 w' + d u) / 2 g', so that u diffuses in a potential: with e = u (-2 g + 2 d z) = 2 u (e_0 - e_1 u) and
 * D_uu = 8 u q the density of u is exp((e_0 u - e_1 u^2 / 2) N / 2 q), a Gaussian of centre e_0 / e_1.
 */
function nearThreshold(model: AxialModel): Weight {
  const { spins, collective, local } = model;
  const { across: s, pull: d } = collective;
  const g = local.across + local.along;
  const z = -local.pull / local.across;
  const slope = -d / (2 * local.across);
  const [rise, fall] = [d * z - g, -d * slope];
  const centre = rise / fall;
  const height = z + slope * centre;
  const q = Math.max(0, centre) > 0 ? height * (s * height + d * (1 - centre)) : z * (s * z + d);
  const variance = (2 * Math.abs(q)) / (fall * spins);
  return { kind: "threshold", centre, variance, slope, height, spread: 1 / spins };
}

function nearPoint(model: AxialModel): Weight {
  const { spins, collective, local } = model;
  const { across: s, pull: d } = collective;
  const z = -local.pull / local.across;
  const mean = (2 * z * (s * z + d)) / (spins * (local.across + local.along - d * z));
  if (d !== 0 && mean > 0) {
    const near = nearThreshold(model);
    if (near.kind === "threshold" && near.centre > BEYOND * Math.sqrt(near.variance)) return near;
  }
  const least = LEAST_SCALE / spins;
  const scale = Math.abs(mean) < least ? least : mean;
  return { kind: "point", scale, height: z, spread: LEAST_SPREAD / spins };
}

/** Over N: the least scale of u. */
const LEAST_SCALE = 0.05;

/** Mean and covariance of u and z under P. */
export interface Moments {
  readonly u: number;
  readonly z: number;
  readonly uu: number;
  readonly uz: number;
  readonly zz: number;
}

/** The weight near threshold that has the moments of P, as far as there is one; null where P has no such moments. */
export function fittedWeight(moments: Moments, spins: number): Weight | null {
  const { u, z, uu, uz, zz } = moments;
  if (!(u > 0 && uu > 0 && Number.isFinite(u + uu + uz + zz + z))) return null;
  const middle = cutAt(uu / u ** 2);
  const { mean } = momentsOfCut(middle);
  const width = u / mean;
  const slope = uz / uu;
  const centre = middle * width;
  const spread = Math.max(LEAST_SPREAD / spins, zz - uz * slope);
  return { kind: "threshold", centre, variance: width ** 2, slope, height: z + slope * (centre - u), spread };
}

const [LOWEST_CUT, HIGHEST_CUT] = [-12, 16];

/** The centre, in standard deviations, of the Gaussian whose half t >= 0 has this variance over the square of its mean. */
function cutAt(ratio: number): number {
  let [low, high] = [LOWEST_CUT, HIGHEST_CUT];
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    const { mean, variance } = momentsOfCut(middle);
    if (variance > ratio * mean ** 2) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function momentsOfCut(middle: number): { readonly mean: number; readonly variance: number } {
  const { points, weights } = halfLineRule(middle, 0);
  const mean = points.reduce((sum, t, k) => sum + weights[k]! * t, 0);
  return { mean, variance: points.reduce((sum, t, k) => sum + weights[k]! * (t - mean) ** 2, 0) };
}

/** The frame of the weight in the sector m, for an expansion up to a degree; variances times `stretch`. */
export function frameOf(weight: Weight, m: number, degree: number, stretch: number): Frame {
  const length = recurrenceLength(degree);
  const along = hermiteFamily(weight.spread * stretch, length);
  if (weight.kind === "point") {
    const across = laguerreFamily(weight.scale * stretch, m, length);
    return { place: 0, height: weight.height, slope: 0, across, along };
  }
  const { centre, slope, height } = weight;
  const variance = weight.variance * stretch;
  if (weight.kind === "ring") {
    return { place: centre, height, slope, across: hermiteFamily(variance, length), along };
  }
  const across = halfLineFamily(centre, variance, m, length);
  return { place: 0, height: height - slope * centre, slope, across, along };
}
