import { fixedPoints } from "./fixedPoints.ts";
import type { SpinModel } from "./spinModel.ts";

/** The fastest motion that the mean field has: the field itself, or an oscillation around one of its fixed points. */
export function meanFieldFrequency(model: SpinModel): number {
  const around = fixedPoints(model).points.flatMap(({ eigenvalues }) =>
    eigenvalues.map(({ imaginary }) => Math.abs(imaginary)),
  );
  return Math.max(Math.hypot(...model.field), ...around);
}
