import fc from "fast-check";
import { expect, it } from "vitest";
import { evolveHarmonic } from "../../../src/harmonic/sphere/evolve.ts";
import { type HarmonicSteadyState, steadyHarmonics } from "../../../src/harmonic/sphere/steady.ts";
import type { SpinModel } from "../../../src/model/spinModel.ts";
import { compareStates } from "../../../src/state/comparison.ts";
import { errorsFromDensity, largestError } from "../../../src/state/errorEstimate.ts";
import { between } from "../../model/arbitrary.ts";
import { dampedAtRandom } from "../../model/secondOrder/weaklyDamped.ts";

/** Damped strongly or weakly, in a band that leaves some or nearly all out. */
const cut: fc.Arbitrary<readonly [SpinModel, number]> = fc
  .tuple(dampedAtRandom(fc.integer({ min: 10, max: 40 })), between(0.15, 0.95))
  .map(([model, share]) => [model, Math.max(4, Math.min(model.spins - 1, Math.round(share * model.spins)))]);

const rounding = ({ state, roundingError, observables }: HarmonicSteadyState): number =>
  largestError(errorsFromDensity(state.spins, roundingError, observables.purity));

it("covers what a low band leaves out of the purity and the moments of a steady state", () => {
  const property = fc.property(cut, ([model, band]) => {
    const found = steadyHarmonics(model, { band });
    const exact = steadyHarmonics(model, { band: model.spins });
    const { mean, square, cross, purity } = compareStates(found.observables, exact.observables);
    const rounded = rounding(found) + rounding(exact);
    expect(purity).toBeLessThanOrEqual(found.bandError + rounded);
    expect(Math.max(mean, square, cross)).toBeLessThanOrEqual(found.momentError + rounded);
  });
  fc.assert(property, { numRuns: 40, seed: 5 });
});

it("covers what a low band leaves out of the purity in time", () => {
  const property = fc.property(cut, ([model, band]) => {
    const initial = { kind: "coherent", direction: [0.48, 0.6, 0.64] } as const;
    const request = { model, initial, times: [0.3, 1.5] };
    const found = evolveHarmonic({ ...request, band });
    const exact = evolveHarmonic({ ...request, band: model.spins });
    for (const [k, { purity }] of found.observables.entries()) {
      const estimate = found.errorEstimate[k]!.purity + exact.errorEstimate[k]!.purity;
      expect(Math.abs(purity - exact.observables[k]!.purity)).toBeLessThanOrEqual(estimate);
    }
  });
  fc.assert(property, { numRuns: 6, seed: 6 });
});
