import { symmetricEigen } from "../../linalg/dense/symmetricEigen.ts";
import type { SpinMoments, Squeezing } from "../../state/moments.ts";
import { squeezing } from "../../state/squeezing.ts";
import type { MomentErrors } from "./pairCorrelations.ts";

/** Bounds of what xi_S^2 and xi_R^2 are off by; infinite where the direction of the mean spin is not known. */
export interface SqueezingBounds {
  readonly values: Squeezing;
  readonly kitagawaUeda: number;
  readonly wineland: number;
}

/**
 * Both squeezing parameters with error bounds. With S the second moments, G = S - m m^T and dm, dS the errors: turning the plane across the computed mean to the one
 * across the right mean, by an angle of sine at most |dm|/|m|, moves n^T G n by at most the range of G times that sine, and n^T S n = n^T G n + (n.m)^2 with
 * |n.m| <= |dm| there, so that lambda is off by at most |dS| + |dm|^2 + range(G) |dm|/|m|.
 *
 * @param known values that a road has from central moments; what they differ by from those of raw moments is added
 */
export function squeezingBounds(
  spins: number,
  moments: SpinMoments,
  errors: MomentErrors,
  known: Squeezing = squeezing(spins, moments.mean, moments),
): SqueezingBounds {
  const { mean, square, cross } = moments;
  const raw = squeezing(spins, mean, moments);
  const length = Math.hypot(...mean);
  const rounding = 16 * Number.EPSILON;
  const meanError = Math.hypot(...errors.mean) + rounding;
  const unknown = { values: known, kitagawaUeda: Number.POSITIVE_INFINITY, wineland: Number.POSITIVE_INFINITY };
  if (known.kitagawaUeda === null || known.wineland === null || raw.kitagawaUeda === null || raw.wineland === null)
    return unknown;
  if (!(meanError < length)) return unknown;
  const [xx, yy, zz] = square;
  const [xy, xz, yz] = cross;
  const second = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  const central = second.map((value, at) => value - mean[Math.floor(at / 3)]! * mean[at % 3]!);
  const { values } = symmetricEigen(3, central);
  const secondError = Math.hypot(...errors.square, Math.SQRT2 * Math.hypot(...errors.cross)) + rounding;
  const kitagawaUeda =
    spins * (secondError + meanError ** 2 + ((values[2]! - values[0]!) * meanError) / length) +
    Math.abs(known.kitagawaUeda - raw.kitagawaUeda);
  // Between its values at the ends of both intervals.
  const highest = (known.kitagawaUeda + kitagawaUeda) / (length - meanError) ** 2;
  const lowest = (known.kitagawaUeda - kitagawaUeda) / (length + meanError) ** 2;
  const wineland = Math.max(highest - known.wineland, known.wineland - lowest);
  return { values: known, kitagawaUeda, wineland };
}
