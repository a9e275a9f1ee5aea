import { multipoleScales } from "../state/blocks/multipoles.ts";
import type { Vector3 } from "../state/moments.ts";

/** P at the last time of an evolution. */
export interface FinalDensity<Space> {
  readonly space: Space;
  /** Nodal values; of little use where `multipoles` are there. */
  readonly density: () => Float64Array;
  /** Degree up to which the moments of P are those of the equation: of the band, or of the elements in the ball; null where the elements set none. */
  readonly degree: number | null;
  /** Multipoles of rho up to the lesser of N and the band (layout of state/blocks/multipoles.ts); null without functions of their own that P is sought in. */
  readonly multipoles: (() => Float64Array) | null;
  /** What P is yet to be turned by: it was followed in the frame that turns with this field. */
  readonly turn: { readonly field: Vector3; readonly time: number } | null;
}

/** Multipoles of rho from coefficients in a band of harmonics, whose layout is the same; degrees above N are gauge. */
export function multipolesOfBand(spins: number, degree: number, coefficients: Float64Array): Float64Array {
  const known = Math.min(spins, degree);
  const scales = multipoleScales(spins, known);
  const multipoles = coefficients.slice(0, (known + 1) ** 2);
  for (let l = 0; l <= known; l++) for (let k = l * l; k < (l + 1) ** 2; k++) multipoles[k]! *= scales[l]!;
  return multipoles;
}
