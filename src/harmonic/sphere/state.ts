import { InputError } from "../../core/errors.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex, logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { multipoleIndex, multipoleScales, multipolesOfHarmonics } from "../../state/blocks/multipoles.ts";
import type { Vector3 } from "../../state/moments.ts";

/**
 * A state in the symmetric subspace by the harmonics of its P-function up to `band` <= N; band = N is exact.
 *
 * `unknowns` are real and scaled by the purity weights, u_lm = sqrt(4 pi g_l) p_lm for m = 0 and sqrt(2) times its real and
 * imaginary part for m > 0. So |u|^2 = tr rho^2: the Euclidean norm of u is the Hilbert-Schmidt norm of rho. p_lm itself
 * grows without bound in l for states that are not classical; u never exceeds 1.
 *
 * Degrees follow one another: l owns the 2l + 1 entries from l^2 on, in the order m = 0, Re m = 1, Im m = 1, Re m = 2, ...
 */
export interface HarmonicState {
  readonly spins: number;
  readonly band: number;
  /** (band + 1)^2 entries. */
  readonly unknowns: Float64Array;
}

/** Place of Re p_lm (0 <= m <= l) among the unknowns; Im p_lm, m > 0, follows it. */
export const unknownIndex = multipoleIndex;

/** @throws InputError where the band is no integer from 2 (1 for a single spin) to N */
export function requireBand(spins: number, band: number): void {
  if (Number.isInteger(band) && band >= Math.min(2, spins) && band <= spins) return;
  throw new InputError({
    what: `band ${band} is not an integer from ${Math.min(2, spins)} (second moments) to N = ${spins}`,
    remedy: "harmonics above N are gauge: they change no observable",
    value: band,
    limit: spins,
  });
}

/**
 * 4/5 of a band below N, whose solution tells what the cut leaves out; at least 2.
 * @throws InputError for the band 2, which has no such companion
 */
export function comparisonBand(band: number): number {
  if (band >= 3) return Math.floor(0.8 * band);
  throw new InputError({
    what: `band ${band} is below 3, and there is no lower band to estimate its error with`,
    remedy: "choose a higher band; 5 sqrt(N) is often enough",
    value: band,
    limit: 3,
  });
}

/** sqrt(4 pi g_l) for l = 0..band: from p_l0 to the unknown. */
export const unknownScales = multipoleScales;

/**
 * From packed p_lm = int P Y_lm, m >= 0 (the layout of core/sphericalHarmonics.ts), at least harmonicCount(band) entries.
 * @throws InputError where p_00 is not 1/sqrt(4 pi) within 1e-10, so that int P is not 1
 */
export function harmonicStateFromCoefficients(
  spins: number,
  band: number,
  real: Float64Array,
  imaginary: Float64Array,
): HarmonicState {
  requireBand(spins, band);
  const mass = real[0]! * Math.sqrt(4 * Math.PI);
  if (real.length < harmonicCount(band) || imaginary.length < harmonicCount(band))
    throw new InputError({
      what: `coefficients have ${Math.min(real.length, imaginary.length)} entries, band ${band} has ${harmonicCount(band)}`,
      remedy: "size both arrays with harmonicCount(band)",
      value: Math.min(real.length, imaginary.length),
      limit: harmonicCount(band),
    });
  if (!(Math.abs(mass - 1) <= 1e-10))
    throw new InputError({
      what: `int P is ${mass}, not 1`,
      remedy: "divide the coefficients by sqrt(4 pi) p_00",
      value: mass,
      limit: 1,
    });
  return { spins, band, unknowns: multipolesOfHarmonics(spins, band, real, imaginary) };
}

/**
 * Packed p_lm = int P Y_lm, m >= 0, up to `band` (default: that of the state).
 * @throws InputError where a coefficient leaves the range of doubles: a non-classical P at high l and large N
 */
export function harmonicCoefficients(
  state: HarmonicState,
  band: number = state.band,
): { readonly real: Float64Array; readonly imaginary: Float64Array } {
  requireBand(state.spins, band);
  const logs = logPurityWeights(state.spins, band);
  const real = new Float64Array(harmonicCount(band));
  const imaginary = new Float64Array(harmonicCount(band));
  for (let l = 0; l <= Math.min(band, state.band); l++) {
    // Two factors, because the weight itself may underflow where the coefficient does not overflow.
    const half = Math.exp(-logs[l]! / 4);
    const convert = (unknown: number): number => ((unknown * half) / Math.sqrt(4 * Math.PI)) * half;
    real[harmonicIndex(l, 0)] = convert(state.unknowns[l * l]!);
    for (let m = 1; m <= l; m++) {
      const at = unknownIndex(l, m);
      real[harmonicIndex(l, m)] = convert(state.unknowns[at]!) / Math.SQRT2;
      imaginary[harmonicIndex(l, m)] = convert(state.unknowns[at + 1]!) / Math.SQRT2;
    }
    const last = real[harmonicIndex(l, l)]! + imaginary[harmonicIndex(l, l)]!;
    if (!Number.isFinite(last) || !Number.isFinite(half * half))
      throw new InputError({
        what: `harmonics of degree ${l} of this P-function are too large for a double`,
        remedy: `ask for coefficients up to l = ${l - 1} only`,
        value: l,
        limit: l - 1,
      });
  }
  return { real, imaginary };
}

/** The generalised coherent state along `direction` (any length but 0): P is a delta function there, p_lm = Y_lm. */
export function coherentHarmonics(spins: number, direction: Vector3, band: number = spins): HarmonicState {
  requireBand(spins, band);
  const length = Math.hypot(...direction);
  if (!(length > 0 && length < Number.POSITIVE_INFINITY))
    throw new InputError({
      what: `direction (${direction.join(", ")}) has length ${length}`,
      remedy: "give the direction of the coherent state as a vector other than zero",
      value: length,
    });
  const real = new Float64Array(harmonicCount(band));
  const imaginary = new Float64Array(harmonicCount(band));
  evaluateHarmonics(band, direction[0] / length, direction[1] / length, direction[2] / length, real, imaginary);
  return { spins, band, unknowns: multipolesOfHarmonics(spins, band, real, imaginary) };
}

/** The maximally mixed state of the symmetric subspace: P uniform. */
export function uniformHarmonics(spins: number, band: number = spins): HarmonicState {
  requireBand(spins, band);
  const unknowns = new Float64Array((band + 1) ** 2);
  unknowns[0] = 1 / Math.sqrt(spins + 1);
  return { spins, band, unknowns };
}

/**
 * Mixture of states of equal N and band, with `weights` of sum 1.
 * @throws InputError where they do not match or the weights do not add up to 1
 */
export function mixHarmonics(states: readonly HarmonicState[], weights: readonly number[]): HarmonicState {
  const first = states[0];
  const sum = weights.reduce((a, b) => a + b, 0);
  if (
    first === undefined ||
    states.length !== weights.length ||
    states.some((state) => state.spins !== first.spins || state.band !== first.band)
  )
    throw new InputError({
      what: `${states.length} states and ${weights.length} weights do not make a mixture`,
      remedy: "give one weight a state, and states of equal N and band",
      value: states.length,
      limit: weights.length,
    });
  if (!(Math.abs(sum - 1) <= 1e-12))
    throw new InputError({
      what: `the weights add up to ${sum}`,
      remedy: "divide them by their sum",
      value: sum,
      limit: 1,
    });
  const unknowns = new Float64Array(first.unknowns.length);
  for (const [k, state] of states.entries())
    for (let i = 0; i < unknowns.length; i++) unknowns[i]! += weights[k]! * state.unknowns[i]!;
  return { spins: first.spins, band: first.band, unknowns };
}

/** The same state with another band: cut off, or continued by zeros (which is exact only where those harmonics vanish). */
export function withBand(state: HarmonicState, band: number): HarmonicState {
  requireBand(state.spins, band);
  const unknowns = new Float64Array((band + 1) ** 2);
  unknowns.set(state.unknowns.subarray(0, Math.min(unknowns.length, state.unknowns.length)));
  return { spins: state.spins, band, unknowns };
}
