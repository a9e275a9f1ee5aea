import { turnsFreely } from "../model/freeTurn.ts";
import type { SpinModel } from "../model/spinModel.ts";
import type { SchemeName } from "./trajectories.ts";

/** Rates add up: of the field's turning, the pull along z, the noise and what local processes damp. */
export function fastestRate({ spins, collective, local }: SpinModel, field: number): number {
  const { dephasing, pump, decay } = collective;
  const noise = (2 * (dephasing + pump + decay)) / spins;
  return field + Math.abs(decay - pump) + noise + 2 * (local.dephasing + local.pump + local.decay);
}

/** |B| of the model as far as a scheme has to follow it: a walk takes a field that turns freely exactly. */
export const fieldToFollow = (model: SpinModel, scheme: SchemeName): number =>
  scheme === "moebiusWalk" && turnsFreely(model) ? 0 : Math.hypot(...model.field);

/** Steps of half a radian at twice the length: two walks that differ still tell how far they are from the limit. */
const LARGEST_ANGLE = 0.25;

/**
 * No step is longer, since the difference of two ensembles tells the error only where the steps are in the range of their weak
 * order. Euler's step turns by arctan(h B) in the place of h B, and the coarse one may not have gone more than a quarter of a radian
 * astray in the whole `duration`: (2 h B)^2/3 B duration <= 1/4.
 *
 * @param field the largest |B| that the steps meet
 */
export function longestStep(model: SpinModel, scheme: SchemeName, field: number, duration: number): number {
  const rate = fastestRate(model, field);
  if (rate === 0) return Number.POSITIVE_INFINITY;
  const longest = LARGEST_ANGLE / rate;
  return scheme === "moebiusWalk"
    ? longest
    : Math.min(longest, Math.sqrt((0.75 * LARGEST_ANGLE) / (rate * duration)) / rate);
}
