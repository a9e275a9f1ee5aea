import { ResourceLimitError } from "../../core/errors.ts";
import { multipoleCount, multipoleScales } from "../../state/blocks/multipoles.ts";
import type { SphereMoments } from "../certificate/certificate.ts";
import { type HarmonicFunction, harmonicFunction } from "../levelSet/harmonicFunction.ts";

/** P with harmonics up to one degree alone: the gauge in which all that is above is 0. */
export interface BandDensity extends HarmonicFunction {
  readonly band: number;
  /** Bound of int |dP| for what the multipoles may be off by. */
  readonly error: number;
}

/**
 * P of a state in a band of harmonics: p_lm = u_lm / sqrt(4 pi g_l). An error of the multipoles of length e is one of P of at most
 * e / sqrt(4 pi g_L) in the mean square, and sqrt(4 pi) times that in int |dP|: high degrees are magnified, 2^N times at L = N.
 *
 * @param band at most that of the moments
 * @throws ResourceLimitError where the magnification leaves the range of doubles
 */
export function bandDensity({ spins, multipoles, error }: SphereMoments, band: number): BandDensity {
  const scales = multipoleScales(spins, band);
  const least = scales[band]!;
  if (!(least > 1e-150)) {
    throw new ResourceLimitError({
      what: `the harmonics of P up to degree ${band} of ${spins} spins leave the range of doubles`,
      remedy: "ask for a lower band",
      value: band,
    });
  }
  const coefficients = multipoles.slice(0, multipoleCount(band));
  for (let l = 0; l <= band; l++) {
    for (let at = l * l; at < (l + 1) ** 2; at++) coefficients[at]! /= scales[l]!;
  }
  return { band, error: (Math.sqrt(4 * Math.PI) * error) / least, ...harmonicFunction(band, coefficients) };
}

/** The highest band whose P is known to `wanted` in int |dP|; 0, the uniform P, at least. */
export function knownBand({ spins, band, error }: SphereMoments, wanted: number): number {
  const scales = multipoleScales(spins, band);
  let highest = band;
  while (highest > 0 && !(Math.sqrt(4 * Math.PI) * error <= wanted * scales[highest]!)) highest--;
  return highest;
}
