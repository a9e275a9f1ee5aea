import { ToleranceError } from "../../core/errors.ts";
import type { ErrorEstimate } from "../../state/errorEstimate.ts";
import { acceptedTolerance } from "../../state/tolerance.ts";

/** @throws ToleranceError where the estimated error of a first or second moment is above the tolerance */
export function requireMet({ mean, square, cross }: ErrorEstimate, tolerance: number): void {
  const largest = Math.max(...mean, ...square, ...cross);
  // False for NaN, too.
  if (largest <= tolerance) return;
  throw new ToleranceError({
    what: `the largest error estimate of the moments is ${largest.toExponential(1)}, above the tolerance ${tolerance}`,
    remedy: largest < 1 ? `accept a tolerance of ${acceptedTolerance(largest)}` : "evolve an initial state in time",
    value: largest,
    limit: tolerance,
  });
}
