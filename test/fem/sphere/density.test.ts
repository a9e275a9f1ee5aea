import { describe, expect, it } from "vitest";
import { sampleDensity, summarizeDensity } from "../../../src/fem/density.ts";
import { interpolate, type PointFunction } from "../../../src/fem/projection.ts";
import { enrichedTriangle } from "../../../src/fem/sphere/element.ts";
import { functionSpace } from "../../../src/fem/sphere/space.ts";
import { gradeMesh } from "../../../src/mesh/grade.ts";
import { icosphere } from "../../../src/mesh/icosphere.ts";
import type { Mesh } from "../../../src/mesh/mesh.ts";

function summaryOf(mesh: Mesh, degree: number, f: PointFunction) {
  const space = functionSpace(mesh, enrichedTriangle(degree));
  const values = interpolate(space, f);
  return summarizeDensity(sampleDensity(space, values), values);
}

describe("sampleDensity", () => {
  it("samples every cell at points of the sphere, with weights that add up to its area", () => {
    const mesh = gradeMesh(icosphere(2), [0, -0.6, 0.8], 2);
    const space = functionSpace(mesh, enrichedTriangle(6));
    const f: PointFunction = (x, y, z) => 1 + x - 2 * y * z;
    const { points, measure, values } = sampleDensity(space, interpolate(space, f));
    expect(values).toHaveLength(measure.length);
    expect(points).toHaveLength(3 * measure.length);
    for (let p = 0; p < values.length; p++) {
      const [x, y, z] = points.subarray(3 * p, 3 * p + 3) as unknown as [number, number, number];
      expect(Math.abs(x * x + y * y + z * z - 1)).toBeLessThan(16 * Number.EPSILON);
      // Interpolation at degree 6 on cells up to 0.6 wide: (h/2)^7 / 7! times derivatives that grow like 4^7.
      expect(Math.abs(values[p]! - f(x, y, z))).toBeLessThan((0.3 ** 7 * 4 ** 7) / 5040);
    }
    expect(Math.abs(measure.reduce((a, b) => a + b) - 4 * Math.PI)).toBeLessThan(1e-11);
  });
});

describe("summarizeDensity", () => {
  it("of a positive density has no negative mass", () => {
    const summary = summaryOf(icosphere(2), 6, (x, _y, z) => (1 + 0.5 * x - 0.3 * z) / (4 * Math.PI));
    expect(summary.negativeMass).toBe(0);
    expect(summary.mass).toBeCloseTo(1, 10);
    const swing = Math.hypot(0.5, 0.3);
    // A point next to the extreme is at most half a cell off, 0.02 between quadrature points.
    expect(Math.abs(summary.minimum * 4 * Math.PI - (1 - swing))).toBeLessThan(0.02 ** 2 * swing);
    expect(Math.abs(summary.maximum * 4 * Math.PI - (1 + swing))).toBeLessThan(0.02 ** 2 * swing);
  });

  it("measures a negative part: int max(-z, 0) = pi", () => {
    for (const degree of [2, 4]) {
      const errors = [1, 2, 3].map((level) => {
        // Turned, so that no edge follows the line where P changes sign.
        const summary = summaryOf(icosphere(level), degree, (x, y, z) => (2 * x - y + 2 * z) / 3);
        return Math.abs(summary.negativeMass - Math.PI);
      });
      // The kink lies in a band of width h where |P| < h, integrated by points h / (p + 1) apart.
      errors.forEach((error, k) => {
        const h = (1.2 * 0.5 ** (k + 1)) / (degree + 1);
        expect(error).toBeLessThan(2 * Math.PI * h * h);
      });
    }
  });
});
