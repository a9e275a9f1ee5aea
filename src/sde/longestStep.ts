import { turnsFreely } from "../model/freeTurn.ts";
import type { MovingModel } from "../model/movingModel.ts";
import {
  coefficientsOf,
  type Kossakowski,
  length,
  type SymmetricSix,
  withoutTrace,
} from "../model/secondOrder/coefficients.ts";
import { interacts, type SpinModel } from "../model/spinModel.ts";
import { looksBetween } from "../state/course.ts";
import type { SchemeName } from "./trajectories.ts";

/** Rates add up: of the turning by the field and by the interaction, the pull along w, the noise and what local processes damp. */
export function fastestRate(model: SpinModel, field: number): number {
  const { spins, collective, local } = model;
  if (interacts(model) || collective.jumps !== undefined || local.jumps !== undefined) {
    const found = coefficientsOf(model);
    const twist = Math.SQRT2 * Math.hypot(...symmetricEntries(withoutTrace(found.interaction)));
    const noise = (2 * traceOf(found.collective)) / spins;
    return field + twist + length(found.collective.skew) + noise + 2 * traceOf(found.local);
  }
  const { dephasing, pump, decay } = collective;
  const noise = (2 * (dephasing + pump + decay)) / spins;
  return field + Math.abs(decay - pump) + noise + 2 * (local.dephasing + local.pump + local.decay);
}

/** The same at the fastest in each interval between two of ascending ends. */
export const fastestRates = ({ at }: MovingModel, ends: readonly number[]): readonly number[] =>
  ends.slice(1).map((to, k) => {
    let fastest = 0;
    for (const time of looksBetween([ends[k]!, to])) {
      const model = at(time);
      fastest = Math.max(fastest, fastestRate(model, Math.hypot(...model.field)));
    }
    return fastest;
  });

const traceOf = ({ symmetric }: Kossakowski): number => symmetric[0] + symmetric[1] + symmetric[2];

/** All nine: sqrt 2 times the root of their squares is at least the largest eigenvalue less the smallest. */
const symmetricEntries = ([xx, yy, zz, xy, xz, yz]: SymmetricSix): number[] => [xx, yy, zz, xy, xy, xz, xz, yz, yz];

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
export const longestStep = (model: SpinModel, scheme: SchemeName, field: number, duration: number): number =>
  longestStepAt(fastestRate(model, field), scheme, duration);

/** The same for the fastest rate that the steps meet. */
export function longestStepAt(rate: number, scheme: SchemeName, duration: number): number {
  if (rate === 0) return Number.POSITIVE_INFINITY;
  const longest = LARGEST_ANGLE / rate;
  return scheme === "moebiusWalk"
    ? longest
    : Math.min(longest, Math.sqrt((0.75 * LARGEST_ANGLE) / (rate * duration)) / rate);
}
