import type { Continuum, FixedPoints } from "./fixedPoint.ts";
import { fixedPointsOfRates } from "./fixedPointsOfRates.ts";
import { hasRatesAlone } from "./ratesAlone.ts";
import { coefficientsOf } from "./secondOrder/coefficients.ts";
import { fixedPointsOf } from "./secondOrder/meanField/fixedPoints.ts";
import type { FixedSet } from "./secondOrder/meanField/fixedSet.ts";
import type { SpinModel } from "./spinModel.ts";

export type { Continuum, FixedPoint, FixedPoints } from "./fixedPoint.ts";

/**
 * Fixed points of the mean-field flow: on the unit sphere without local processes, in the closed ball where there are some. The same
 * model always gives the same points in the same order. Of rates alone there are at most two isolated points on the sphere and three
 * in the ball, with an interaction or jumps at most six and eight.
 */
export function fixedPoints(model: SpinModel): FixedPoints {
  if (hasRatesAlone(model)) return fixedPointsOfRates(model);
  const { domain, points, sets } = fixedPointsOf(coefficientsOf(model));
  return { domain, points, continuum: sets.length === 0 ? null : continuumOf(sets[0]!) };
}

const continuumOf = (set: FixedSet): Continuum => (set.kind === "circle" ? { ...set, kind: "ring" } : set);
