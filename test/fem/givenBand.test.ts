import fc from "fast-check";
import { expect, it } from "vitest";
import { steadyState } from "../../src/fem/sphere/steadyState.ts";
import { steadyHarmonics } from "../../src/harmonic/sphere/steady.ts";
import { icosphere } from "../../src/mesh/icosphere.ts";
import type { SpinModel } from "../../src/model/spinModel.ts";
import { dampedAtRandom } from "../model/secondOrder/weaklyDamped.ts";
import { coveredInBall, expectCovered } from "./givenBand.ts";

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
  // Twelve of them: givenBand.slow.test.ts.
  fc.assert(coveredInBall, { numRuns: 1, seed: 8 });
});
