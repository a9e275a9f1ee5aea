import { brief } from "../../../../core/brief.ts";
import type { SphereMoments } from "../../certificate.ts";
import type { Mirrors } from "../mirrors.ts";
import { addUp, type Mixture } from "../mixture.ts";
import { spherePolynomial } from "../polynomial.ts";
import type { PointMoments } from "../scale.ts";
import { classical, type PointVerdict, undecided } from "../verdict.ts";
import { provenWitness } from "../witness.ts";
import { axialForm, leastAxial } from "./axialForm.ts";
import { pointsOnRings, type Rings, ringsOf } from "./rings.ts";

/** Points of more spins take minutes to add up; errors of the state, magnified 2^N times, leave nothing to prove long before. */
const MOST_SPINS = 200;

/** Shares of the largest white noise that are tried beside the rings: the first leaves the most room on both sides. */
const NOISE_SHARES = [0.5, 0.9];

/** Turning about z leaves it as it is: no multipole with m > 0 is longer than what they may be off by. */
export function isAxial({ band, multipoles, error }: SphereMoments): boolean {
  let square = 0;
  for (let l = 1; l <= band; l++) for (let a = l * l + 1; a < (l + 1) ** 2; a++) square += multipoles[a]! ** 2;
  return Math.sqrt(square) <= error;
}

/**
 * A mixture of such a state may be turned by all angles and keeps its moments: rings are enough, and so are witnesses that depend on z alone.
 * The largest white noise beside the rings is then an eigenvalue, the rings are those of a quadrature, and no linear programme is needed.
 */
export function axialCertificate(given: SphereMoments, moments: PointMoments, late: () => boolean): PointVerdict {
  const { degree, values, scales } = moments;
  const known = given.band === given.spins;
  if (degree > MOST_SPINS)
    return undecided(`rings of product states are sought for up to ${MOST_SPINS} spins`, null, null);
  const zonal = Float64Array.from({ length: degree + 1 }, (_, l) => values[l * l]!);
  const least = leastAxial(axialForm(zonal));
  const witness = least.value < 0 ? witnessOf(least.coefficients, moments, late) : null;
  if (witness !== null) return witness;
  if (!known) return undecided(`the moments above degree ${given.band} are not known`, null, null);
  for (const share of NOISE_SHARES) {
    const noise = share * least.value;
    if (late()) return undecided("the time is up", null, null);
    if (!(noise > moments.reach)) continue;
    const rings = ringsOf(
      zonal.map((value, l) => (l === 0 ? value - noise : value)),
      new Float64Array(degree + 1).fill(1),
    );
    const mixture = mixtureOf(rings, noise, moments);
    if (mixture.uniform > mixture.reach) return classical(mixture);
  }
  const rings = ringsOf(zonal, scales);
  const total = rings.weights.reduce((sum, weight) => sum + weight, 0);
  const weights = rings.weights.map((weight) => weight / total);
  const mixture = mixtureOf({ ...rings, weights }, 0, moments);
  return undecided(
    `no margin: the white noise beside rings about z is at most ${brief(least.value)}, the errors of the state reach ${brief(moments.reach)}; ${weights.length} rings without any leave ${brief(mixture.residual)}`,
    [0, mixture.reach],
    mixture.traceDistance,
  );
}

function mixtureOf(rings: Rings, noise: number, moments: PointMoments): Mixture {
  const { points, weights } = pointsOnRings(rings, moments.degree);
  return addUp(moments, points, weights, noise);
}

/** T depends on z alone, so it has the mirrors x -> -x and y -> -y. */
const AXIAL_MIRRORS: Mirrors = [true, true, false];

function witnessOf(zonal: Float64Array, moments: PointMoments, late: () => boolean) {
  const coefficients = new Float64Array(moments.values.length);
  for (let l = 0; l < zonal.length; l++) coefficients[l * l] = zonal[l]!;
  coefficients[0] = 1;
  return provenWitness(spherePolynomial(moments.degree, coefficients), 0, moments, AXIAL_MIRRORS, late);
}
