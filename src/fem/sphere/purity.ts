import { logPurityWeights, powerSpectrum } from "../../core/sphericalHarmonics.ts";
import { harmonicCoefficients } from "./harmonicCoefficients.ts";
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

/**
 * tr rho^2 = int int P(r) P(r') ((1 + r.r')/2)^N, P given by nodal values on `space`.
 *
 * Summed in harmonics, 4 pi sum_l g_l sum_m |p_lm|^2, where N is small or P is broad, so that N or P itself limits the band.
 * On a graded mesh at large N, where P is a narrow peak, summed over pairs of nodes: the kernel is at least as wide as the
 * cells there and is interpolated.
 */
export function purity(space: FunctionSpace, density: Float64Array, spins: number): number {
  return space.mesh.grading === undefined || spins <= ALWAYS_SPECTRAL
    ? spectralPurity(space, density, spins)
    : pairPurity(space, density, spins);
}

function spectralPurity(space: FunctionSpace, density: Float64Array, spins: number): number {
  // A space of n unknowns has no content beyond l ~ sqrt(n), unless the mesh is finer where the density is.
  const resolved = Math.ceil(1.5 * Math.sqrt(space.unknowns) * Math.max(1, space.mesh.grading?.scale ?? 1));
  const highest = Math.min(purityBand(spins), resolved);
  for (let degree = 32; ; degree *= 2) {
    const band = Math.min(degree, highest);
    const { real, imaginary } = harmonicCoefficients(space, density, band);
    const power = powerSpectrum(band, real, imaginary);
    const logWeights = logPurityWeights(spins, band);
    let total = 0;
    let tail = 0;
    for (let l = 0; l <= band; l++) {
      const term = 4 * Math.PI * Math.exp(logWeights[l]!) * power[l]!;
      total += term;
      if (l > 0.75 * band) tail += term;
    }
    if (band === highest || tail <= NEGLIGIBLE * total) return total;
  }
}

/** Smallest band beyond which even a delta contributes nothing: sum_{l > band} (2l + 1) g_l is negligible. */
export function purityBand(spins: number): number {
  // g_l <= exp(-l (l + 1) / (N + 1)) / (N + 1), so the sum is below exp(-band^2 / (N + 1)).
  return Math.min(spins, Math.ceil(Math.sqrt(-Math.log(NEGLIGIBLE) * (spins + 1))));
}

/** Sum over all pairs of nodes: by the matrix of a narrow peak, else one by one, with ((1 + r.r')/2)^N = (1 - |r - r'|^2 / 4)^N. */
function pairPurity(space: FunctionSpace, density: Float64Array, spins: number): number {
  const nodes = nodeWeights(space, Math.max(LOWEST_KERNEL_DEGREE, space.element.degree));
  const { points, weights } = significant(nodes.points, nodes.weights(density));
  const centre = space.mesh.grading?.centre;
  const peaked = centre === undefined ? null : peakPurity(points, weights, centre, spins);
  if (peaked !== null) return peaked;
  const count = weights.length;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const x = points[3 * i]!;
    const y = points[3 * i + 1]!;
    const z = points[3 * i + 2]!;
    let row = weights[i]! / 2;
    for (let j = 0; j < i; j++) {
      const dx = points[3 * j]! - x;
      const dy = points[3 * j + 1]! - y;
      const dz = points[3 * j + 2]! - z;
      const exponent = spins * Math.log1p(-(dx * dx + dy * dy + dz * dz) / 4);
      if (exponent > -40) row += weights[j]! * Math.exp(exponent);
    }
    total += 2 * weights[i]! * row;
  }
  return total;
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
