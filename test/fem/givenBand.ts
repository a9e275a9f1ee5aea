import fc from "fast-check";
import { expect } from "vitest";
import { ballSteadyState } from "../../src/fem/ball/steadyState.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import { compareStates } from "../../src/state/comparison.ts";
import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";
import type { Observables } from "../../src/state/moments.ts";
import { dampedAtRandom } from "../model/secondOrder/weaklyDamped.ts";

/** Of the reference solution: its band leaves nothing out. */
const ROUNDING = 1e-12;

const groups = ["mean", "square", "cross"] as const;

/** What a band leaves out is in the estimate of each moment and of the purity. */
export function expectCovered(
  found: { readonly observables: Observables; readonly errorEstimate: ErrorEstimate },
  exact: Observables,
): void {
  for (const group of groups) {
    for (const [k, value] of found.observables[group].entries()) {
      expect(Math.abs(value - exact[group][k]!)).toBeLessThanOrEqual(found.errorEstimate[group][k]! + ROUNDING);
    }
  }
  const { purity } = compareStates(found.observables, exact);
  expect(purity).toBeLessThanOrEqual(found.errorEstimate.purity + ROUNDING);
}

/** Of 58 such models 7 missed by up to 5 times their estimate when the next band alone was asked. */
export const coveredInBall = fc.property(
  dampedAtRandom(fc.constant(10), true),
  fc.integer({ min: 3, max: 4 }),
  (model, band) => {
    const found = ballSteadyState(model, { band, tolerance: 0.99 });
    expect(found.band).toEqual({ degree: band, compared: 8 });
    expectCovered(found, steadyBall(model, { band: model.spins }).observables);
  },
);
