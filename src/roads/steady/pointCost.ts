import { aboutDuration } from "../../core/duration.ts";
import { onlyStablePoint } from "../../fem/attractingPoint.ts";
import { isParabolicInBall } from "../../model/kramersMoyal.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { Cost } from "../choice.ts";
import type { Outlook } from "./cost.ts";
import type { AnySteadyOptions } from "./options.ts";

/*
 * Expansions around a fixed point, for models with local rates whose equation is not parabolic: docs/methods.md has the rule in words.
 */

/** Up to this N elements of degree N are exact. */
const EXACT_ELEMENTS = 10;

/** From this tolerance on bands on a mesh may do, which show P: they are taken where elements are asked for by name. */
const BAND_TOLERANCE = 1e-6;

/** Degrees up to 20, each solved twice; the median is 0.2 s. */
const COST: Cost = { seconds: 3, bytes: 2e8 };

/** Exact roads know the purity and the density matrix: they come first where they take no longer than this. */
const SECONDS_OF_EXACTNESS = 1;

/** Whether finite elements are polynomials around a fixed point: no option asks for a mesh or what goes with one. */
export function isAroundPoint(
  model: SpinModel,
  { mesh, degree, band, scheme, tolerance }: AnySteadyOptions & { readonly tolerance: number },
  hasOthers: boolean,
): boolean {
  if (mesh !== undefined || degree !== undefined || band !== undefined || scheme !== undefined) return false;
  if (!hasLocalRates(model) || model.spins <= EXACT_ELEMENTS || isParabolicInBall(model)) return false;
  return hasOthers || tolerance < BAND_TOLERANCE;
}

/** @param exact predictions of the exact roads that may be tried */
export function pointOutlook(model: SpinModel, hasOthers: boolean, exact: readonly Outlook[]): Outlook {
  if (!hasOthers) return { refusal: null, cost: COST };
  if (onlyStablePoint(model) === null) {
    return { refusal: "the mean field has not one stable fixed point, which P would be expanded around", cost: COST };
  }
  const least = Math.min(
    ...exact.map(({ refusal, cost }) => (refusal === null ? cost.seconds : Number.POSITIVE_INFINITY)),
  );
  if (least > SECONDS_OF_EXACTNESS) return { refusal: null, cost: COST };
  return {
    refusal: null,
    postponed: `an exact road, which knows the purity, would take ${aboutDuration(least)} of processor time`,
    cost: COST,
  };
}
