import { ResourceLimitError } from "../../core/errors.ts";
import { evaluateHarmonics, harmonicCount, harmonicIndex, synthesizeHarmonics } from "../../core/sphericalHarmonics.ts";
import { multipoleIndex, multipoleScales } from "../../state/blocks/multipoles.ts";
import type { SphereMoments } from "../certificate/certificate.ts";

/** P with harmonics up to one degree alone: the gauge in which all that is above is 0. */
export interface BandDensity {
  readonly band: number;
  /** P at points of the unit sphere, three numbers each, into `out`. */
  readonly fill: (points: Float64Array, out: Float64Array) => void;
  /** P at one point. */
  readonly at: (point: ArrayLike<number>) => number;
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
  const real = new Float64Array(harmonicCount(band));
  const imaginary = new Float64Array(harmonicCount(band));
  for (let l = 0; l <= band; l++) {
    real[harmonicIndex(l, 0)] = multipoles[multipoleIndex(l, 0)]! / scales[l]!;
    for (let m = 1; m <= l; m++) {
      const at = multipoleIndex(l, m);
      real[harmonicIndex(l, m)] = (multipoles[at]! * Math.SQRT1_2) / scales[l]!;
      imaginary[harmonicIndex(l, m)] = (multipoles[at + 1]! * Math.SQRT1_2) / scales[l]!;
    }
  }
  const ofPoint = { real: new Float64Array(real.length), imaginary: new Float64Array(real.length) };
  return {
    band,
    error: (Math.sqrt(4 * Math.PI) * error) / least,
    fill: (points, out) => synthesizeHarmonics(band, real, imaginary, points, out),
    at: (point) => {
      evaluateHarmonics(band, point[0]!, point[1]!, point[2]!, ofPoint.real, ofPoint.imaginary);
      let sum = 0;
      for (let l = 0, k = 0; l <= band; l++) {
        for (let m = 0; m <= l; m++, k++) {
          const part = real[k]! * ofPoint.real[k]! + imaginary[k]! * ofPoint.imaginary[k]!;
          sum += m === 0 ? part : 2 * part;
        }
      }
      return sum;
    },
  };
}

/** The highest band whose P is known to `wanted` in int |dP|; 0, the uniform P, at least. */
export function knownBand({ spins, band, error }: SphereMoments, wanted: number): number {
  const scales = multipoleScales(spins, band);
  let highest = band;
  while (highest > 0 && !(Math.sqrt(4 * Math.PI) * error <= wanted * scales[highest]!)) highest--;
  return highest;
}
