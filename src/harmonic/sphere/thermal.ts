import { InputError } from "../../core/errors.ts";
import { recursionCoefficient } from "../../core/harmonicRecursion.ts";
import { neighbourScale } from "./hierarchy.ts";
import { type HarmonicState, requireBand } from "./state.ts";

/**
 * Thermal state of the symmetric subspace: rho is diagonal in J_z with <m|rho|m> ~ ratio^m. It is the steady state for a
 * field along z and k_+/k_- = `ratio`; at temperature T of H = B_z J_z, ratio = exp(-B_z/T). `ratio` from 0 (all spins
 * down) to Infinity (all up).
 *
 * The axial harmonics obey a recurrence of three terms; read from l = N downwards as a continued fraction it adds numbers
 * of one sign only.
 */
export function thermalHarmonics(spins: number, ratio: number, band: number = spins): HarmonicState {
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
  return { spins, band, unknowns };
}
