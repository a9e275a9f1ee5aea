import { InputError } from "../../core/errors.ts";
import { harmonicCount, harmonicIndex, logPurityWeights } from "../../core/sphericalHarmonics.ts";
import { multipoleIndex, multipolesOfHarmonics } from "../../state/blocks/multipoles.ts";
import type { Vector3 } from "../../state/moments.ts";
import { type BandState, requireBand } from "../band.ts";
import { coherentUnknowns, unknownsToBand } from "../symmetricStates.ts";

/**
 * A state in the symmetric subspace by the harmonics of its P-function up to `band` <= N; band = N is exact.
 *
 * `unknowns` are real and scaled by the purity weights, u_lm = sqrt(4 pi g_l) p_lm for m = 0 and sqrt(2) times its real and
 * imaginary part for m > 0. So |u|^2 = tr rho^2: the Euclidean norm of u is the Hilbert-Schmidt norm of rho. p_lm itself
 * grows without bound in l for states that are not classical; u never exceeds 1.
 *
 * Degrees follow one another, (band + 1)^2 unknowns: l owns the 2l + 1 entries from l^2 on, in the order m = 0, Re m = 1, Im m = 1, Re m = 2, ...
 */
export type HarmonicState = BandState;

/** Place of Re p_lm (0 <= m <= l) among the unknowns; Im p_lm, m > 0, follows it. */
export const unknownIndex = multipoleIndex;

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

/** The generalised coherent state along `direction` (any length but 0): P is a delta function there. */
export const coherentHarmonics = (spins: number, direction: Vector3, band: number = spins): HarmonicState => ({
  spins,
  band,
  unknowns: coherentUnknowns(spins, direction, band),
});

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
  return { spins: state.spins, band, unknowns: unknownsToBand(state.unknowns, band) };
}
