import type { SphereMoments } from "../certificate.ts";
import { errorAgainst } from "../stateError.ts";
import type { WitnessMultipoles } from "./squareMultipoles.ts";

/** int P T of a state over that of white noise, and how far it may be off. */
export interface WitnessValue {
  readonly value: number;
  readonly errorBound: number;
}

/** The error of the state by the norm of the operator, in all or of each degree, and rounding. */
export function witnessValue(moments: SphereMoments, { values, errors }: WitnessMultipoles): WitnessValue {
  const { spins, band, multipoles } = moments;
  const white = values[0]! / Math.sqrt(spins + 1);
  let sum = 0;
  let size = 0;
  let rounding = 0;
  const lengths = new Float64Array(band + 1);
  for (let l = 0; l * l < values.length; l++) {
    for (let a = l * l; a < (l + 1) ** 2; a++) {
      const term = values[a]! * multipoles[a]!;
      sum += term;
      size += Math.abs(term);
      rounding += errors[a]! * Math.abs(multipoles[a]!);
      lengths[l] = Math.hypot(lengths[l]!, Math.abs(values[a]!) + errors[a]!);
    }
  }
  rounding += size * values.length * Number.EPSILON;
  const value = sum / white;
  // Of the norm of T as of its value: a relative one.
  const norm = (errors[0]! / Math.sqrt(spins + 1) + 4 * Number.EPSILON * Math.abs(white)) / white;
  const bound = (rounding + errorAgainst(moments, lengths)) / white + Math.abs(value) * norm;
  return { value, errorBound: bound * (1 + 1e-9) };
}
