import fc from "fast-check";
import { expect, it } from "vitest";
import { coincidentPoints } from "../../src/mesh/duplicates.ts";
import { randomPoints } from "./catalogue.ts";

it("finds for each point the lowest one within the tolerance, as comparing all pairs does", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 60 }), (seed, count) => {
      // Copies within half the tolerance of their originals, in every direction; originals are further apart by far.
      const tolerance = 1e-6;
      const spread = randomPoints(seed, count);
      const shift = randomPoints(seed + 1, count).map((value) => value * tolerance * 0.499);
      const points = Float64Array.of(...spread, ...spread.map((value, i) => value + shift[i]!), ...spread);
      const expected = Array.from({ length: 3 * count }, (_, i) => {
        for (let j = 0; j < i; j++) {
          const gap = Math.hypot(...[0, 1, 2].map((k) => points[3 * i + k]! - points[3 * j + k]!));
          if (gap <= tolerance) return j;
        }
        return i;
      });
      expect([...coincidentPoints(points, tolerance)]).toEqual(expected);
    }),
    { seed: 70, numRuns: 100 },
  );
});

it("leaves points just outside the tolerance apart", () => {
  const points = Float64Array.of(0, 0, 1, 1.1e-3, 0, 1, 0, 0.9e-3, 1);
  expect([...coincidentPoints(points, 1e-3)]).toEqual([0, 1, 0]);
});
