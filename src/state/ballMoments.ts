import { solidCount, solidIndex } from "../core/solidHarmonics.ts";
import { logPurityWeights } from "../core/sphericalHarmonics.ts";
import { multipoleIndex, multipoleScales } from "./blocks/multipoles.ts";

/**
 * A permutation-symmetric state by the moments p_nlm = int P r^n Y_lm of its P-function in the ball, n <= `band` <= N, n - l
 * even. There are (N+1)(N+2)(N+3)/6 of them up to N, as many as there are permutation-symmetric operators: band = N is exact.
 *
 * `unknowns` are real, in the layout of core/solidHarmonics.ts, and scaled as on the sphere: u_nlm = sqrt(4 pi g_l) p_nlm for
 * m = 0, and sqrt(2) times its real and imaginary part for m > 0, g_l = (N!)^2 / ((N-l)! (N+l+1)!).
 */
export interface BallMoments {
  readonly spins: number;
  readonly band: number;
  /** solidCount(band) entries; the first is 1/sqrt(N + 1), which says that int P = 1. */
  readonly unknowns: Float64Array;
}

/**
 * From p_nlm = int P r^n Y_lm (solidCount(band) real numbers, in the layout of core/solidHarmonics.ts) of a density of any
 * mass other than 0, which becomes 1.
 */
export function ballMomentsFromSums(spins: number, band: number, sums: Float64Array): BallMoments {
  const mass = sums[0]! * Math.sqrt(4 * Math.PI);
  const scales = multipoleScales(spins, band).map((scale) => scale / mass);
  const unknowns = sums.slice(0, solidCount(band));
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const start = solidIndex(n, l, 0);
      unknowns[start]! *= scales[l]!;
      for (let i = start + 1; i <= start + 2 * l; i++) unknowns[i]! *= Math.SQRT2 * scales[l]!;
    }
  }
  return { spins, band, unknowns };
}

/** Of a state on the sphere, where r^n = 1, from its unknowns (layout of blocks/multipoles.ts) up to degree `band`. */
export function ballMomentsOnSphere(spins: number, band: number, onSphere: Float64Array): BallMoments {
  const unknowns = new Float64Array(solidCount(band));
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const from = multipoleIndex(l, 0);
      unknowns.set(onSphere.subarray(from, from + 2 * l + 1), solidIndex(n, l, 0));
    }
  }
  return { spins, band, unknowns };
}

/**
 * q_n = int int P(r) P(r') (r.r')^n for n <= band: the sum of the squares of all correlations <sigma x .. x sigma> of n given
 * spins, |r|^2n for a product state. With (cos)^n in Legendre polynomials it is diagonal in l and m,
 *
 *     q_n = sum_l 4 pi n!/(2^((n-l)/2) ((n-l)/2)! (n+l+1)!!) sum_m |p_nlm|^2
 */
export function correlationStrengths({ spins, band, unknowns }: BallMoments): Float64Array {
  const sphere = logPurityWeights(spins, band);
  const logFactorials = new Float64Array(band + 1);
  const logDoubleFactorials = new Float64Array(2 * band + 2);
  for (let k = 1; k <= band; k++) logFactorials[k] = logFactorials[k - 1]! + Math.log(k);
  for (let k = 2; k <= 2 * band + 1; k++) logDoubleFactorials[k] = logDoubleFactorials[k - 2]! + Math.log(k);
  const strengths = new Float64Array(band + 1);
  for (let n = 0; n <= band; n++) {
    for (let l = n % 2; l <= n; l += 2) {
      const pairs = (n - l) / 2;
      const log = logFactorials[n]! - pairs * Math.LN2 - logFactorials[pairs]! - logDoubleFactorials[n + l + 1]!;
      const start = solidIndex(n, l, 0);
      let power = 0;
      for (let i = start; i <= start + 2 * l; i++) power += unknowns[i]! ** 2;
      strengths[n]! += Math.exp(log - sphere[l]!) * power;
    }
  }
  return strengths;
}

/**
 * tr rho^2 = 2^-N sum_n C(N,n) q_n; a band below N leaves out what lies above it, which may be nearly everything.
 *
 * ((1 + r.r')/2)^N = 2^-N sum_n C(N,n) (r.r')^n: products of different numbers of Pauli matrices are orthogonal.
 */
export function purityOfStrengths(spins: number, strengths: Float64Array): number {
  let sum = 0;
  let log = -spins * Math.LN2;
  for (const [n, strength] of strengths.entries()) {
    if (n > 0) log += Math.log((spins - n + 1) / n);
    sum += Math.exp(log) * strength;
  }
  return sum;
}

/** Above it the terms of the tail are not added up one by one. */
const LONGEST_TAIL = 100_000;

/**
 * Estimate of what strengths up to a degree below N leave out of the purity: two low bands may agree and both miss it. q_n
 * goes on as a power of its last ratio from degree to degree, and of the square root of that ratio: where P is broad the ratio
 * still rises. At least two degrees together, as all odd ones may vanish. 0 for the full band.
 */
export function purityBeyondStrengths(spins: number, strengths: Float64Array): number {
  const band = strengths.length - 1;
  if (band >= spins) return 0;
  const last = Math.max(strengths[band]!, strengths[band - 1]!);
  if (last === 0) return 0;
  const before = Math.max(strengths[band - 2]!, strengths[Math.max(0, band - 3)]!);
  const ratio = last < before ? (last / before) ** 0.25 : 1;
  if (spins > LONGEST_TAIL) {
    // All degrees, those below the band too: sum_n C(N,n) ratio^n = (1 + ratio)^N.
    return last * Math.exp(spins * Math.log((1 + ratio) / 2) - band * Math.log(ratio));
  }
  let sum = 0;
  let log = -spins * Math.LN2;
  for (let n = 1; n <= spins; n++) {
    log += Math.log((spins - n + 1) / n);
    if (n > band) sum += Math.exp(log + (n - band) * Math.log(ratio));
  }
  return last * sum;
}
