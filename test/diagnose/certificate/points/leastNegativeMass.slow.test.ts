import { expect, it } from "vitest";
import { leastNegativeMass } from "../../../../src/diagnose/certificate/points/leastNegativeMass.ts";
import { steadyMoments } from "./states.ts";

// Verified bounds of another program, as in the fast tests.
it.each([
  [12, 0.5, 0, 1.5038, 1.50382],
  [12, 0.5, 0.2, 0.330936, 0.330944],
])(
  "has bounds around the known mass at N = %i, B = %f, k_z = %f",
  (spins, field, dephasing, low, high) => {
    const { bounds } = leastNegativeMass(steadyMoments(spins, field, dephasing), { tolerance: 1e-5 });
    expect(bounds[0]).toBeLessThanOrEqual(high);
    expect(bounds[1]).toBeGreaterThanOrEqual(low);
    expect(bounds[1] - bounds[0]).toBeLessThan(1e-5 * (1 + high));
  },
  300_000,
);
