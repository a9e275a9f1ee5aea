import type { SphereMoments } from "../certificate.ts";
import type { WitnessMultipoles } from "./squareMultipoles.ts";

/** int P T of a state over that of white noise, and how far it may be off. */
export interface WitnessValue {
  readonly value: number;
  readonly errorBound: number;
}

/** The error of the state by the norm of the operator, and rounding. */
export function witnessValue(moments: SphereMoments, { values, errors }: WitnessMultipoles): WitnessValue {
  const { spins, multipoles, error } = moments;
  const white = values[0]! / Math.sqrt(spins + 1);
  let sum = 0;
  let size = 0;
  let rounding = 0;
  let squares = 0;
  for (let a = 0; a < values.length; a++) {
    const term = values[a]! * multipoles[a]!;
    sum += term;
    size += Math.abs(term);
    rounding += errors[a]! * Math.abs(multipoles[a]!);
    squares += (Math.abs(values[a]!) + errors[a]!) ** 2;
  }
  rounding += size * values.length * Number.EPSILON;
  const value = sum / white;
  // Of the norm of T as of its value: a relative one.
  const norm = (errors[0]! / Math.sqrt(spins + 1) + 4 * Number.EPSILON * Math.abs(white)) / white;
  const bound = (rounding + error * Math.sqrt(squares)) / white + Math.abs(value) * norm;
  return { value, errorBound: bound * (1 + 1e-9) };
}
