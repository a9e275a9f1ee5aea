import { NotUniqueError } from "../core/errors.ts";
import { fixedPoints } from "./fixedPoints.ts";
import type { SpinModel } from "./spinModel.ts";

/**
 * The error for a steady state whose shares between the stable points of the mean field rounding decides; null where there is one such point, or none.
 *
 * @param measured what is above its limit, with both
 */
export function severalWells(model: SpinModel, measured: string): NotUniqueError | null {
  const wells = fixedPoints(model).points.filter(({ kind }) => kind === "stable");
  if (wells.length < 2) return null;
  const places = wells.map(({ position }) => `(${position.map((value) => value.toFixed(3)).join(", ")})`);
  return new NotUniqueError({
    what:
      `the steady state is not unique to working precision (${measured}): the mean field has ${wells.length} stable points, ` +
      `${places.join(", ")}, and rounding leaves open which share of P each of them has`,
    remedy:
      "take fewer spins or larger rates of what is noise, or evolve an initial state in time: it stays with the stable point that it is attracted by",
    value: places,
  });
}
