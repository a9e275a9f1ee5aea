import { once } from "../../core/once.ts";
import { logPurityWeights, powerSpectrum } from "../../core/sphericalHarmonics.ts";
import type { Vector3 } from "../../state/moments.ts";
import { productExactness } from "../cells.ts";
import { type DensitySampler, densitySampler, type SampledDensity } from "../density.ts";
import type { DensityPurity } from "../steadySystem.ts";
import {
  type HarmonicCoefficients,
  harmonicCoefficients,
  harmonicExactness,
  harmonicsOfSample,
} from "./harmonicCoefficients.ts";
import { nodeWeights } from "./nodeWeights.ts";
import { peakPurity } from "./peakPurity.ts";
import type { FunctionSpace } from "./space.ts";

/** Share of the mass, or of the purity, that may be left out. */
const NEGLIGIBLE = 1e-11;

/**
 * Lowest degree that the kernel is interpolated with; else that of the density, so that densities of two degrees show this
 * error, too. The kernel is more than three times as wide as the densities that meshes are graded for.
 */
const LOWEST_KERNEL_DEGREE = 5;

/** Below this N harmonics are cheap whatever the density: their weights g_l fall off like exp(-l^2 / N). */
const ALWAYS_SPECTRAL = 400;

/** What is quadratic in densities on one space. */
export interface SpherePurity {
  /** tr rho^2 = int int P(r) P(r') ((1 + r.r')/2)^N of the density with these nodal values. */
  readonly of: (density: Float64Array) => DensityPurity;
  /** Upper bound of tr d^2 of a change d of the density, 4 pi g_0 int d^2: no g_l is larger than g_0 = 1 / (N + 1). */
  readonly boundedSquare: (change: Float64Array) => number;
}

/**
 * Summed in harmonics, 4 pi sum_l g_l sum_m |p_lm|^2, where N is small or P is broad, so that N or P itself limits the band.
 * On a graded mesh at large N, where P is a narrow peak, summed over pairs of nodes: the kernel is at least as wide as the
 * cells there and is interpolated.
 *
 * @param sampler of the densities on the space
 */
export function spherePurity(
  space: FunctionSpace,
  spins: number,
  sampler: () => DensitySampler = once(() => densitySampler(space, productExactness(space))),
): SpherePurity {
  const { grading } = space.mesh;
  return {
    of:
      grading === undefined || spins <= ALWAYS_SPECTRAL
        ? (density) => spectralPurity(space, density, spins, sampler()(density))
        : (density) => ({ purity: pairPurity(space, density, spins, grading.centre), error: 0 }),
    boundedSquare: (change) => ((4 * Math.PI) / (spins + 1)) * squareIntegral(sampler()(change)),
  };
}

/**
 * 4 pi sum_l g_l S_l, S_l = sum_m |p_lm|^2, in a band that widens until little is left beyond it: the S_l add up to int P^2, and the g_l fall.
 */
function spectralPurity(
  space: FunctionSpace,
  density: Float64Array,
  spins: number,
  sample: SampledDensity,
): DensityPurity {
  // A space of n unknowns has no content beyond l ~ sqrt(n), unless the mesh is finer where the density is.
  const resolved = Math.ceil(1.5 * Math.sqrt(space.unknowns) * Math.max(1, space.mesh.grading?.scale ?? 1));
  const highest = Math.min(purityBand(spins), resolved);
  const square = squareIntegral(sample);
  for (let degree = space.mesh.grading === undefined ? BROAD : NARROW; ; degree *= 2) {
    const band = Math.min(degree, highest);
    const { real, imaginary } = harmonicsFrom(sample, space, density, band);
    const power = powerSpectrum(band, real, imaginary);
    const weights = logPurityWeights(spins, band + 1).map((log) => 4 * Math.PI * Math.exp(log));
    let total = 0;
    let rest = square;
    for (let l = 0; l <= band; l++) {
      total += weights[l]! * power[l]!;
      rest -= power[l]!;
    }
    // Of what is beyond the weights are between 0 and that of the next degree; less than nothing is what the quadratures differ by.
    const error = weights[band + 1]! * Math.abs(rest);
    if (band === highest || error <= LEFT_BEYOND * total) return { purity: total, error };
  }
}

/** First bands: of a density that no mesh had to be graded for, and of others. */
const BROAD = 16;
const NARROW = 32;

/** Share of the purity that may be left beyond a band; it is part of the error. */
const LEFT_BEYOND = 1e-10;

/** A sample that harmonics turn little between the points of serves them, too. */
function harmonicsFrom(
  sample: SampledDensity,
  space: FunctionSpace,
  density: Float64Array,
  band: number,
): HarmonicCoefficients {
  return harmonicExactness(space, band) === productExactness(space)
    ? harmonicsOfSample(sample, band)
    : harmonicCoefficients(space, density, band);
}

function squareIntegral({ measure, values }: SampledDensity): number {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += measure[i]! * values[i]! ** 2;
  return square;
}

/** Smallest band beyond which even a delta contributes nothing: sum_{l > band} (2l + 1) g_l is negligible. */
export function purityBand(spins: number): number {
  // g_l <= exp(-l (l + 1) / (N + 1)) / (N + 1), so the sum is below exp(-band^2 / (N + 1)).
  return Math.min(spins, Math.ceil(Math.sqrt(-Math.log(NEGLIGIBLE) * (spins + 1))));
}

/** Summed over pairs of nodes. */
function pairPurity(space: FunctionSpace, density: Float64Array, spins: number, centre: Vector3): number {
  const nodes = nodeWeights(space, Math.max(LOWEST_KERNEL_DEGREE, space.element.degree));
  const { points, weights } = significant(nodes.points, nodes.weights(density));
  return pairSum(points, weights, centre, spins);
}

/** sum_ij w_i w_j ((1 + r_i.r_j)/2)^N: of points near a centre by the matrix of the peak, of others one by one, with ((1 + r.r')/2)^N = (1 - |r - r'|^2 / 4)^N. */
export function pairSum(points: Float64Array, weights: Float64Array, centre: Vector3, spins: number): number {
  const { near, far } = peakPurity(points, weights, centre, spins);
  // Each pair of two far points comes once, in the sum over the first one.
  const open = weights.slice();
  let total = near;
  for (const i of far) {
    open[i]! /= 2;
    total += 2 * weights[i]! * kernelSum(points, open, i, spins);
    open[i] = 0;
  }
  return total;
}

/** The kernel is negligible beyond this exponent. */
const LARGEST_EXPONENT = 40;

/** sum_j w_j ((1 + r_i.r_j)/2)^N. */
function kernelSum(points: Float64Array, weights: Float64Array, i: number, spins: number): number {
  const x = points[3 * i]!;
  const y = points[3 * i + 1]!;
  const z = points[3 * i + 2]!;
  const reach = (4 * LARGEST_EXPONENT) / spins;
  let sum = 0;
  for (let j = 0, at = 0; j < weights.length; j++, at += 3) {
    const dx = points[at]! - x;
    const dy = points[at + 1]! - y;
    const dz = points[at + 2]! - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square < reach) sum += weights[j]! * Math.exp(spins * Math.log1p(-square / 4));
  }
  return sum;
}

/** Copies without the points that together weigh less than is negligible. */
export function significant(
  points: Float64Array,
  weights: Float64Array,
): { readonly points: Float64Array; readonly weights: Float64Array } {
  const limit = NEGLIGIBLE / weights.length;
  const kept: number[] = [];
  for (let i = 0; i < weights.length; i++) if (Math.abs(weights[i]!) > limit) kept.push(i);
  const seen = new Float64Array(3 * kept.length);
  for (const [k, i] of kept.entries()) seen.set(points.subarray(3 * i, 3 * i + 3), 3 * k);
  return { points: seen, weights: Float64Array.from(kept, (i) => weights[i]!) };
}
