import { InputError } from "../core/errors.ts";

/** A state by its unknowns up to a band: on the sphere and in the ball they have the same fields, and mean different moments. */
export interface BandState {
  readonly spins: number;
  /** Highest degree kept, at most N; N is exact. */
  readonly band: number;
  readonly unknowns: Float64Array;
}

/** @throws InputError where the band is no integer from 2 (1 for a single spin) to N */
export function requireBand(spins: number, band: number): void {
  if (Number.isInteger(band) && band >= Math.min(2, spins) && band <= spins) return;
  throw new InputError({
    what: `band ${band} is not an integer from ${Math.min(2, spins)} (second moments) to N = ${spins}`,
    remedy: "degrees above N are gauge: they change no observable",
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
