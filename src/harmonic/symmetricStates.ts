import { InputError } from "../core/errors.ts";
import { recursionCoefficient } from "../core/harmonicRecursion.ts";
import { evaluateHarmonics, harmonicCount } from "../core/sphericalHarmonics.ts";
import type { StatePart } from "../model/initialState.ts";
import { dickeMultipoles, multipolesOfHarmonics } from "../state/blocks/multipoles.ts";
import type { Vector3 } from "../state/moments.ts";
import { requireBand } from "./band.ts";
import { neighbourScale } from "./ladder.ts";

// States of the symmetric subspace by the harmonics of a P-function on the sphere: the hierarchy of the sphere starts from them, and
// that of the ball, where r^n = 1. They are scaled as in state/blocks/multipoles.ts: (band + 1)^2 numbers, |u|^2 = tr rho^2.

/**
 * The unknowns up to `band` of a state of the symmetric subspace: a coherent or thermal one, or a Dicke state of j = N/2.
 *
 * @throws InputError for a state inside the ball
 */
export function symmetricUnknowns(spins: number, part: StatePart, band: number): Float64Array {
  if (part.kind === "coherent") return coherentUnknowns(spins, part.direction, band);
  if (part.kind === "thermal") return thermalUnknowns(spins, part.ratio, band);
  requireBand(spins, band);
  if (part.kind === "dicke" && 2 * part.j! === spins) return dickeMultipoles(spins, part.m, band);
  if (part.kind === "moments" && part.domain === "sphere") return unknownsToBand(part.unknowns, band);
  throw new InputError({
    what: "the initial state lies inside the ball, outside the symmetric subspace",
    remedy: "use the method of the ball",
    value: part.kind,
  });
}

/** Cut off, or continued by zeros (which is exact only where those harmonics vanish). */
export function unknownsToBand(unknowns: Float64Array, band: number): Float64Array {
  const resized = new Float64Array((band + 1) ** 2);
  resized.set(unknowns.subarray(0, Math.min(unknowns.length, resized.length)));
  return resized;
}

/**
 * The generalised coherent state along `direction` (any length but 0): P is a delta function there, p_lm = Y_lm.
 *
 * @throws InputError for a direction of length 0 or not finite
 */
export function coherentUnknowns(spins: number, direction: Vector3, band: number): Float64Array {
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
  return multipolesOfHarmonics(spins, band, real, imaginary);
}

/**
 * Thermal state of the symmetric subspace: rho is diagonal in J_z with <m|rho|m> ~ ratio^m. It is the steady state for a
 * field along z and k_+/k_- = `ratio`; at temperature T of H = B_z J_z, ratio = exp(-B_z/T). `ratio` from 0 (all spins
 * down) to Infinity (all up).
 *
 * The axial harmonics obey a recurrence of three terms; read from l = N downwards as a continued fraction it adds numbers
 * of one sign only.
 */
export function thermalUnknowns(spins: number, ratio: number, band: number = spins): Float64Array {
  requireBand(spins, band);
  if (!(ratio >= 0))
    throw new InputError({
      what: `population ratio ${ratio} is not in 0 .. Infinity`,
      remedy: "give k_+/k_-, or exp(-level spacing/temperature)",
      value: ratio,
      limit: 0,
    });
  // k_- + k_+ and k_- - k_+ in the unit of the larger of the two.
  const sum = ratio <= 1 ? 1 + ratio : 1 + 1 / ratio;
  const difference = ratio <= 1 ? 1 - ratio : 1 / ratio - 1;
  const unknowns = new Float64Array((band + 1) ** 2);
  let quotient = 0;
  for (let l = spins; l >= 1; l--) {
    const up = l < spins ? difference * recursionCoefficient(l + 1, 0) * l * neighbourScale(spins, l) : 0;
    const down = difference * recursionCoefficient(l, 0) * (l + 1) * neighbourScale(spins, l - 1);
    // -sum l(l+1)/N u_l + up u_{l+1} - down u_{l-1} = 0, and quotient = u_{l+1}/u_l has the sign of -difference.
    quotient = -down / ((sum * l * (l + 1)) / spins - up * quotient);
    if (l <= band) unknowns[l * l] = quotient;
  }
  unknowns[0] = 1 / Math.sqrt(spins + 1);
  for (let l = 1; l <= band; l++) unknowns[l * l]! *= unknowns[(l - 1) ** 2]!;
  return unknowns;
}
