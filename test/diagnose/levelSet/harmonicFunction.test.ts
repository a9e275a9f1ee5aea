import { describe, expect, it } from "vitest";
import { createRandomStream, fillNormal } from "../../../src/core/random.ts";
import { harmonicFunction } from "../../../src/diagnose/levelSet/harmonicFunction.ts";

describe("a sum of harmonics", () => {
  it("has the same values point by point, at many points, and on rings, poles among them", () => {
    for (const degree of [1, 4, 17]) {
      const coefficients = new Float64Array((degree + 1) ** 2);
      fillNormal(createRandomStream(degree, 1), coefficients);
      const { at, fill, rings } = harmonicFunction(degree, coefficients);
      const [heights, columns] = [Float64Array.of(-1, -0.3, 0.99, 1), 2 * degree + 3];
      const points = Array.from({ length: heights.length * columns }, (_, k): [number, number, number] => {
        const z = heights[Math.floor(k / columns)]!;
        const angle = (2 * Math.PI * (k % columns)) / columns;
        return [Math.sqrt(1 - z * z) * Math.cos(angle), Math.sqrt(1 - z * z) * Math.sin(angle), z];
      });
      const [filled, ringed] = [new Float64Array(points.length), new Float64Array(points.length)];
      fill(Float64Array.from(points.flat()), filled);
      rings(heights, columns, ringed);
      for (const [k, point] of points.entries()) {
        // Sums of (degree + 1)^2 terms of about 1, and recursions of as many steps as degrees.
        expect(Math.abs(filled[k]! - at(point))).toBeLessThan(1e-14 * (degree + 1) ** 2);
        expect(Math.abs(ringed[k]! - at(point))).toBeLessThan(1e-14 * (degree + 1) ** 2);
      }
    }
  });
});
