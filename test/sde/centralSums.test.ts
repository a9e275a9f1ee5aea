import { describe, expect, it } from "vitest";
import { covarianceOfMeans, emptySums, mergeSums, standardError, sumsOfSamples } from "../../src/sde/centralSums.ts";

describe("central sums", () => {
  // Two quantities around 1e8 with a spread of 1: raw sums of squares would leave no digit of the variance.
  const count = 1000;
  const small = Float64Array.from(
    { length: 2 * count },
    (_, k) => Math.sin(k * k) + (k < count ? 0 : Math.sin((k - count) ** 2)),
  );
  const sample = (from: number, to: number): Float64Array =>
    Float64Array.of(...small.subarray(from, to), ...small.subarray(count + from, count + to)).map(
      (value) => value + 1e8,
    );
  const whole = sumsOfSamples(sample(0, count), 2, count);

  it("keep their digits far from zero", () => {
    const direct = (a: number, b: number): number => {
      const [p, q] = [small.subarray(a * count, (a + 1) * count), small.subarray(b * count, (b + 1) * count)];
      const [meanP, meanQ] = [p, q].map((values) => values.reduce((sum, v) => sum + v, 0) / count) as [number, number];
      return p.reduce((sum, v, i) => sum + (v - meanP) * (q[i]! - meanQ), 0) / (count - 1) / count;
    };
    // The samples themselves are rounded at 1e8: 7e-9 each, on products of size 1.
    for (const [a, b] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const)
      expect(Math.abs(covarianceOfMeans(whole, a, b) / direct(a, b) - 1)).toBeLessThan(1e-7);
    expect(standardError(whole, 1)).toBe(Math.sqrt(covarianceOfMeans(whole, 1, 1)));
  });

  it("merge to the sums of all samples", () => {
    const parts = [
      sumsOfSamples(sample(0, 17), 2, 17),
      sumsOfSamples(sample(17, 18), 2, 1),
      sumsOfSamples(sample(18, count), 2, 982),
    ];
    const merged = parts.reduce(mergeSums, emptySums(2));
    expect(merged.count).toBe(count);
    // Means are rounded at 1e8: 1.5e-8; products inherit that times the spread and the square root of the count.
    for (let q = 0; q < 2; q++) expect(Math.abs(merged.mean[q]! - whole.mean[q]!)).toBeLessThan(5e-8);
    for (let k = 0; k < 3; k++) expect(Math.abs(merged.products[k]! - whole.products[k]!)).toBeLessThan(1e-5);
    expect(mergeSums(whole, emptySums(2))).toEqual(whole);
  });
});
