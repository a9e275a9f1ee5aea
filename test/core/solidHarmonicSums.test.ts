import { expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../src/core/random.ts";
import { sumSolidHarmonics } from "../../src/core/solidHarmonicSums.ts";
import { evaluateSolidHarmonics, solidCount } from "../../src/core/solidHarmonics.ts";

it.each([1, 64, 150])("%i points: sums are those of the functions point by point, degree by degree", (count) => {
  const points = new Float64Array(3 * count);
  fillNormal(createRandomStream(5, 0), points);
  // The centre, both poles and the equator among them.
  points.set([0, 0, 0], 0);
  if (count > 3) points.set([0, 0, -1, 0, 0, 0.5, 0.6, -0.8, 0], 3);
  for (let p = 0; p < count; p++) {
    const length = Math.max(1, Math.hypot(points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!));
    for (let k = 0; k < 3; k++) points[3 * p + k]! /= length;
  }
  const weights = new Float64Array(count);
  fillNormal(createRandomStream(6, 0), weights);
  for (const degree of [0, 1, 6, 17]) {
    const sums = sumSolidHarmonics(degree, points, weights);
    const expected = new Float64Array(solidCount(degree));
    const values = new Float64Array(solidCount(degree));
    for (let p = 0; p < count; p++) {
      evaluateSolidHarmonics(degree, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!, values);
      for (let k = 0; k < values.length; k++) expected[k]! += weights[p]! * values[k]!;
    }
    // |Y_lm| <= sqrt((2l + 1)/4 pi) < 2, and its recursion has l steps.
    const tolerance = 4 * (degree + 10) * Number.EPSILON * weights.reduce((sum, w) => sum + Math.abs(w), 0);
    expect(sums).toHaveLength(expected.length);
    for (let k = 0; k < sums.length; k++) expect(Math.abs(sums[k]! - expected[k]!)).toBeLessThan(tolerance);
  }
});
