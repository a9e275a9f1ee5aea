import { hasAxis } from "../../dicke/axis/axis.ts";
import { liouvillianBytes } from "../../dicke/matrixBytes.ts";
import { hasLocalRates, type SpinModel } from "../../model/spinModel.ts";
import type { Cost } from "../choice.ts";
import { densityElements } from "../domain.ts";

/*
 * What light is predicted to take: one factorisation, and some thousand solves with it, with those that estimate its errors. Seconds of one core at 2 to 3 GHz, meant to a
 * factor of three.
 */

/** Solves of a spectrum, its rounding among them. */
const SOLVES = 1200;

/** Seconds of one multiplication and addition with a factor. */
const SECONDS_PER_VALUE = 2e-9;

/** Finite elements: degrees 4 and 6, and 8 where these do not agree. In the ball one small mesh. */
export const elementLightCost = (model: SpinModel): Cost =>
  hasLocalRates(model) ? { seconds: 4, bytes: 3e8 } : { seconds: 6, bytes: 5e8 };

/** Moments of P up to a band. */
export function harmonicLightCost(model: SpinModel, band: number): Cost {
  if (!hasLocalRates(model)) return planeCost((band + 1) ** 2, 7);
  if (hasAxis(model)) return planeCost(densityElements({ ...model, spins: band }), 2);
  return spaceCost(band);
}

/** The density matrix: with an axis coherences up to two alone. */
export function dickeLightCost(model: SpinModel): Cost {
  const { spins } = model;
  const cost = !hasLocalRates(model)
    ? planeCost((spins + 1) ** 2, 18)
    : hasAxis(model)
      ? planeCost(5 * (spins / 2 + 1) ** 2, 8)
      : spaceCost(spins);
  return { ...cost, bytes: cost.bytes + liouvillianBytes(model, densityElements(model)) };
}

/** Unknowns on a grid in the plane: factors of n log n. */
function planeCost(unknowns: number, perUnknown: number): Cost {
  const values = perUnknown * unknowns * Math.log2(unknowns + 1);
  return { seconds: 0.05 + 1e-7 * unknowns ** 1.5 + SOLVES * SECONDS_PER_VALUE * values, bytes: 1e8 + 40 * values };
}

/** Unknowns on a grid in space: factors of n^(4/3), in n^2 operations. */
function spaceCost(band: number): Cost {
  const values = 2 * band ** 4.4;
  return { seconds: 0.05 + 4e-10 * band ** 6 + SOLVES * SECONDS_PER_VALUE * values, bytes: 1e8 + 40 * values };
}
