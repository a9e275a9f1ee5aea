import { unexpandable } from "../../fem/axis/validity.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { type AxialModel, aroundAxis } from "../../model/secondOrder/axis.ts";
import { coefficientsOf } from "../../model/secondOrder/coefficients.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { Outlook } from "./cost.ts";
import type { AnySteadyOptions } from "./options.ts";

/*
 * Expansions around a rotation axis, for models with local rates: docs/methods.md has the rule in words.
 */

/** Fewer spins than this are done by elements, which show P. */
const FEWEST_SPINS = 100;

/** Up to this N the populations of the density matrix are solved for, which is exact but for rounding. */
export const MOST_POPULATED = 1000;

/** Two expansions or three of a few hundred unknowns, at any N. */
const COST = { seconds: 1, bytes: 5e7 } as const;

/** The model around its axis where that is z and P is expanded there; null where it is not. */
export function expandedAround(model: SpinModel): AxialModel | null {
  if (!hasLocalRates(model) || model.spins < FEWEST_SPINS || isParabolicInBall(model)) return null;
  const axial = aroundAxis(coefficientsOf(model));
  return axial?.axis[2] === 1 ? axial : null;
}

/** Whether finite elements are polynomials around the axis: no option asks for a mesh or what goes with one. */
export const isAroundAxis = (
  model: SpinModel,
  { mesh, degree, band, scheme }: Pick<AnySteadyOptions, "mesh" | "degree" | "band" | "scheme">,
): boolean =>
  mesh === undefined &&
  degree === undefined &&
  band === undefined &&
  scheme !== "fluxCorrection" &&
  expandedAround(model) !== null;

/** An expansion is refused where P has no smooth shape, and left alone where the populations are affordable. */
export function axisOutlook(model: SpinModel, hasOthers: boolean): Outlook {
  if (!hasOthers) return { refusal: null, cost: COST };
  const refusal =
    model.spins <= MOST_POPULATED
      ? `up to N = ${MOST_POPULATED} the populations about the axis are exact`
      : (unexpandable(expandedAround(model)!)?.what ?? null);
  return { refusal, cost: COST };
}

/** Why a band of moments that is chosen is not tried around an axis: what is left of the hierarchy is singular there. Null where it may be. */
export function cutAroundAxis(model: SpinModel, asked: AnySteadyOptions["band"]): string | null {
  if (asked !== undefined || expandedAround(model) === null) return null;
  return `a band of moments that leaves some of N = ${model.spins} out does not determine a state around an axis`;
}
