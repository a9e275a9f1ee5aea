import { InputError } from "../core/errors.ts";

/** The degree of a gauge filter's band, and that of the one that its error is estimated from. */
export interface BandPair {
  readonly degree: number;
  readonly compared: number;
  /**
   * What it is a band of, where not of plain harmonics or, in the ball, polynomials: polynomials in the plane that touches the sphere at a fixed point, or harmonics
   * of a sphere that a Moebius map has shifted.
   */
  readonly functions?: "tangentPlane" | "shiftedSphere";
}

/** Degree of the second band, which the error estimate compares with. */
export const comparedBand = (band: number): number => band + Math.max(2, Math.ceil(band / 5));

/** Throws InputError for a band that cannot hold the moments; `usual` says what to give instead. */
export function requireBand(degree: number, usual: string): number {
  if (Number.isInteger(degree) && degree >= 2) return degree;
  throw new InputError({
    what: `the band ${degree} is not an integer of at least 2`,
    remedy: `second moments need degree 2; ${usual}`,
    value: degree,
    limit: 2,
  });
}
