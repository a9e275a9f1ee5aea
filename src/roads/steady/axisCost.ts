import { FEWEST_EXPANDED } from "../../fem/axis/steady.ts";
import { unexpandable } from "../../fem/axis/validity.ts";
import { MAXIMUM_AXIAL_BAND } from "../../harmonic/ball/axialSteady.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import { steadyStateKind } from "../../model/uniqueness.ts";
import type { Outlook } from "./cost.ts";
import type { AnySteadyOptions } from "./options.ts";

/*
 * P around a rotation axis, for models with local rates: docs/methods.md has the rule in words.
 */

/** Up to this N elements in the ball hold all polynomials, within a second, and P is shown in space. */
const MOST_IN_SPACE = 8;

/** Up to this N the populations of the density matrix are solved for, which is exact but for rounding. */
export const MOST_POPULATED = 1000;

/** Two expansions or three of a few hundred unknowns, at any N; elements on the half disk in two to six bands. */
const COST = { expansion: { seconds: 1, bytes: 5e7 }, elements: { seconds: 6, bytes: 1e8 } } as const;

/** The model around its axis where that is z and P, not parabolic, has something to tell; null where it is not. */
function axialInBall(model: SpinModel): AxialModel | null {
  if (!hasLocalRates(model) || isParabolicInBall(model)) return null;
  const axial = aroundAxis(coefficientsOf(model));
  return axial?.axis[2] === 1 ? axial : null;
}

/** The model around its axis where that is z and P is expanded there; null where it is not. */
export const expandedAround = (model: SpinModel): AxialModel | null =>
  model.spins < FEWEST_EXPANDED ? null : axialInBall(model);

/** Whether P is on the elements of a half disk: there are few spins, but too many for elements in space. */
const isOnHalfDisk = (model: SpinModel): boolean =>
  model.spins > MOST_IN_SPACE && model.spins < FEWEST_EXPANDED && axialInBall(model) !== null;

/** Whether finite elements are polynomials around the axis, or elements in the half plane beside it: no option asks for a mesh or what goes with one. */
export const isAroundAxis = (
  model: SpinModel,
  { mesh, degree, band, scheme }: Pick<AnySteadyOptions, "mesh" | "degree" | "band" | "scheme">,
): boolean =>
  mesh === undefined &&
  degree === undefined &&
  band === undefined &&
  scheme !== "fluxCorrection" &&
  steadyStateKind(model).kind !== "point" &&
  (expandedAround(model) !== null || isOnHalfDisk(model));

/** An expansion is refused where P has no smooth shape, and left alone where the populations are affordable. */
export function axisOutlook(model: SpinModel, hasOthers: boolean): Outlook {
  const cost = model.spins < FEWEST_EXPANDED ? COST.elements : COST.expansion;
  if (!hasOthers) return { refusal: null, cost };
  const refusal =
    model.spins <= MOST_POPULATED
      ? `up to N = ${MOST_POPULATED} the populations about the axis are exact`
      : (unexpandable(expandedAround(model)!)?.what ?? null);
  return { refusal, cost };
}

/** Why a band of moments that is chosen is not tried around an axis: what is left of the hierarchy is singular there. Null where it may be, and where nothing is cut. */
export function cutAroundAxis(model: SpinModel, asked: AnySteadyOptions["band"]): string | null {
  if (asked !== undefined || model.spins <= MAXIMUM_AXIAL_BAND || expandedAround(model) === null) return null;
  return `a band of moments that leaves some of N = ${model.spins} out does not determine a state around an axis`;
}
