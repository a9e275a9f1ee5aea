import { InputError } from "../core/errors.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { notUniqueInPractice } from "../model/uniqueness.ts";

/**
 * Eigenvalues of the generator nearest to zero, which are the Liouvillian's in the symmetric subspace: -real part is a rate
 * of relaxation, |imaginary part| a frequency, in the unit of the rates.
 */
export interface Spectrum {
  readonly method: "fem" | "harmonic" | "dicke";
  /** [real, imaginary] by modulus, the zero of the steady state first; of a pair the positive imaginary part comes first. */
  readonly eigenvalues: readonly (readonly [number, number])[];
  /** Relative backward error of each 1/eigenvalue, |B x - x/lambda| |lambda| for the inverse B; 0 for the zero. */
  readonly residuals: readonly number[];
}

/** Eigenvalues with the exact zero before them, as `Spectrum` has them. */
export function withZero(
  found: { readonly real: Float64Array; readonly imaginary: Float64Array; readonly residuals: Float64Array } | null,
): Pick<Spectrum, "eigenvalues" | "residuals"> {
  const eigenvalues: (readonly [number, number])[] = [[0, 0]];
  if (found === null) return { eigenvalues, residuals: [0] };
  found.real.forEach((real, k) => {
    eigenvalues.push([real, found.imaginary[k]!]);
  });
  return { eigenvalues, residuals: [0, ...found.residuals] };
}

/** Distance of each eigenvalue to the nearest of the others. */
export const distancesToNearest = (
  eigenvalues: Spectrum["eigenvalues"],
  others: Spectrum["eigenvalues"],
): readonly number[] =>
  eigenvalues.map(([re, im]) => Math.min(...others.map((other) => Math.hypot(re - other[0], im - other[1]))));

/** @throws InputError for a number of eigenvalues below 1 */
export function requireModeCount(count: number): void {
  if (Number.isInteger(count) && count >= 1) return;
  throw new InputError({
    what: `${count} eigenvalues are asked for`,
    remedy: "ask for 1, the zero of the steady state, or more",
    value: count,
    limit: 1,
  });
}

/** Share of the norm of the generator below which an eigenvalue is rounding. */
const smallestShare = 64 * Number.EPSILON;

/**
 * @throws NotUniqueError where the second eigenvalue cannot be told from zero in double precision; `norm` is that of the
 *   generator
 */
export function requireSimpleZero(
  model: SpinModel,
  { eigenvalues }: Pick<Spectrum, "eigenvalues">,
  norm: number,
): void {
  const second = eigenvalues[1];
  if (second === undefined || Math.hypot(...second) >= smallestShare * norm) return;
  throw notUniqueInPractice(model, "modulus of the second eigenvalue", Math.hypot(...second), smallestShare * norm);
}
