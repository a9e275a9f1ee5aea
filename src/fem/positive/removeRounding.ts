import { ConvergenceError } from "../../core/errors.ts";

/** Share of the mass that a solve may leave below 0 or off its sum: far above rounding, far below what anyone would see. */
const SOLVER_LIMIT = 1e-9;

/**
 * The inverse of an M-matrix has no negative entry, but a solver rounds: nodal values that it leaves below 0 are set to 0, and the mass, in
 * place, to `total`.
 *
 * @throws ConvergenceError where that is more than rounding
 */
export function removeRounding(density: Float64Array, lumped: Float64Array, total: number): void {
  let kept = 0;
  let removed = 0;
  for (let i = 0; i < density.length; i++) {
    if (density[i]! < 0) {
      removed -= lumped[i]! * density[i]!;
      density[i] = 0;
    }
    kept += lumped[i]! * density[i]!;
  }
  const error = Math.max(removed, Math.abs(kept - removed - total)) / total;
  if (!(error < SOLVER_LIMIT)) {
    throw new ConvergenceError({
      what: `a solve of the low-order scheme leaves ${error.toExponential(1)} of the mass below 0 or lost (limit ${SOLVER_LIMIT})`,
      remedy:
        "the linear system is too ill-conditioned: take shorter steps, or compare the orders of magnitude of the rates",
      value: error,
      limit: SOLVER_LIMIT,
    });
  }
  const scale = total / kept;
  for (let i = 0; i < density.length; i++) density[i]! *= scale;
}
