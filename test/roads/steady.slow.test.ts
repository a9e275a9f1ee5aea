import { spinModel, steady } from "blochfem";
import { expect, it } from "vitest";

it("the laser of 1000 spins has its populations", () => {
  const { method, observables } = steady(spinModel({ spins: 1000, collective: { decay: 500 }, local: { pump: 125 } }));
  expect(method).toBe("dicke");
  // Exact up to an exponentially small weight at the axis: <z> = (g + s/N)/d.
  expect(observables.mean[2]).toBeCloseTo(0.251, 9);
  // The values of issue and literature, to their digits.
  expect(observables.square[0]).toBeCloseTo(0.186999, 6);
  expect(observables.square[2]).toBeCloseTo(0.06575, 5);
});

it.each([
  [300, 0.98, 0.9644512964010504],
  [1000, 1, 0.9517276431954308],
])("N = %i, field %s along x, decay alone: an exact road", (spins, field, mean) => {
  const found = steady(spinModel({ spins, field: [field, 0, 0], collective: { decay: 1 } }));
  expect(found.method).not.toBe("fem");
  expect(Math.abs(found.observables.mean[1] - mean)).toBeLessThanOrEqual(found.errorEstimate.mean[1] + 1e-11);
});
