import { ConvergenceError } from "../core/errors.ts";
import { attractsAll } from "../model/attraction.ts";
import { type FixedPoint, fixedPoints } from "../model/fixedPoints.ts";
import type { SpinModel } from "../model/spinModel.ts";
import { withoutPoint } from "./otherRoads.ts";

/** The one stable fixed point of the mean field; null where there are several, a continuum, none, or one on the verge of stability. */
export function onlyStablePoint(model: SpinModel): FixedPoint | null {
  const { points, continuum } = fixedPoints(model);
  const [point, second] = points.filter(({ kind }) => kind !== "saddle" && kind !== "unstable");
  return continuum === null && point?.kind === "stable" && second === undefined ? point : null;
}

/**
 * The fixed point that all paths of the mean field end at.
 *
 * @throws ConvergenceError where there is none
 */
export function requireAttracting(model: SpinModel): FixedPoint {
  const point = onlyStablePoint(model);
  if (point === null) {
    throw refused(model, "the mean field has not one stable fixed point, which P would be expanded around");
  }
  if (!attractsAll(model, point)) {
    throw refused(
      model,
      "paths of the mean field were not seen to end all at its stable fixed point, as a cycle beside it would keep them",
    );
  }
  return point;
}

const refused = ({ spins }: SpinModel, what: string): ConvergenceError =>
  new ConvergenceError({ what, remedy: withoutPoint(spins), value: spins });
