import { type HarmonicFunction, harmonicFunction } from "../levelSet/harmonicFunction.ts";
import type { Witness } from "./certificate.ts";
import { expandSquare } from "./verify/squareExpansion.ts";

/** Between harmonics of mean square 1, in which witnesses are given, and orthonormal ones. */
const SCALE = Math.sqrt(4 * Math.PI);

/** T of a witness on the sphere, as its value int P T has it: white noise has 1. */
export function witnessFunction(witness: Witness): HarmonicFunction {
  const { degree, coefficients } = witness.kind === "square" ? expandSquare(witness) : witness;
  return harmonicFunction(
    degree,
    coefficients.map((one) => SCALE * one),
  );
}
