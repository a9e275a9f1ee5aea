import { NotUniqueError } from "../core/errors.ts";
import { rootMeanSquare } from "../linalg/roundingSamples.ts";
import { severalWells } from "../model/severalWells.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { notUniqueInPractice } from "../model/uniqueness.ts";
import type { SpinMoments, Vector3 } from "../state/moments.ts";
import { largestMoment } from "./errorEstimate.ts";

/**
 * Error of an assembled entry of the generator and of the solution by elimination, in eps of the entry. Seen on 120 models with transport 1 to 1e7 times
 * diffusion, against solutions with 60 digits: errors up to 20 standard deviations of what independent errors of one eps do; terms of a quadrature sum
 * cancel, and those of neighbouring cells err alike (test/calibration.test.ts). As many on 285 models of 2 to 8 spins in a band of the ball, against the
 * master equation, once the products with its polynomials count as entries: up to 20, median 0 to 7 (test/fem/ball/steadyRounding.test.ts).
 */
const ENTRY_ROUNDINGS = 60;

/** What the integrals of a density lose in floating point, however well the density is known. */
const INTEGRATION = 1e-13;

/** A steady state of which rounding leaves less than three digits is not determined by its equation. */
const UNDETERMINED = 1e-3;

/** Error of a functional by rounding, from its values for the samples of `roundingSamples`. */
export const roundingError = (values: readonly number[]): number =>
  INTEGRATION + ENTRY_ROUNDINGS * Number.EPSILON * rootMeanSquare(values);

/**
 * Errors of the moments of a steady density by rounding.
 *
 * @param momentsOf moments of a vector of any mass, which they are affine in
 * @param changes samples of the change of the density, of mass 0
 * @throws NotUniqueError where they are so large that a second steady state cannot be told from the first
 */
export function momentRounding(
  model: SpinModel,
  momentsOf: (vector: Float64Array) => SpinMoments,
  changes: readonly Float64Array[],
): SpinMoments {
  const zero = momentsOf(new Float64Array(changes[0]!.length));
  const changed = changes.map(momentsOf);
  const largest = changed.map((moments) => Math.max(...differences(moments, zero).map(Math.abs)));
  // A tenth of the largest: any one functional may be small in all samples by chance.
  const common = roundingError(largest) / 10;
  const error = (group: "mean" | "square" | "cross"): Vector3 => {
    const at = (k: 0 | 1 | 2): number =>
      Math.max(common, roundingError(changed.map((moments) => moments[group][k] - zero[group][k])));
    return [at(0), at(1), at(2)];
  };
  const errors = { mean: error("mean"), square: error("square"), cross: error("cross") };
  requireDetermined(model, largestMoment(errors));
  return errors;
}

/**
 * @param rounding error of the moments by rounding
 * @throws NotUniqueError, SingularMatrixError where less than three digits are left
 */
export function requireDetermined(model: SpinModel, rounding: number): void {
  if (rounding < UNDETERMINED) return;
  const measure = "error of the moments by rounding";
  const error = notUniqueInPractice(model, measure, rounding, UNDETERMINED);
  // What is nearly conserved has been named; else it may be the stable points that P goes between.
  const wells =
    error instanceof NotUniqueError
      ? null
      : severalWells(model, `${measure} ${rounding.toPrecision(2)}, limit ${UNDETERMINED}`);
  throw wells ?? error;
}

/**
 * Error of tr rho^2 by rounding: tr (rho + d)^2 - tr rho^2 = 2 tr rho d, at most 2 sqrt(tr rho^2 tr d^2) by Cauchy and Schwarz.
 *
 * @param purity tr rho^2
 * @param ofChange tr d^2 of a sample d of the change, of any size
 */
export const changeOfPurity = (purity: number, ofChange: number): number =>
  roundingError([2 * Math.sqrt(Math.max(0, purity) * Math.max(0, ofChange))]);

const differences = (a: SpinMoments, b: SpinMoments): number[] =>
  (["mean", "square", "cross"] as const).flatMap((group) => a[group].map((value, k) => value - b[group][k]!));
