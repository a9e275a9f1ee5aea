import { describe, expect, it } from "vitest";
import { triangleQuadrature } from "../../../src/fem/quadrature.ts";
import { orthonormalTriangle } from "../../../src/fem/sphere/basis.ts";

/** Values reach sqrt(2 (2p + 1)(p + 1)) (p + 1/2) / 2 at a corner. */
const largestValue = (degree: number): number => Math.sqrt(2 * (2 * degree + 1) * (degree + 1)) * (degree + 1);

describe("orthonormalTriangle", () => {
  it.each([0, 1, 2, 5, 9, 12])("is orthonormal up to degree %i", (degree) => {
    const size = ((degree + 1) * (degree + 2)) / 2;
    const rule = triangleQuadrature(2 * degree);
    const values = new Float64Array(size);
    const gradients = new Float64Array(2 * size);
    const gram = new Float64Array(size * size);
    rule.weights.forEach((weight, p) => {
      orthonormalTriangle(degree, rule.points[2 * p]!, rule.points[2 * p + 1]!, values, gradients);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) gram[i * size + j]! += weight * values[i]! * values[j]!;
    });
    // The recursion and the rule carry a few eps a degree; a product of two normalised functions sums to at most 1.
    const tolerance = 16 * Number.EPSILON * (degree + 1) * (degree + 2);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) expect(Math.abs(gram[i * size + j]! - +(i === j))).toBeLessThan(tolerance);
    }
  });

  it("orders by total degree: the first (q + 1)(q + 2)/2 functions do not depend on the highest degree", () => {
    const low = new Float64Array(10);
    const high = new Float64Array(55);
    orthonormalTriangle(3, 0.2, 0.3, low, new Float64Array(20));
    orthonormalTriangle(9, 0.2, 0.3, high, new Float64Array(110));
    expect(high.subarray(0, 10)).toEqual(low);
    expect(low[0]).toBeCloseTo(Math.SQRT2, 15);
  });

  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [0.5, 0.5],
    [0.21, 0.34],
  ])("has gradients that agree with differences of fourth order at (%d, %d), corners included", (x, y) => {
    const degree = 6;
    const size = 28;
    const at = (u: number, v: number): Float64Array => {
      const values = new Float64Array(size);
      orthonormalTriangle(degree, u, v, values, new Float64Array(2 * size));
      return values;
    };
    const gradients = new Float64Array(2 * size);
    orthonormalTriangle(degree, x, y, new Float64Array(size), gradients);
    const h = 1e-4;
    // Markov: five derivatives cost at most (4 sqrt 2 p^2)^5; the remainder is h^4/30 of the fifth. Rounding: eps / h.
    const size5 = largestValue(degree) * (4 * Math.SQRT2 * degree ** 2) ** 5;
    const tolerance = (h ** 4 / 30) * size5 + (32 * Number.EPSILON * largestValue(degree)) / h;
    for (const axis of [0, 1]) {
      const shifted = (s: number): Float64Array => at(x + (axis === 0 ? s * h : 0), y + (axis === 1 ? s * h : 0));
      const [m2, m1, p1, p2] = [shifted(-2), shifted(-1), shifted(1), shifted(2)] as const;
      for (let i = 0; i < size; i++) {
        const numeric = (8 * (p1[i]! - m1[i]!) - (p2[i]! - m2[i]!)) / (12 * h);
        expect(Math.abs(numeric - gradients[2 * i + axis]!)).toBeLessThan(tolerance);
      }
    }
  });
});
