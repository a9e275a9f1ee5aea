import { ConvergenceError } from "../../core/errors.ts";
import { symmetricEigen } from "../../linalg/dense/symmetricEigen.ts";
import { ordinaryRounding } from "../../linalg/eigen/eigenvalueError.ts";
import { coefficientsOf, length, type Triple } from "../../model/secondOrder/coefficients.ts";
import { requireCollective, type SpinModel } from "../../model/spinModel.ts";
import { turnedToX } from "../../model/turnedField.ts";
import { type Modes, modesOf } from "../../state/modes.ts";
import { type Spectrum, type SpectrumSettings, spectrumSettings } from "../../state/spectrum.ts";
import { type BandSpectrum, type BandSpectrumOptions, spectrumInBand } from "../spectrumInBand.ts";
import { termsOf } from "../terms.ts";
import { harmonicGenerator, harmonicHierarchy } from "./hierarchy.ts";

export type HarmonicSpectrumOptions = BandSpectrumOptions;
export type HarmonicSpectrum = BandSpectrum;

/** Up to this N the whole hierarchy is taken. */
const WHOLE = 100;

/**
 * Band in units of sqrt(N) above that. In a list of 5 at N = 101, dephasing and pump 1, field 0.5, the two slowest modes have an error estimate of 0.2 with 3,
 * 5e-5 with 4.5 and 2e-11 with 6, in 3, 6 and 7 s; the next two 1, 7e-2 and 1e-3, so that a longer list asks for a wider band, and with 7.5 rounding is in
 * its way. More than the 4 of a steady state: modes beside a peak are wider in l. test/harmonic/sphere/spectrum.test.ts notices a narrower band.
 */
const WIDTHS = 6;

export const defaultBand = (spins: number): number => (spins <= WHOLE ? spins : Math.ceil(WIDTHS * Math.sqrt(spins)));

/**
 * Eigenvalues of the generator among the harmonics up to a band, the slowest or those near a place. With the full band they are those
 * of the Liouvillian in the symmetric subspace; below it the error estimates contain the distance to the eigenvalues with 4/5 of the band.
 *
 * @throws InputError where local rates are set or an option is out of range; ResourceLimitError where the predicted cost exceeds a
 *   limit; ConvergenceError where an error estimate is above the tolerance, or harmonics that the band cuts off may be slower than the list
 */
export function slowestModes(model: SpinModel, options: HarmonicSpectrumOptions = {}): HarmonicSpectrum {
  requireCollective(model);
  const settings = spectrumSettings(options);
  const band = options.band ?? defaultBand(model.spins);
  const spectrum = spectrumInBand(model, false, band, settings, (...asked) => modesInBand(model, ...asked));
  if (band < model.spins) requireFastRest(model, band, settings, spectrum);
  return spectrum;
}

function modesInBand(model: SpinModel, band: number, settings: SpectrumSettings): Modes {
  const turned = turnedToX(model);
  const matrix = harmonicGenerator(harmonicHierarchy(model.spins, band, termsOf(turned)), turned);
  return modesOf(model, matrix, ordinaryRounding, settings);
}

/**
 * Beyond the band the symmetric part of the generator is -(1/N) S_ab l_a l_b and, next to it in l, at most |w|/sqrt(3): nothing there
 * decays slower than the least of the first less twice the second. With s_1 <= s_2 <= s_3 the eigenvalues of S, S_ab l_a l_b is at least
 * s_1 l(l+1) + (s_2 - s_1)(l(l+1) - l_1^2), and l_1^2 at most l^2. Field and interaction are antisymmetric.
 */
function requireFastRest(
  model: SpinModel,
  band: number,
  { near }: SpectrumSettings,
  { eigenvalues }: Pick<Spectrum, "eigenvalues">,
): void {
  const { symmetric, skew } = coefficientsOf(model).collective;
  const [xx, yy, zz, xy, xz, yz] = symmetric;
  const [least, middle] = symmetricEigen(3, [xx, xy, xz, xy, yy, yz, xz, yz, zz]).values as unknown as Triple;
  const l = band + 1;
  const slowest = (least * l * l + middle * l) / model.spins - (2 * length(skew)) / Math.sqrt(3);
  const listed = Math.max(...eigenvalues.map(([real]) => Math.abs(real)));
  if (near === null && slowest > listed) return;
  if (near !== null && slowest > listed + Math.abs(near[0])) return;
  throw new ConvergenceError({
    what: `harmonics beyond the band ${band} may decay as slowly as ${Math.max(0, slowest).toPrecision(2)}, and the list goes up to ${listed.toPrecision(2)}`,
    remedy: "choose a higher band, or take the density matrix",
    value: slowest,
    limit: listed,
  });
}
