import { ConvergenceError, NotUniqueError, SingularMatrixError } from "../core/errors.ts";

/** What is computed, or null where the equation is singular or too ill-conditioned among the functions that were chosen. */
export function orFailed<Found>(compute: () => Found): Found | null {
  try {
    return compute();
  } catch (error) {
    const numerical =
      error instanceof ConvergenceError || error instanceof SingularMatrixError || error instanceof NotUniqueError;
    if (numerical) return null;
    throw error;
  }
}
