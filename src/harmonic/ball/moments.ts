import { solidIndex } from "../../core/solidHarmonics.ts";
import { logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { momentsFromIntegrals } from "../../state/integrals.ts";
import type { Observables, SpinMoments, Vector3 } from "../../state/moments.ts";
import { observables } from "../../state/observables.ts";
import type { SymmetricMatrix3 } from "../../state/squeezing.ts";
import { unknownScales } from "../harmonicState.ts";
import type { BallState } from "./ballState.ts";

/** int P r_k and int P r_k r_l, from n <= 2. For N = 1, which has no second moments, as if P were uniform on the sphere. */
export function integralsOfBall(state: BallState): { readonly mean: Vector3; readonly second: SymmetricMatrix3 } {
  const u = state.unknowns;
  const scales = unknownScales(state.spins, Math.min(2, state.band));
  // r Y_10 = sqrt(3/4pi) z, r Y_11 = -sqrt(3/8pi)(x + iy)
  const first = 1 / (scales[1]! * Math.sqrt(3 / (4 * Math.PI)));
  const linear = solidIndex(1, 1, 0);
  const mean: Vector3 = [-u[linear + 1]! * first, -u[linear + 2]! * first, u[linear]! * first];
  if (state.band < 2) return { mean, second: { square: [1 / 3, 1 / 3, 1 / 3], cross: [0, 0, 0] } };
  // r^2 Y_00 = sqrt(1/4pi) r^2, r^2 Y_20 = sqrt(5/16pi)(3z^2 - r^2), Y_21 = -sqrt(15/8pi)(x + iy)z, Y_22 = sqrt(15/32pi)(x + iy)^2
  const radial = (u[solidIndex(2, 0, 0)]! / scales[0]!) * Math.sqrt(4 * Math.PI);
  const at = solidIndex(2, 2, 0);
  const axial = u[at]! / (scales[2]! * Math.sqrt(5 / (16 * Math.PI)));
  const planar = 1 / (scales[2]! * Math.sqrt(15 / (16 * Math.PI)));
  const zz = (radial + axial) / 3;
  const difference = u[at + 3]! * planar;
  return {
    mean,
    second: {
      square: [(radial - zz + difference) / 2, (radial - zz - difference) / 2, zz],
      cross: [(u[at + 4]! * planar) / 2, (-u[at + 1]! * planar) / 2, (-u[at + 2]! * planar) / 2],
    },
  };
}

/** First and second spin moments. */
export function momentsOfBall(state: BallState): SpinMoments {
  const { mean, second } = integralsOfBall(state);
  return momentsFromIntegrals(state.spins, mean, second);
}

/**
 * tr rho^2 = 2^-N sum_n C(N,n) q_n; a band below N leaves out what lies above it, which may be nearly everything.
 *
 * ((1 + r.r')/2)^N = 2^-N sum_n C(N,n) (r.r')^n: products of different numbers of Pauli matrices are orthogonal.
 */
export function purityOfBall(state: BallState): number {
  const { spins } = state;
  let sum = 0;
  let log = -spins * Math.LN2;
  for (const [n, strength] of correlationStrengths(state).entries()) {
    if (n > 0) log += Math.log((spins - n + 1) / n);
    sum += Math.exp(log) * strength;
  }
  return sum;
}

/**
 * q_n = int int P(r) P(r') (r.r')^n for n <= band: the sum of the squares of all correlations <sigma x .. x sigma> of n given
 * spins, |r|^2n for a product state. With (cos)^n in Legendre polynomials it is diagonal in l and m,
 *
 *     q_n = sum_l 4 pi n!/(2^((n-l)/2) ((n-l)/2)! (n+l+1)!!) sum_m |p_nlm|^2
 */
function correlationStrengths({ spins, band, unknowns }: BallState): Float64Array {
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

/** Above it the terms of the tail are not added up one by one. */
const LONGEST_TAIL = 100_000;

/**
 * Estimate of what a band below N leaves out of the purity: two low bands may agree and both miss it. q_n goes on as a power
 * of its last ratio from degree to degree, and of the square root of that ratio: where P is broad the ratio still rises. At
 * least two degrees together, as all odd ones may vanish. 0 for the full band.
 */
export function purityBeyondBand(state: BallState): number {
  const { spins, band } = state;
  if (band === spins) return 0;
  const strengths = correlationStrengths(state);
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

/** Moments, purity and squeezing. */
export const observablesOfBall = (state: BallState): Observables =>
  observables(state.spins, momentsOfBall(state), purityOfBall(state));
