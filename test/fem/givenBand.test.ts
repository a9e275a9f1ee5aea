import fc from "fast-check";
import { expect, it } from "vitest";
import { ballSteadyState } from "../../src/fem/ball/steadyState.ts";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import { steadyBall } from "../../src/harmonic/ball/steady.ts";
import { steadyHarmonics } from "../../src/harmonic/sphere/steady.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { compareStates } from "../../src/state/comparison.ts";
import type { ErrorEstimate } from "../../src/state/errorEstimate.ts";
import type { Observables } from "../../src/state/moments.ts";
import { dampedAtRandom } from "../model/secondOrder/weaklyDamped.ts";

/** Of the reference solution: its band leaves nothing out. */
const ROUNDING = 1e-12;

const groups = ["mean", "square", "cross"] as const;

function expectCovered(
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

/** A band below N on a mesh that only carries the values of P, with whatever error that has: no tolerance is asked for where mesh and degree are given. */
const inBand = (model: SpinModel, band: number) => steadyState(model, { band, mesh: icosphere(0), degree: 1 });

it("covers what a given band on the sphere leaves out of a steady state that is weakly damped", () => {
  const property = fc.property(
    dampedAtRandom(fc.integer({ min: 10, max: 24 })),
    fc.integer({ min: 4, max: 16 }),
    (model, asked) => {
      const band = Math.min(asked, model.spins - 1);
      expectCovered(inBand(model, band), steadyHarmonics(model, { band: model.spins }).observables);
    },
  );
  fc.assert(property, { numRuns: 30, seed: 5 });
});

it("covers it beyond the N up to which all harmonics are compared with", () => {
  const property = fc.property(
    dampedAtRandom(fc.integer({ min: 66, max: 72 })),
    fc.integer({ min: 4, max: 12 }),
    (model, band) => {
      const found = inBand(model, band);
      expect(found.band).toEqual({ degree: band, compared: 64 });
      expectCovered(found, steadyHarmonics(model, { band: model.spins }).observables);
    },
  );
  fc.assert(property, { numRuns: 2, seed: 6 });
});

it("covers what a given band in the ball leaves out", () => {
  // Of 58 such models 7 missed by up to 5 times their estimate when the next band alone was asked.
  const property = fc.property(dampedAtRandom(fc.constant(10), true), fc.integer({ min: 3, max: 4 }), (model, band) => {
    const found = ballSteadyState(model, { band, tolerance: 0.99 });
    expect(found.band).toEqual({ degree: band, compared: 8 });
    expectCovered(found, steadyBall(model, { band: model.spins }).observables);
  });
  fc.assert(property, { numRuns: 4, seed: 8 });
});
