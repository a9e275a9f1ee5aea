import { InputError, ResourceLimitError } from "../../core/errors.ts";
import { POINT_BLOCK, type RadialFunctions, sumHarmonics } from "../../core/solidHarmonicSums.ts";
import { solidCount } from "../../core/solidHarmonics.ts";
import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { requireSpins } from "../observables.ts";
import { type BlockDensityMatrix, blockCountOf, requireBlockShape } from "./blockDensity.ts";
import { logDegeneracies } from "./degeneracy.ts";
import { fromMultipoles, multipoleIndex, multipolesOf } from "./multipoles.ts";

/**
 * The multipoles of all blocks k = 0, 1, ... (2j = n = N - 2k) of a permutation-symmetric state, one block after the other in the
 * layout of multipoles.ts: solidCount(N) numbers, as many as there are moments.
 *
 * For rho = int P alpha(r) they are integrals over P: block k of alpha(r) is d_j D^k Sym^n((1 + r.sigma)/2), D = (1 - r^2)/4, and
 * in multipoles
 *
 *     V_klm = d_j sqrt(4 pi g_l(n)) int P r^l D^k G_{n-l}(D) Y_lm,   G_m = coefficient of t^m in (1 - t + D t^2)^-(l+1),
 *
 * divided by its value C(n, l) at D = 0. All terms of G_m = sum_b C(b + l, l) C(m - b + l, l) p^(m-b) (1 - p)^b, p = (1 + r)/2, are
 * positive. Scaled as on the sphere: sqrt(2) for m > 0.
 */
export function blockMultipoleStart(spins: number, block: number): number {
  // The sum of (N + 1 - 2i)^2 over i < block.
  return solidCount(spins) - solidCount(spins - 2 * block);
}

/** Above it conversions take more than a minute. */
const LARGEST_SPINS = 200;

/** @throws ResourceLimitError for more spins than the blocks of a density matrix are made for */
export function requireBlockSpins(spins: number): void {
  requireSpins(spins);
  if (spins <= LARGEST_SPINS) return;
  throw new ResourceLimitError({
    what: `the blocks of a density matrix are asked for at N = ${spins}, above the limit ${LARGEST_SPINS}`,
    remedy: "use moments, purity and Husimi function, which need no density matrix",
    value: spins,
    limit: LARGEST_SPINS,
  });
}

/** The density matrix of given multipoles of all blocks. */
export function blocksFromMultipoles(spins: number, multipoles: Float64Array): BlockDensityMatrix {
  const blocks = Array.from({ length: blockCountOf(spins) }, (_, k) =>
    fromMultipoles(
      spins - 2 * k,
      multipoles.subarray(blockMultipoleStart(spins, k), blockMultipoleStart(spins, k + 1)),
    ),
  );
  return { spins, blocks };
}

/** Multipoles of all blocks. Throws InputError where the blocks do not fit N. */
export function blockMultipoles(density: BlockDensityMatrix): Float64Array {
  requireBlockShape(density);
  const multipoles = new Float64Array(solidCount(density.spins));
  for (const [k, block] of density.blocks.entries()) {
    multipoles.set(multipolesOf(block), blockMultipoleStart(density.spins, k));
  }
  return multipoles;
}

/**
 * int P alpha(r) as a density matrix, P given by weights at points of the unit ball (3 numbers each): nothing cancels but what
 * weights of both signs make cancel. Cost: points x solidCount(N).
 *
 * @throws ResourceLimitError for too many spins, InputError for a point outside the ball
 */
export function mixProductStates(spins: number, points: Float64Array, weights: Float64Array): BlockDensityMatrix {
  requireBlockSpins(spins);
  requireInside(points);
  const sums = sumHarmonics(blockRadialFunctions(spins), points, weights);
  for (let k = 0; k < blockCountOf(spins); k++) {
    for (let l = 0; l <= spins - 2 * k; l++) {
      const start = blockMultipoleStart(spins, k) + l * l;
      for (let i = start + 1; i <= start + 2 * l; i++) sums[i]! *= Math.SQRT2;
    }
  }
  return blocksFromMultipoles(spins, sums);
}

/** How far outside the ball rounding may put a point. */
const BALL_TOLERANCE = 1e-12;

function requireInside(points: Float64Array): void {
  for (let at = 0; at < points.length; at += 3) {
    const length = Math.hypot(points[at]!, points[at + 1]!, points[at + 2]!);
    if (length <= 1 + BALL_TOLERANCE) continue;
    throw new InputError({
      what: `point ${at / 3} lies ${length} from the centre`,
      remedy: "give points inside the unit ball",
      value: length,
      limit: 1,
    });
  }
}

/** f_lk(r) of V_klm, from r^l (1 - r^2)^k and the recursion of G_m/C(m + l, l), which is stable and stays between 0 and 1. */
function blockRadialFunctions(spins: number): RadialFunctions {
  const countOf = (l: number): number => Math.floor((spins - l) / 2) + 1;
  const starts = new Int32Array(spins + 2);
  for (let l = 0; l <= spins; l++) starts[l + 1] = starts[l]! + countOf(l);
  const scales = blockScales(spins);
  const powers = new Float64Array((spins + 1) * POINT_BLOCK);
  const complements = new Float64Array(blockCountOf(spins) * POINT_BLOCK);
  return {
    degree: spins,
    count: countOf,
    rows: starts[spins + 1]!,
    row: (l) => starts[l]!,
    place: (l, k) => blockMultipoleStart(spins, k) + l * l,
    size: solidCount(spins),
    fill: (radii, weights, table) => {
      fillPowers(radii, weights, powers, complements);
      for (let l = 0; l <= spins; l++) {
        for (let i = 0; i < POINT_BLOCK; i++) {
          const d = Math.max(0, (1 - radii[i]!) * (1 + radii[i]!)) / 4;
          let before = 0;
          let value = powers[l * POINT_BLOCK + i]!;
          for (let m = 0; m <= spins - l; m++) {
            if (m > 0) {
              const next = value - ((d * (m + 2 * l) * (m - 1)) / ((m + l) * (m + l - 1) || 1)) * before;
              before = value;
              value = next;
            }
            if ((spins - l - m) % 2 !== 0) continue;
            const k = (spins - l - m) / 2;
            const scale = scales[blockMultipoleStart(spins, k) + l * l]!;
            table[(starts[l]! + k) * POINT_BLOCK + i] = scale * complements[k * POINT_BLOCK + i]! * value;
          }
        }
      }
    },
  };
}

/** w r^l and (1 - r^2)^k. */
function fillPowers(radii: Float64Array, weights: Float64Array, powers: Float64Array, complements: Float64Array): void {
  for (let i = 0; i < POINT_BLOCK; i++) {
    let power = weights[i]!;
    for (let at = i; at < powers.length; at += POINT_BLOCK, power *= radii[i]!) powers[at] = power;
    const complement = Math.max(0, (1 - radii[i]!) * (1 + radii[i]!));
    let product = 1;
    for (let at = i; at < complements.length; at += POINT_BLOCK, product *= complement) complements[at] = product;
  }
}

/** d_j 4^-k sqrt(4 pi g_l(n)) for each k and l, in the place of m = 0. */
export function blockScales(spins: number): Float64Array {
  const scales = new Float64Array(solidCount(spins));
  const degeneracies = logDegeneracies(spins);
  for (let k = 0; k < blockCountOf(spins); k++) {
    const weights = logPurityWeights(spins - 2 * k, spins - 2 * k);
    for (let l = 0; l <= spins - 2 * k; l++) {
      scales[blockMultipoleStart(spins, k) + multipoleIndex(l, 0)] =
        Math.sqrt(4 * Math.PI) * Math.exp(degeneracies[k]! - 2 * k * Math.LN2 + weights[l]! / 2);
    }
  }
  return scales;
}
