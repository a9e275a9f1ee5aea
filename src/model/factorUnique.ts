import { SingularMatrixError } from "../core/errors.ts";
import { type Factorization, factor, type SymbolicFactorization } from "../linalg/direct/lu.ts";
import type { SpinModel } from "./spinModel.ts";
import { notUniqueInPractice } from "./uniqueness.ts";

/**
 * LU of a matrix that is regular where the steady state of the model is unique.
 *
 * @param limit that a vanishing pivot is reported against
 * @throws NotUniqueError where the matrix is singular to working precision
 */
export function factorUnique(
  model: SpinModel,
  symbolic: SymbolicFactorization,
  values: Float64Array,
  limit = 0,
): Factorization {
  try {
    return factor(symbolic, values);
  } catch (error) {
    if (error instanceof SingularMatrixError) throw notUniqueInPractice(model, "pivot", Number(error.value), limit);
    throw error;
  }
}
